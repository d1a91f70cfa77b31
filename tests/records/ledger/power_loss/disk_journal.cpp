#include "tests/records/ledger/power_loss/disk_journal.hpp"

#include <algorithm>
#include <fstream>

#include "tests/records/ledger/power_loss/system_calls.hpp"

namespace postvern::tests {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kSector = 512;  // octets that a disk writes as one

std::string parent_of(const std::string& path) { return fs::path(path).parent_path().string(); }

bool changes_names(const Change& change) {
    using enum Change::Kind;
    return change.kind == create || change.kind == rename || change.kind == remove ||
           change.kind == make_directory;
}
bool changes_octets(const Change& change) {
    return change.kind == Change::Kind::write || change.kind == Change::Kind::truncate;
}

void put(std::string& file, std::uint64_t offset, std::string_view octets) {
    if (octets.empty()) return;
    if (file.size() < offset + octets.size()) file.resize(offset + octets.size());
    file.replace(offset, octets.size(), octets);
}

// Sectors of a write, each kept or not.
void put_some(std::string& file, const Change& write, std::mt19937& random) {
    for (std::size_t at = 0; at < write.octets.size();) {
        const std::size_t length =
            std::min(kSector - (write.offset + at) % kSector, write.octets.size() - at);
        if (random() % 2 == 0)
            put(file, write.offset + at, std::string_view(write.octets).substr(at, length));
        at += length;
    }
}

}  // namespace

void DiskState::write_to(const fs::path& directory) const {
    fs::remove_all(directory);
    fs::create_directory(directory);
    for (const std::string& each : directories) fs::create_directories(directory / each);
    for (const auto& [name, octets] : files)
        std::ofstream(directory / name, std::ios::binary) << octets;
}

DiskJournal::DiskJournal(const fs::path& directory) : directory_(directory.string()) {
    for (const auto& each : fs::recursive_directory_iterator(directory)) {
        directories_.insert(each.path().lexically_relative(directory).string());
    }
    watch(this);
}

DiskJournal::~DiskJournal() { end(); }
void DiskJournal::end() { watch(nullptr); }

std::size_t DiskJournal::size() const {
    const auto held = hold_still();
    return changes_.size();
}

std::string DiskJournal::inside(const char* path) const {
    const std::string_view text(path);
    if (!text.starts_with(directory_ + '/') || text.ends_with("-shm")) return {};
    return std::string(text.substr(directory_.size() + 1));
}

std::uint64_t DiskJournal::file_at(const std::string& path) const {
    const auto found = names_.find(path);
    return found == names_.end() ? 0 : found->second;
}

void DiskJournal::add(Change change) {
    using enum Change::Kind;
    switch (change.kind) {
        case create:
            change.file = names_[change.path] = ++last_file_;
            break;
        case rename:
            change.file = names_[change.path] = file_at(change.former);
            names_.erase(change.former);
            break;
        case remove:
            names_.erase(change.path);
            break;
        default:
            break;
    }
    changes_.push_back(std::move(change));
}

DiskState DiskJournal::after(std::size_t count, Unsynced unsynced, std::mt19937& random,
                             std::size_t cut) const {
    // Backwards: what a later sync made durable.
    std::vector<bool> durable(count);
    std::set<std::uint64_t> synced_files;
    std::set<std::string> synced_directories;
    for (std::size_t i = count; i-- > 0;) {
        const Change& change = changes_[i];
        if (change.kind == Change::Kind::sync) synced_files.insert(change.file);
        if (change.kind == Change::Kind::sync_directory) synced_directories.insert(change.path);
        durable[i] = changes_names(change) ? synced_directories.contains(parent_of(change.path))
                                           : synced_files.contains(change.file);
    }
    const std::size_t names_until = unsynced == Unsynced::kept      ? count
                                    : unsynced == Unsynced::dropped ? 0
                                                                    : random() % (count + 1);
    std::map<std::uint64_t, std::string> octets;
    std::map<std::string, std::uint64_t> names;
    DiskState state{{}, directories_};
    for (std::size_t i = 0; i < count; ++i) {
        const Change& change = changes_[i];
        if (changes_names(change) && !durable[i] && i >= names_until) continue;
        if (change.kind == Change::Kind::create || change.kind == Change::Kind::rename) {
            names.erase(change.former);
            names[change.path] = change.file;
        } else if (change.kind == Change::Kind::remove) {
            names.erase(change.path);
            state.directories.erase(change.path);
        } else if (change.kind == Change::Kind::make_directory) {
            state.directories.insert(change.path);
        } else if (changes_octets(change)) {
            const auto fate = durable[i] || unsynced == Unsynced::kept ? 0U
                              : unsynced == Unsynced::dropped          ? 4U
                                                                       : random() % 6;
            if (fate >= 4) continue;
            std::string& file = octets[change.file];
            if (change.kind == Change::Kind::truncate) {
                file.resize(change.offset);
            } else if (fate == 3) {
                put_some(file, change, random);
            } else {
                const auto through = i + 1 == count ? cut : std::string::npos;
                put(file, change.offset, std::string_view(change.octets).substr(0, through));
            }
        }
    }
    for (const auto& [name, file] : names) {
        const std::string parent = parent_of(name);
        if (parent.empty() || state.directories.contains(parent)) state.files[name] = octets[file];
    }
    return state;
}

NoSyncs::NoSyncs() { skip_syncs(true); }
NoSyncs::~NoSyncs() { skip_syncs(false); }

}  // namespace postvern::tests
