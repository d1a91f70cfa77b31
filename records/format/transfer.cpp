// Content without its transfer encoding.  RFC 2045 6, RFC 3516
#include "records/format/gmime.hpp"
#include "records/message_section.hpp"

namespace postvern::records {
namespace {

bool is_identity(std::string_view encoding) {
    return encoding == "7bit" || encoding == "8bit" || encoding == "binary";
}

}  // namespace

bool is_known_encoding(std::string_view encoding) {
    return is_identity(encoding) || encoding == "base64" || encoding == "quoted-printable";
}

std::optional<std::string> decode_part(std::string_view body, std::string_view encoding) {
    if (is_identity(encoding)) return std::string(body);
    if (encoding == "base64") return format::decode_base64(body);
    if (encoding == "quoted-printable") return format::decode_quoted_printable(body);
    return std::nullopt;
}

}  // namespace postvern::records
