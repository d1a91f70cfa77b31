// Addresses in the one form in which they are compared. Functions without state: thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace postvern::records {

struct MailAddress {
    std::string local;   // lower case, NFC, unquoted, without sub-address
    std::string domain;  // lower case A-labels (RFC 5890 2.3.2.1)

    std::string text() const { return local + '@' + domain; }
};

inline constexpr std::size_t kMaxLocalOctets = 64;    // RFC 5321 4.5.3.1.1
inline constexpr std::size_t kMaxDomainOctets = 255;  // RFC 5321 4.5.3.1.2

// `text` as local@domain, the sub-address ("+tag") cut off (RFC 5233 1). Absent unless it is an address:
// UTF-8 allowed (RFC 6531 3.3), no control characters, no blanks outside of a quoted local part.
std::optional<MailAddress> parse_mail_address(std::string_view text);

// The canonical form of a domain, from A-labels or U-labels. Absent unless it is one.
std::optional<std::string> canonical_domain(std::string_view text);

}  // namespace postvern::records
