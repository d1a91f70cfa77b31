#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace postvern::services::imap::grammar {

// <base64>: groups of four, padded with "=", no other character, unused bits zero. Absent for
// anything else. The empty text gives the empty string. Of a secret the caller wipes the result
// (Secret does).  RFC 9051 9, RFC 4648 3.5 and 4
std::optional<std::string> decode_base64(std::string_view text);

// With padding, without line breaks; for SASL challenges.  RFC 4648 4
std::string encode_base64(std::string_view octets);

}  // namespace postvern::services::imap::grammar
