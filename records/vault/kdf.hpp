// HMAC-SHA256 (RFC 2104) and HKDF-SHA256 (RFC 5869). Thread-safe; the algorithm is fetched once and
// each thread keeps a context.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "records/vault/secret.hpp"

namespace postvern::records::vault {

inline constexpr std::size_t kHashSize = 32;

// 32 octets. The key may have any length.
Secret hmac(std::string_view key, std::string_view message);

// A pseudorandom key of 32 octets. RFC 5869 2.2
Secret extract(std::string_view salt, std::string_view input);

// `size` octets (at most Secret::kCapacity) for the use named by `info`. RFC 5869 2.3
Secret expand(std::string_view pseudorandom_key, std::string_view info, std::size_t size);

}  // namespace postvern::records::vault
