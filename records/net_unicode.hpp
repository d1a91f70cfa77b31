// Net-Unicode: text of equal meaning in equal octets. Thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace postvern::records {

// `text` in Unicode normalisation form C, so that a name typed on one system is found from another
// that composes its accents otherwise. Throws Unacceptable where it is no UTF-8 or holds NUL.  RFC 5198 3
std::string normalised(std::string_view text);

}  // namespace postvern::records
