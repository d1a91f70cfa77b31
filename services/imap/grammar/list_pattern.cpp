#include "services/imap/grammar/list_pattern.hpp"

#include <cstddef>
#include <string>

#include "services/imap/grammar/characters.hpp"

namespace postvern::services::imap::grammar {

namespace {

// How many leading octets of `name` are compared without regard to case.  RFC 9051 5.1
std::size_t caseless_prefix(std::string_view name) {
    constexpr std::string_view kInbox = "INBOX";
    return name == kInbox || name.starts_with("INBOX/") ? kInbox.size() : 0;
}

}  // namespace

bool matches_list_pattern(std::string_view pattern, std::string_view name) {
    const std::size_t caseless = caseless_prefix(name);
    // places[i]: the pattern's first i octets match what was read of the name so far. A wildcard
    // may match nothing, so its place leads to the next at once.
    std::string places(pattern.size() + 1, '\0');
    const auto skip_wildcards = [&] {
        for (std::size_t i = 0; i < pattern.size(); ++i) {
            if (places[i] != 0 && (pattern[i] == '*' || pattern[i] == '%')) places[i + 1] = 1;
        }
    };
    places[0] = 1;
    skip_wildcards();
    std::string next(places.size(), '\0');
    for (std::size_t n = 0; n < name.size(); ++n) {
        next.assign(places.size(), '\0');
        for (std::size_t i = 0; i < pattern.size(); ++i) {
            if (places[i] == 0) continue;
            const char wanted = pattern[i];
            if (wanted == '*' || (wanted == '%' && name[n] != '/')) {
                next[i] = 1;
            } else if (wanted != '%' &&
                       (wanted == name[n] || (n < caseless && to_upper(wanted) == name[n]))) {
                next[i + 1] = 1;
            }
        }
        places.swap(next);
        skip_wildcards();
    }
    return places[pattern.size()] != 0;
}

}  // namespace postvern::services::imap::grammar
