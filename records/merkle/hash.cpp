#include "records/merkle/hash.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <new>
#include <stdexcept>

namespace postvern::records::merkle {

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

Hash digest(std::initializer_list<std::string_view> parts) {
    EVP_MD_CTX* const work = context();
    Hash result;
    bool good = EVP_DigestInit_ex2(work, algorithm(), nullptr) == 1;
    for (const std::string_view part : parts) {
        good = good && EVP_DigestUpdate(work, part.data(), part.size()) == 1;
    }
    if (!good || EVP_DigestFinal_ex(work, result.data(), nullptr) != 1) {
        throw std::runtime_error("SHA-256 failed");
    }
    return result;
}

}  // namespace

Hash empty_root() { return digest({}); }

Hash leaf_hash(std::string_view leaf) { return digest({std::string_view("\0", 1), leaf}); }

Hash node_hash(const Hash& left, const Hash& right) {
    return digest({std::string_view("\1", 1), octets(left), octets(right)});
}

Hash hash_from(std::string_view octets) {
    if (octets.size() != kHashSize) throw std::logic_error("a hash has 32 octets");
    Hash hash;
    std::copy(octets.begin(), octets.end(), hash.begin());
    return hash;
}

}  // namespace postvern::records::merkle
