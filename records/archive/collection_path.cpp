#include "records/archive/collection_path.hpp"

#include <glib.h>

#include <algorithm>

#include "records/errors.hpp"
#include "records/net_unicode.hpp"

namespace postvern::records {

namespace {

void check_level(std::string_view level) {
    if (level.empty()) throw Unacceptable("a level of the name is empty");
    if (level.size() > kMaxLevelOctets) {
        throw Unacceptable("a level of the name is longer than 255 octets");
    }
    const bool control = std::any_of(level.begin(), level.end(), [](char octet) {
        return static_cast<unsigned char>(octet) < 0x20 || octet == 0x7f;
    });
    if (control) throw Unacceptable("the name has control characters");
}

bool is_inbox(std::string_view level) {
    return level.size() == 5 && g_ascii_strncasecmp(level.data(), "INBOX", 5) == 0;
}

}  // namespace

std::vector<std::string> split_path(std::string_view path) {
    const std::string normal = normalised(path);
    std::string_view rest = normal;
    if (rest.ends_with(kPathSeparator)) rest.remove_suffix(1);
    std::vector<std::string> levels;
    for (bool more = true; more;) {
        const std::size_t end = rest.find(kPathSeparator);
        const std::string_view level = rest.substr(0, end);
        check_level(level);
        levels.emplace_back(levels.empty() && is_inbox(level) ? "INBOX" : level);
        if (levels.size() > kMaxLevels) throw Unacceptable("the name has more than 32 levels");
        more = end != std::string_view::npos;
        if (more) rest.remove_prefix(end + 1);
    }
    return levels;
}

std::string join_path(const std::vector<std::string>& levels) {
    std::string path;
    for (const std::string& level : levels) {
        if (!path.empty()) path += kPathSeparator;
        path += level;
    }
    return path;
}

}  // namespace postvern::records
