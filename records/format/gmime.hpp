// The door to GMime and GLib: started once, results owned. No other file names their types.
// Thread safety: all functions may be called concurrently.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace postvern::records::format {

// The text of an unfolded header value in UTF-8: RFC 2047 words decoded, octets above 127 taken as
// UTF-8 or else as ISO 8859-1.
std::string decode_header_text(const std::string& value);

// `body` without base64 or quoted-printable; damage is skipped over, missing padding supplied.
std::string decode_base64(std::string_view body);
std::string decode_quoted_printable(std::string_view body);

// A call for each piece of text; false: enough.
using TextSink = std::function<bool(std::string_view utf8)>;

// Gives `text` to the sink as UTF-8, in pieces of bounded size. An unknown charset, and us-ascii
// with octets above 127, is taken as UTF-8 where it is that, else as ISO 8859-1; octets that the
// charset does not have become U+FFFD. Returns false if the sink did.
bool convert_text(std::string_view text, const std::string& charset, const TextSink& sink);

// Valid UTF-8 of any length for comparison: compatibility decomposition, then case folding.
// Unicode 15 3.13 (D145)
std::string fold_case(std::string_view utf8);

// Replaces what is not UTF-8 with U+FFFD.
std::string valid_utf8(std::string_view text);

struct ParsedDate {
    int year = 0;
    int month = 0;          // 1 to 12
    int day = 0;            // 1 to 31, in the zone of the date
    long long seconds = 0;  // since 1970-01-01T00:00:00Z
};

// An RFC 5322 date with its obsolete forms, or nullopt.
std::optional<ParsedDate> decode_date(const std::string& value);

}  // namespace postvern::records::format
