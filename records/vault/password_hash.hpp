// Argon2id (RFC 9106): makes guessing a chosen password dear. Thread-safe; one call takes tens of
// milliseconds and PasswordCost::memory_kib of memory.
#pragma once

#include <cstdint>
#include <string_view>

#include "records/vault/secret.hpp"
#include "records/vault/vault.hpp"

namespace postvern::records::vault {

// 32 octets. `secret` is a key without which guessing is impossible; it and `associated` may be
// empty. Throws Unavailable when there is no memory, std::logic_error for a cost or salt (8 octets
// at least) that Argon2 does not take.
Secret argon2id(std::string_view password, std::string_view salt, std::string_view secret,
                std::string_view associated, const PasswordCost& cost);

// How many passwords this process has hashed: what sign-ins cost.
std::uint64_t passwords_hashed() noexcept;

}  // namespace postvern::records::vault
