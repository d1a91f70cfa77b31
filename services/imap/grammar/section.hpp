#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace postvern::services::imap::grammar {

// Which text of a part BODY[...] means.  RFC 9051 6.4.5.1
enum class SectionText { all, header, header_fields, header_fields_not, text, mime };

// Deepest part reference accepted ("1.2.3..."), and most names in HEADER.FIELDS. Limits of this
// server.
inline constexpr std::size_t kPartDepthLimit = 64;
inline constexpr std::size_t kHeaderFieldLimit = 256;

// <section>: a part (1-based numbers, empty for the whole message) and what of it.
struct Section {
    std::vector<std::uint32_t> part;
    SectionText text = SectionText::all;
    std::vector<std::string> fields;  // of HEADER.FIELDS[.NOT], as the client spelt them

    bool operator==(const Section&) const = default;
};

// <partial>: octets from `offset` (0-based), at most `length` (>= 1).  RFC 9051 9
struct Partial {
    std::uint64_t offset;
    std::uint64_t length;

    bool operator==(const Partial&) const = default;
};

}  // namespace postvern::services::imap::grammar
