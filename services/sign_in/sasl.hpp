// What SASL exchanges carry: base64 (RFC 4648 4) and the PLAIN message (RFC 4616 2), shared by the
// protocols that authenticate. Pure functions; they may be called concurrently.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "services/sign_in/secret.hpp"

namespace postvern::services::sign_in {

// No response that an honest client sends is longer, in octets of base64: three fields of
// 255 characters, each at most 4 octets (RFC 4616 2), and two NULs.
inline constexpr std::size_t kResponseLimit = 4096;

// Who wants to sign in.
struct Credentials {
    std::string name;  // as typed; the vault brings it into canonical form
    Secret password;
};

// Decodes `text` strictly: the alphabet of RFC 4648 4, padding in full, no spaces, unused bits
// zero. Absent: it is not base64, or longer than kResponseLimit. Empty text is an empty secret.
std::optional<Secret> decode_base64(std::string_view text);

// Reads the PLAIN message `[authzid] NUL authcid NUL passwd`. Absent: not of that form, not UTF-8,
// an empty or over-long field, or an authorization identity other than the authentication identity
// (no one acts for another here).  RFC 4616 2
std::optional<Credentials> parse_plain(std::string_view message);

// Whether `text` is a name or password that LOGIN and PLAIN may carry: 1 to 1020 octets of UTF-8
// (RFC 3629 4) without NUL.
bool is_acceptable(std::string_view text);

}  // namespace postvern::services::sign_in
