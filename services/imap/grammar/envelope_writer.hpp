#pragma once

#include <string>

#include "records/message.hpp"
#include "services/imap/grammar/writer.hpp"

// ENVELOPE and BODYSTRUCTURE as RFC 9051 7.5.2 words them. Each appends one parenthesized list to
// `out`; pure, thread-safe.
namespace postvern::services::imap::grammar {

// <envelope>. Octets above 127 are quoted UTF-8 or literals as `mode` has it (see write_string).
void write_envelope(std::string& out, const records::Envelope& envelope, QuotedText mode);

// BODY shows the basic fields, BODYSTRUCTURE the extension data too.
enum class BodyFields { basic, extended };

// <body>, with all parts below. Throws std::logic_error for a multipart without parts.
void write_body_structure(std::string& out, const records::BodyPart& part, BodyFields fields,
                          QuotedText mode);

}  // namespace postvern::services::imap::grammar
