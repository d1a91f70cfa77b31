// Mailbox: an address as the envelope of SMTP and LMTP carries it, and its strict grammar:
// dot-strings and quoted local parts, domains and address literals (RFC 5321 4.1.2, 4.1.3), UTF-8
// in both (RFC 6531 3.3). Pure; values.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "services/smtp/grammar/cursor.hpp"

namespace postvern::services::smtp::grammar {

// RFC 5321 4.5.3.1.1 to 4.5.3.1.3, in octets.
inline constexpr std::size_t kLocalPartLimit = 64;
inline constexpr std::size_t kDomainLimit = 255;
inline constexpr std::size_t kPathLimit = 256;  // angle brackets included

struct Mailbox {
    std::string local;  // quoting undone
    std::string
        domain;  // as written, or an address literal in its brackets; empty: "postmaster" alone

    // local@domain, the local part quoted where it must be.
    std::string text() const;
    bool is_ascii() const;
    bool operator==(const Mailbox&) const = default;
};

// Takes `Local-part "@" ( Domain / address-literal )`. Throws SyntaxError.
Mailbox take_mailbox(Cursor& cursor);
// Takes a domain or an address literal. Throws SyntaxError.
std::string take_host(Cursor& cursor);

// What a domain name or local part may hold beyond ASCII: well-formed UTF-8 without control
// characters.
bool is_clean_utf8(std::string_view text);

// atext of RFC 5322 3.2.3, and what RFC 6531 3.3 adds: any octet above 127.
bool is_atext(char c);

// Takes the string behind an opening quotation mark at the cursor, to its end. Throws SyntaxError.
std::string take_quoted_string(Cursor& cursor);

}  // namespace postvern::services::smtp::grammar
