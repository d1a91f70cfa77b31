#include "records/sha256.hpp"

#include <openssl/evp.h>

#include <memory>
#include <new>
#include <stdexcept>

namespace postvern::records {

namespace {

// Fetched once: an implicit fetch per hash halves the speed and contends between threads.
const EVP_MD* algorithm() {
    static const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> sha256_once(
        EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_free);
    if (!sha256_once) throw std::runtime_error("OpenSSL offers no SHA-256");
    return sha256_once.get();
}

EVP_MD_CTX* context() {
    thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> own(
        EVP_MD_CTX_new(), EVP_MD_CTX_free);
    if (!own) throw std::bad_alloc();
    return own.get();
}

}  // namespace

Sha256 sha256(std::initializer_list<std::string_view> parts) {
    EVP_MD_CTX* const work = context();
    Sha256 hash;
    bool good = EVP_DigestInit_ex2(work, algorithm(), nullptr) == 1;
    for (const std::string_view part : parts) {
        good = good && EVP_DigestUpdate(work, part.data(), part.size()) == 1;
    }
    if (!good || EVP_DigestFinal_ex(work, hash.data(), nullptr) != 1) {
        throw std::runtime_error("SHA-256 failed");
    }
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
