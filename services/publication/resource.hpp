// What the server publishes: which file a request is answered with. Pure function.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace postvern::services::publication {

struct Resource {
    std::string file;          // below DATA_DIR
    std::string_view type;     // media type
    bool is_immutable;         // never changes: may be kept by caches
};

// Of a request's target: `/metrics` and `/statistics.json`, the statistics, and below `/ledger/` the files of a tiled log
// (C2SP tlog-tiles). Absent for everything else; no other file can be named.
std::optional<Resource> resource_at(std::string_view target);

}  // namespace postvern::services::publication
