// ENVELOPE and BODYSTRUCTURE as IMAP would print them, to compare parsed messages with expected
// text.
#pragma once

#include <string>
#include <string_view>

#include "records/message.hpp"

namespace postvern::records::test {

// One line, quoted strings without escapes; RFC 9051 7.5.2 order.
std::string dump(const Envelope& envelope);
// BODYSTRUCTURE with all extension data.
std::string dump(const BodyPart& part);
// Addresses alone: ((name route mailbox host)...)
std::string dump(const std::vector<Address>& list);

// The text with every "\n" made "\r\n": tests write messages the short way.
std::string crlf(std::string_view text);

// INTERNALDATE where it does not matter.
inline constexpr InternalDate kSomeDate{1'000'000'000, 60};

}  // namespace postvern::records::test
