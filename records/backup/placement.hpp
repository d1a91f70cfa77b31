// The exchange of a site's databases for staged ones, by renaming. Crash states:
// docs/formats/backup.md.
#pragma once

#include <array>
#include <filesystem>
#include <string_view>

namespace postvern::records::backup {

// The ledger last: until it is in place, the one that is there contradicts the anchor, and no start
// mistakes a mixture for a store.
inline constexpr std::array<std::string_view, 3> kPlacementOrder = {"content.db", "keys.db",
                                                                    "ledger.db"};

// Folders in DATA_DIR.
inline constexpr std::string_view kStaged = "restoring";  // what is to be put in place
inline constexpr std::string_view kReplaced =
    "replaced";  // what it replaces, until all is in place
inline constexpr std::string_view kDone = "replaced.done";

// Moves the databases of `data`/restoring into `data` and removes what they replaced. Started again
// after a crash, with the staged files made anew, it comes to the same end. Throws Unavailable.
void place(const std::filesystem::path& data);

}  // namespace postvern::records::backup
