#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/imap/grammar/command.hpp"

// Pieces of server responses, appended to `out`. Whatever the input, what is written is one token
// of RFC 9051 9: nothing that a stranger put into a message can end a line early. No function
// writes a space or CRLF around its token. Pure, thread-safe.
namespace postvern::services::imap::grammar {

// Whether quoted strings may hold UTF-8: after ENABLE IMAP4rev2 (RFC 9051 4.3) or UTF8=ACCEPT (RFC
// 6855 3) only. Else octets above 127 go out in literals (RFC 3501 4.3).
enum class QuotedText { ascii, utf8 };

// <string>: quoted where the text allows, else a literal. NULs are left out: no string may hold
// them (RFC 9051 9).
void write_string(std::string& out, std::string_view text, QuotedText mode);

// <nstring>: NIL if absent.
void write_nstring(std::string& out, const std::optional<std::string>& text, QuotedText mode);

// <astring>: bare where the text allows and could not be taken for NIL.
void write_astring(std::string& out, std::string_view text, QuotedText mode);

// <mailbox>, from UTF-8, in the client's encoding.
void write_mailbox(std::string& out, std::string_view utf8, MailboxEncoding encoding);

void write_number(std::string& out, std::uint64_t number);

// "{N}" CRLF or "~{N}" CRLF: the octets follow. A plain literal must not hold NUL (RFC 9051 4.3.1).
enum class LiteralKind { text, binary };
void write_literal_header(std::string& out, std::uint64_t octets, LiteralKind kind);

// "(\Seen $Forwarded)". Unknown flags are not written: RFC 9051 9, flag-extension.
void write_flags(std::string& out, const FlagSet& flags);

// <date-time> with its quotes.
void write_date_time(std::string& out, const DateTime& moment);

// <resp-text>: printable ASCII as it is, "?" for any other octet.  RFC 9051 9, text
void write_text(std::string& out, std::string_view text);

// The name of a FETCH answer as RFC 9051 9 (msg-att-static) wants it: "BODY[1.HEADER]<0>",
// "RFC822.TEXT", "BINARY[1]<0>", "BINARY.SIZE[1]", "ENVELOPE". The partial's length is not
// repeated, nor is ".PEEK".
void write_fetch_name(std::string& out, const FetchAttribute& attribute);

// "UIDNEXT" and so on.
std::string_view status_item_name(StatusItem item) noexcept;

}  // namespace postvern::services::imap::grammar
