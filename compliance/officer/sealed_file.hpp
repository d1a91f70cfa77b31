// A device's secrets under its passphrase: Argon2id (RFC 9106) makes the key, XSalsa20-Poly1305 (libsodium's secretbox)
// seals. docs/formats/disclosure-documents.md, "The device's file".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "compliance/officer/secret_text.hpp"

namespace postvern::compliance::officer {

struct HashingCost {
    std::uint64_t passes = 3;
    std::uint64_t memory = std::uint64_t{256} << 20;  // octets, 64 MiB to 4 GiB
};

std::string seal(std::string_view plain, std::string_view passphrase, const HashingCost& cost);

struct Opened {
    SecretText plain;
    HashingCost cost;
};
// Throws Failure for another passphrase, and for octets that were changed.
Opened open_sealed(std::string_view sealed, std::string_view passphrase);

}  // namespace postvern::compliance::officer
