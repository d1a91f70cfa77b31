// Where on the web somebody outside of the house is asked: http or https, a host, a port, a path. A
// plain value.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace postvern::services::outside {

struct WebAddress {
    bool encrypted = false;
    std::string host;  // a name or an address; of IPv6 without brackets
    std::uint16_t port = 0;
    std::string path;  // empty, or begins with '/' and does not end with one

    // Throws std::invalid_argument, which says what is wrong, for anything but
    // http://HOST[:PORT][/PATH] and the same with https.
    static WebAddress parse(std::string_view text);
    // As a Host field names it.  RFC 9110 7.2
    std::string authority() const;
};

}  // namespace postvern::services::outside
