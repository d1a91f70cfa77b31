// What a sealed period key says of itself, and what a holder reads before helping to open it.
// Values; functions thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "records/threshold/octets.hpp"

namespace postvern::records::threshold {

struct Label {
    static constexpr std::size_t kSize = 97;  // octets

    Octets<16> site;
    Octets<32> account;       // account_id
    std::uint8_t data_class;  // 1 mail, 2 calendar, 3 contacts, 4 files, ...; never 0
    std::int64_t day;         // UTC, counted from 1970-01-01
    std::uint64_t key_id;
    Octets<32> commitment;  // to the period key, as records make it (docs/formats/keys.md)

    // The fields in this order, numbers big-endian, the day in two's complement.
    std::string encode() const;
    // Throws Malformed.
    static Label decode(std::string_view octets);

    friend bool operator==(const Label&, const Label&) = default;
};

// The account in labels: SHA-256 over a domain, the account's salt and its canonical primary
// address. A holder who has the address from the order and the salt from the request makes it anew;
// a label alone names nobody.
Octets<32> account_id(const Octets<32>& salt, std::string_view canonical_address);

}  // namespace postvern::records::threshold
