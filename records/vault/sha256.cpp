#include "records/sha256.hpp"

#define OPENSSL_SUPPRESS_DEPRECATED  // see below
#include <openssl/sha.h>

#include <stdexcept>

namespace postvern::records {

// By the calls that OpenSSL advises against since 3.0: those that it advises take memory at each hash, which takes as
// long as hashing a leaf of the access record, and contend for it between threads.
Sha256 sha256(std::initializer_list<std::string_view> parts) {
    SHA256_CTX work;
    Sha256 hash;
    bool good = SHA256_Init(&work) == 1;
    for (const std::string_view part : parts) {
        good = good && SHA256_Update(&work, part.data(), part.size()) == 1;
    }
    if (!good || SHA256_Final(hash.data(), &work) != 1) throw std::runtime_error("SHA-256 failed");
    return hash;
}

struct RunningSha256::State {
    SHA256_CTX work;
};

RunningSha256::RunningSha256() : state_(std::make_unique<State>()) {
    if (SHA256_Init(&state_->work) != 1) throw std::runtime_error("SHA-256 failed");
}
RunningSha256::~RunningSha256() = default;

void RunningSha256::add(std::string_view octets) {
    if (SHA256_Update(&state_->work, octets.data(), octets.size()) != 1) throw std::runtime_error("SHA-256 failed");
}

Sha256 RunningSha256::take() {
    Sha256 hash;
    if (SHA256_Final(hash.data(), &state_->work) != 1) throw std::runtime_error("SHA-256 failed");
    return hash;
}

std::string hexadecimal(std::span<const std::uint8_t> hash) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string digits;
    for (const std::uint8_t octet : hash) {
        digits += kDigits[octet >> 4];
        digits += kDigits[octet & 15];
    }
    return digits;
}

}  // namespace postvern::records
