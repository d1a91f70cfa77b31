// SHA-256 (FIPS 180-4). Thread-safe; takes no memory. Throws std::runtime_error where
// OpenSSL fails.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace postvern::records {

using Sha256 = std::array<std::uint8_t, 32>;

// Of the octets of `parts`, one after the other.
Sha256 sha256(std::initializer_list<std::string_view> parts);
inline Sha256 sha256(std::string_view octets) { return sha256({octets}); }

// The octets of `hash`; borrowed from it.
inline std::string_view octets(const Sha256& hash) noexcept {
    return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

// A hash or the first octets of one, in digits and small letters.
std::string hexadecimal(std::span<const std::uint8_t> hash);

}  // namespace postvern::records
