#pragma once

#include <optional>
#include <string>
#include <string_view>

// The encoding of mailbox names that IMAP4rev1 uses.
namespace postvern::services::imap::grammar {

// UTF-8 to modified UTF-7. Total for valid UTF-8; invalid input throws std::invalid_argument.
// RFC 3501 5.1.3
std::string encode_modified_utf7(std::string_view utf8);

// Modified UTF-7 to UTF-8. Absent unless canonical: no 8-bit octets, no superfluous shifts, no
// encoded printable ASCII, no unpaired surrogates, no non-zero padding bits.  RFC 3501 5.1.3
std::optional<std::string> decode_modified_utf7(std::string_view wire);

}  // namespace postvern::services::imap::grammar
