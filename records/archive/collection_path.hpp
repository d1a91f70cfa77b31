// Paths of collections: levels separated by '/'.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace postvern::records {

inline constexpr char kPathSeparator = '/';
inline constexpr std::size_t kMaxLevelOctets = 255;
inline constexpr std::size_t kMaxLevels = 32;

// The levels of `path`, normalised to NFC (RFC 5198 3), a trailing separator ignored; a first level of
// INBOX in any case is INBOX (RFC 9051 5.1). Throws Unacceptable, saying why, for an empty path or level,
// one that is too long or deep, no UTF-8, or has control characters.
std::vector<std::string> split_path(std::string_view path);

std::string join_path(const std::vector<std::string>& levels);

}  // namespace postvern::records
