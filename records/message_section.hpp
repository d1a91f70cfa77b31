// Sections of a message: which octets answer BODY[1.2.MIME] and its like, header subsets, and the
// content of a part without its transfer encoding (BINARY).
// Thread safety: functions of their arguments; may be called concurrently.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "records/message.hpp"

namespace postvern::records {

enum class SectionKind : std::uint8_t {
    whole,   // BODY[], BODY[1.2]
    header,  // BODY[HEADER], BODY[1.HEADER]; cut a HEADER.FIELDS subset from this with
             // filter_header()
    text,    // BODY[TEXT], BODY[1.TEXT]
    mime,    // BODY[1.MIME]
};

// Part numbers as in a section specification, 1-based; empty means the message itself.
using PartPath = std::span<const std::uint32_t>;

// The part of that number, or null where the message has none. Part 1 of a message that is not
// multipart is its body. The empty path gives the root.  RFC 9051 6.4.5.1
const BodyPart* find_part(const BodyPart& root, PartPath path);

// The octets of a section, or nullopt where it does not exist: no such part, HEADER or TEXT of a
// part that is no message, MIME without a part number.  RFC 9051 6.4.5.1
std::optional<OctetRange> locate_section(const BodyPart& root, PartPath path, SectionKind kind);

enum class FieldChoice : std::uint8_t { keep, drop };  // HEADER.FIELDS, HEADER.FIELDS.NOT

// The fields of `header` (a header block, blank line included) whose names are among `names` (any
// case), or are not, as they stand and in their order; then the blank line, unless `header` has
// none. RFC 9051 6.4.5.1
std::string filter_header(std::string_view header, const std::vector<std::string>& names,
                          FieldChoice choice);

// Octets of the range, cut from the message. Throws std::out_of_range where they lie outside of it.
std::string_view cut(std::string_view message, OctetRange range);

// Whether decode_part() knows this Content-Transfer-Encoding (lower case).
bool is_known_encoding(std::string_view encoding);

// The content of a part (its `body` octets) without the transfer encoding: 7bit, 8bit, binary,
// base64 or quoted-printable; damage in base64 is skipped over. nullopt for any other encoding, to
// which IMAP answers NO [UNKNOWN-CTE]. Charset and line ends stay.  RFC 9051 6.4.5, RFC 3516
std::optional<std::string> decode_part(std::string_view body, std::string_view encoding);

}  // namespace postvern::records
