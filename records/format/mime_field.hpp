// Content-Type, Content-Disposition and their siblings.
// Thread safety: functions of their arguments, which are unfolded field values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "records/message.hpp"

namespace postvern::records::format {

struct MediaType {
    std::string type;     // lower case
    std::string subtype;  // lower case
    std::vector<Parameter> parameters;
};

// A Content-Type, or nullopt where type or subtype is missing or no token (the default holds then).
// Parameters that make no sense are left out.  RFC 2045 5.1
std::optional<MediaType> parse_media_type(std::string_view value);

// A Content-Disposition, or nullopt where it does not begin with a token.  RFC 2183 2
std::optional<Disposition> parse_disposition(std::string_view value);

// The first token in lower case, or nullopt: Content-Transfer-Encoding.  RFC 2045 6.1
std::optional<std::string> parse_token(std::string_view value);

// Tokens separated by commas: Content-Language.  RFC 3282 2
std::vector<std::string> parse_token_list(std::string_view value);

}  // namespace postvern::records::format
