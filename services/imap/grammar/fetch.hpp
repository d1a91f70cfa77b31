#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "services/imap/grammar/section.hpp"

// What FETCH may ask for.  RFC 9051 6.4.5, RFC 3501 6.4.5
namespace postvern::services::imap::grammar {

// Most attributes in one FETCH. A limit of this server.
inline constexpr std::size_t kFetchAttributeLimit = 256;

enum class FetchItem { envelope, flags, internal_date, rfc822_size, body, body_structure, uid };

// Whether the fetch marks the message \Seen: BODY[] does, BODY.PEEK[] does not.
enum class SeenEffect { marks_seen, peeks };

// The name under which the answer goes out: RFC822* are rev1's aliases of BODY[...].
enum class SectionAlias { body, rfc822, rfc822_header, rfc822_text };

// BODY[section]<partial>, RFC822 (= BODY[]), RFC822.HEADER (= BODY.PEEK[HEADER]), RFC822.TEXT
// (= BODY[TEXT]).
struct FetchSection {
    Section section;
    std::optional<Partial> partial;
    SeenEffect effect = SeenEffect::marks_seen;
    SectionAlias alias = SectionAlias::body;

    bool operator==(const FetchSection&) const = default;
};

// BINARY[part]<partial>: transfer encoding removed.  RFC 9051 6.4.5, RFC 3516 4.2
struct FetchBinary {
    std::vector<std::uint32_t> part;
    std::optional<Partial> partial;
    SeenEffect effect = SeenEffect::marks_seen;

    bool operator==(const FetchBinary&) const = default;
};

// BINARY.SIZE[part]: never marks \Seen.
struct FetchBinarySize {
    std::vector<std::uint32_t> part;

    bool operator==(const FetchBinarySize&) const = default;
};

using FetchAttribute = std::variant<FetchItem, FetchSection, FetchBinary, FetchBinarySize>;

}  // namespace postvern::services::imap::grammar
