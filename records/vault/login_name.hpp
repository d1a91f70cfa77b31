// Names and passwords as somebody typed them, brought to the one form in which they are compared
// (PRECIS, RFC 8265). Functions without state: thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace postvern::records {

// The canonical form of a login name: full and half width letters mapped to their common form,
// lower case, Unicode normalisation form C (UsernameCaseMapped, RFC 8265 3.3; its rule for scripts
// written from right to left is not applied). Absent: empty, over 512 octets, no UTF-8, or with
// other characters than letters, digits, combining marks and printable ASCII without the space.
std::optional<std::string> canonical_login_name(std::string_view typed);

// The form of a chosen password that is hashed: every space character mapped to U+0020,
// normalisation form C (OpaqueString, RFC 8265 4.2). Absent: empty, over 1024 octets, no UTF-8, or
// with controls.
std::optional<std::string> prepared_password(std::string_view typed);

}  // namespace postvern::records
