#pragma once

#include <string_view>

namespace postvern::services::imap::grammar {

// Whether the mailbox `name` matches `pattern` (both UTF-8): "*" stands for any octets, "%" for any
// but the delimiter '/', INBOX and the levels below it match in any case. Takes time in proportion
// to the product of both lengths, whatever the pattern.  RFC 9051 6.3.9
bool matches_list_pattern(std::string_view pattern, std::string_view name);

}  // namespace postvern::services::imap::grammar
