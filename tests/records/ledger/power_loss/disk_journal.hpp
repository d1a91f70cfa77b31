// Sees every change that this process makes below a directory, by standing in for the C library's
// calls that change files, and tells what may lie there if the power had failed at any of them.
// Real files, SQLite's included; a file whose name ends in -shm (memory shared between processes)
// is left out. Thread-safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace postvern::tests {

struct Change {
    enum class Kind {
        create,
        write,
        truncate,
        sync,
        rename,
        remove,
        make_directory,
        sync_directory
    };
    Kind kind;
    std::string path{};        // below the directory; of a rename: the new one
    std::string former{};      // of a rename
    std::uint64_t file = 0;    // which file, whatever it is called
    std::uint64_t offset = 0;  // of a write; of a truncation: the new length
    std::string octets{};
};

// What lies on the disk.
struct DiskState {
    std::map<std::string, std::string> files;  // octets by path
    std::set<std::string> directories;
    void write_to(const std::filesystem::path& directory) const;
    friend auto operator<=>(const DiskState&, const DiskState&) = default;
};

// What the disk made of changes that were not yet made durable (by a sync of the file, or of the
// directory for its names) when the power failed.
enum class Unsynced {
    kept,
    dropped,
    mixed,  // each kept, dropped, or cut into sectors of which some are kept, at random; of names
            // some first ones
};

class DiskJournal {
  public:
    // Watches `directory`, whose sub-directories are there, until the object ends. One at a time.
    explicit DiskJournal(const std::filesystem::path& directory);
    ~DiskJournal();
    DiskJournal(const DiskJournal&) = delete;
    DiskJournal& operator=(const DiskJournal&) = delete;

    // From now on no change is taken in.
    void end();
    // How many changes there were so far.
    std::size_t size() const;
    const std::vector<Change>& changes() const { return changes_; }

    // After the first `count` changes, of the last of which, if it is a write, only `cut` octets
    // came through.
    DiskState after(std::size_t count, Unsynced unsynced, std::mt19937& random,
                    std::size_t cut = std::string::npos) const;

    // Called by the calls that stand in.
    void add(Change change);
    std::string inside(const char* path) const;            // empty: not watched
    std::uint64_t file_at(const std::string& path) const;  // 0: none

  private:
    std::string directory_;
    std::set<std::string> directories_;
    std::map<std::string, std::uint64_t> names_;
    std::vector<Change> changes_;
    std::uint64_t last_file_ = 0;
};

// While it is there syncs return at once: for what is written to be looked at, not to last.
class NoSyncs {
  public:
    NoSyncs();
    ~NoSyncs();
    NoSyncs(const NoSyncs&) = delete;
    NoSyncs& operator=(const NoSyncs&) = delete;
};

}  // namespace postvern::tests
