// Replies: code, enhanced status code and text, of one line or more.  RFC 5321 4.2, RFC 2034 4.
// Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace postvern::services::smtp::grammar {

// class.subject.detail; the class is the first digit of the reply's code.  RFC 3463
struct Enhanced {
    std::uint8_t subject = 0;
    std::uint16_t detail = 0;
    bool operator==(const Enhanced&) const = default;
};

struct Reply {
    std::uint16_t code = 250;  // 200 to 599
    // Absent in the greeting, in replies to EHLO, HELO and LHLO, and in 3xx ones.  RFC 2034 4
    std::optional<Enhanced> enhanced;
    std::string text;  // lines apart by LF; octets that are not printable ASCII are written as '?'

    bool is_error() const { return code >= 400; }
    bool operator==(const Reply&) const = default;
};

// Appends `reply` to `output`: lines "CODE-", the last one "CODE ", each with CRLF and with the
// enhanced code.
void write(std::string& output, const Reply& reply);

}  // namespace postvern::services::smtp::grammar
