#include "records/backup/placement.hpp"

#include <string>

#include "records/backup/files.hpp"
#include "records/errors.hpp"
#include "records/ledger/tile_name.hpp"

namespace postvern::records::backup {

namespace {

namespace fs = std::filesystem;

// SQLite's companions first: a log beside a database that it does not belong to would damage it.
constexpr const char* kSuffixes[] = {"-wal", "-shm", ""};

void discard(const fs::path& directory) {
    std::error_code failure;
    fs::remove_all(directory, failure);
    if (failure) throw Unavailable(directory.string() + ": " + failure.message());
}

// What `replaced` has already was there before an interrupted run: it is the original, and what
// lies in place is a part of that run.
void set_aside(const fs::path& data, const fs::path& replaced, const std::string& name) {
    const bool original_is_kept = fs::exists(replaced / name);
    for (const char* suffix : kSuffixes) {
        const fs::path file = data / (name + suffix);
        if (!fs::exists(file)) continue;
        if (original_is_kept) {
            if (!fs::remove(file)) throw Unavailable(file.string() + ": cannot be removed");
        } else {
            move_file(file, replaced / (name + suffix));
        }
    }
}

}  // namespace

void place(const fs::path& data) {
    const fs::path staged = data / kStaged;
    const fs::path replaced = data / kReplaced;
    discard(data / kDone);
    discard(ledger::tiles_in(data));  // of the store that goes; the next start makes them anew
    if (!fs::exists(replaced)) make_directory(replaced);
    for (const std::string_view each : kPlacementOrder) {
        const std::string name(each);
        set_aside(data, replaced, name);
        sync_directory(replaced);
        move_file(staged / name, data / name);
        sync_directory(data);
    }
    // From here on a folder `replaced` would tell of an interrupted run.
    move_file(replaced, data / kDone);
    sync_directory(data);
    discard(data / kDone);
    discard(staged);
}

}  // namespace postvern::records::backup
