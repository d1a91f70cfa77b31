// Header blocks: one field after the other, as octets. Lines that are no field (an mbox "From "
// line, a line without colon) are passed over, with what is folded into them.
// Thread safety: values; borrows the header block.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace postvern::records::format {

// One line of `text` from `begin`, line end included; empty at the end of the text.
std::string_view line_at(std::string_view text, std::size_t begin);

// Whether a line is nothing but its line end: it ends a header.
constexpr bool is_blank_line(std::string_view line) { return line == "\r\n" || line == "\n"; }

struct Field {
    std::string_view name;   // as written
    std::string_view value;  // after the colon, still folded, at most kMaxFieldOctets
    std::string_view raw;    // the whole field with its line end

    bool is(std::string_view other) const;  // names compare without case
};

// Walks the fields of a header block, up to its blank line or end.  RFC 5322 2.2, 3.6.8, 4.5
class FieldReader {
  public:
    explicit FieldReader(std::string_view header) : header_(header) {}

    // The next field, or nullopt after the last.
    std::optional<Field> next();

  private:
    std::string_view header_;
    std::size_t position_ = 0;
};

// The value on one line: line ends (and NUL, which no IMAP string can carry) removed, white space
// at both ends trimmed.  RFC 5322 2.2.3
std::string unfold(std::string_view value);

}  // namespace postvern::records::format
