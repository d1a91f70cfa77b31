// Unsigned numbers as octets, most significant first, as they stand in leaves and records.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace postvern::records::ledger {

template <std::unsigned_integral Number>
void append_big_endian(std::string& octets, Number number) {
    for (std::size_t i = sizeof(Number); i-- > 0;) {
        octets.push_back(static_cast<char>(static_cast<std::uint64_t>(number) >> (8 * i) & 0xff));
    }
}

// `octets` holds at least sizeof(Number) from `offset` on.
template <std::unsigned_integral Number>
Number big_endian(std::string_view octets, std::size_t offset = 0) {
    std::uint64_t number = 0;
    for (const char octet : octets.substr(offset, sizeof(Number))) {
        number = number << 8 | static_cast<unsigned char>(octet);
    }
    return static_cast<Number>(number);
}

}  // namespace postvern::records::ledger
