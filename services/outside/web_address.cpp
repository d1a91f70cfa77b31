#include "services/outside/web_address.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace postvern::services::outside {

namespace {

constexpr std::size_t kLongest = 2048;  // octets

void require(bool holds, const char* what) {
    if (!holds) throw std::invalid_argument(what);
}

bool is_plain(char character) {
    return character > ' ' && character < '\x7f' && character != '?' && character != '#' &&
           character != '@' && character != '\\' && character != '"';
}

bool takes_off(std::string_view& text, std::string_view beginning) {
    if (!text.starts_with(beginning)) return false;
    text.remove_prefix(beginning.size());
    return true;
}

}  // namespace

WebAddress WebAddress::parse(std::string_view text) {
    WebAddress address;
    require(text.size() <= kLongest, "is too long");
    require(std::all_of(text.begin(), text.end(), is_plain),
            "may hold no blanks, query, fragment or user");
    address.encrypted = takes_off(text, "https://");
    require(address.encrypted || takes_off(text, "http://"), "must begin with http:// or https://");
    const auto slash = std::min(text.find('/'), text.size());
    std::string_view place = text.substr(0, slash);
    address.path = text.substr(slash);
    while (address.path.ends_with('/')) address.path.pop_back();

    if (takes_off(place, "[")) {
        const auto end = place.find(']');
        require(end != std::string_view::npos, "lacks a ]");
        address.host = place.substr(0, end);
        place.remove_prefix(end + 1);
    } else {
        const auto colon = std::min(place.find(':'), place.size());
        address.host = place.substr(0, colon);
        place.remove_prefix(colon);
    }
    require(!address.host.empty(), "names no host");
    address.port = address.encrypted ? 443 : 80;
    if (place.empty()) return address;
    require(takes_off(place, ":"), "has something between host and path that is no port");
    const auto [end, failure] =
        std::from_chars(place.data(), place.data() + place.size(), address.port);
    require(failure == std::errc() && end == place.data() + place.size() && address.port > 0,
            "has a port that is none");
    return address;
}

std::string WebAddress::authority() const {
    const bool is_version_6 = host.find(':') != std::string::npos;
    return (is_version_6 ? '[' + host + ']' : host) + ':' + std::to_string(port);
}

}  // namespace postvern::services::outside
