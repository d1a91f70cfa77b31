// Random octets that are asked for often, drawn from OpenSSL's generators 64 at a time: a call of a generator costs more
// than a small seal. Thread-safe: each thread has its own, and the child of a fork() draws anew. What was handed out
// does not stay. All throw std::runtime_error where the generator fails.
#pragma once

#include "records/vault/secret.hpp"

namespace postvern::records::vault {

constexpr std::size_t kNonceOctets = 12;
constexpr std::size_t kSeedOctets = 32;

// `out` has kNonceOctets. Of the generator for what others may see.
void draw_nonce(unsigned char* out);
// kSeedOctets. Of the generator for what nobody may see.
Secret draw_seed();

}  // namespace postvern::records::vault
