// Command lines of SMTP and LMTP: the verb, and for each verb its arguments. Pure; every function
// throws SyntaxError with an offset into the text that it was given.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "services/smtp/grammar/mailbox.hpp"

namespace postvern::services::smtp::grammar {

// A line without its CRLF, split at the verb.
struct CommandLine {
    std::string verb;            // upper case, 1 to 16 letters and digits
    std::string_view arguments;  // behind the one space; empty where there are none
    bool has_arguments = false;  // whether there was a space at all
};
CommandLine parse_command_line(std::string_view line);

// The most octets a line of `verb` may have, CRLF included: 512 (RFC 5321 4.5.3.1.4), and what the
// extensions add.
std::size_t line_limit(std::string_view verb);
// The longest of them: AUTH with its initial response.
inline constexpr std::size_t kLongestLine = 4096 + 32;

// `Domain / address-literal` of EHLO and LHLO. Names that are none, as some clients send them
// ("my_laptop"), are taken if they are printable ASCII without spaces: nothing depends on them.
std::string parse_hello(std::string_view arguments);

struct MailCommand {
    std::optional<Mailbox> sender;      // absent: the null reverse-path "<>"
    std::optional<std::uint64_t> size;  // RFC 1870 6
    bool eight_bit = false;             // BODY=8BITMIME
    bool utf8 = false;                  // SMTPUTF8, RFC 6531 3.4
};
// A parameter that is unknown or not on offer, e.g. BODY=BINARYMIME: 555 (RFC 5321 4.1.1.11).
struct UnknownParameter : SyntaxError {
    using SyntaxError::SyntaxError;
};
// "FROM:<...>" and parameters, each at most once. AUTH= is read and ignored: nobody vouches for
// another here. Throws UnknownParameter, too.
MailCommand parse_mail(std::string_view arguments);

// "TO:<...>"; "<postmaster>" without a domain is known (RFC 5321 4.1.1.3). No parameter is. Throws
// UnknownParameter, too.
Mailbox parse_recipient(std::string_view arguments);

struct ChunkCommand {
    std::uint64_t octets = 0;
    bool is_last = false;
};
// `chunk-size [ SP "LAST" ]`.  RFC 3030 2
ChunkCommand parse_chunk(std::string_view arguments);

struct AuthCommand {
    std::string mechanism;  // upper case
    // The initial response as base64; "" for the empty one that is written "=".  RFC 4954 4
    std::optional<std::string_view> initial_response;
};
AuthCommand parse_auth(std::string_view arguments);

// For commands that take no arguments. Trailing spaces are let pass (RFC 5321 4.1.1).
void expect_no_arguments(std::string_view arguments);

}  // namespace postvern::services::smtp::grammar
