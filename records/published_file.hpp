// The files of a site that are for everybody: the access record's tiles, and the statistics.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace postvern::records {

// The octets of the file `name` below DATA_DIR: `tiles/...` or `statistics/...`, of lower-case letters, digits, dots and
// slashes, without a part that begins with a dot. Absent for every other name, where there is no such
// file, and for one over 1 MiB. Thread-safe; *blocking*.
std::optional<std::string> published_file(const std::filesystem::path& data, std::string_view name);

}  // namespace postvern::records
