// SHA-256 (FIPS 180-4) of octets that come in pieces. Used by one thread.
#pragma once

#include <openssl/evp.h>

#include <memory>
#include <string_view>

#include "compliance/bag/openssl.hpp"
#include "records/sha256.hpp"

namespace postvern::compliance::bag {

class Digest {
  public:
    Digest() : context_(EVP_MD_CTX_new()) {
        require(context_ && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
    }
    void add(std::string_view octets) {
        require(EVP_DigestUpdate(context_.get(), octets.data(), octets.size()) == 1);
    }
    // Once; afterwards the digest is over.
    records::Sha256 take() {
        records::Sha256 hash;
        require(EVP_DigestFinal_ex(context_.get(), hash.data(), nullptr) == 1);
        return hash;
    }

  private:
    static void require(bool holds) {
        if (!holds) throw std::runtime_error("SHA-256 is not available: " + take_reason());
    }
    std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>> context_;
};

}  // namespace postvern::compliance::bag
