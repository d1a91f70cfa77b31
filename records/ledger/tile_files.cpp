#include "records/ledger/tile_files.hpp"

#include "records/backup/files.hpp"
#include "records/errors.hpp"

namespace postvern::records::ledger {

namespace fs = std::filesystem;

namespace {

constexpr const char* kNext = ".new";  // the one file that is being written, in the root

void require(const std::error_code& failure, const fs::path& file) {
    if (failure) throw Unavailable(file.string() + ": " + failure.message());
}

// Everybody may read what is published.
void publish(const fs::path& file, fs::perms more = fs::perms::none) {
    std::error_code failure;
    fs::permissions(file, fs::perms(0644) | more, failure);
    require(failure, file);
}

}  // namespace

void TileFiles::make_directories(const fs::path& directory) {
    unsettled_.insert(directory);
    if (fs::exists(directory)) return;
    if (directory != root_) make_directories(directory.parent_path());
    unsettled_.insert(directory.parent_path());
    step();
    backup::make_directory(directory);
    publish(directory, fs::perms(0111));
}

void TileFiles::put(const std::string& name, std::string_view octets) {
    const fs::path target = root_ / name;
    const fs::path next = root_ / kNext;
    make_directories(target.parent_path());
    std::error_code failure;
    step();
    fs::remove(next, failure);  // of an attempt that ended here
    require(failure, next);
    step();
    backup::write_file(next, octets);
    step();
    publish(next);
    step();
    backup::move_file(next, target);
}

void TileFiles::settle() {
    for (const fs::path& directory : unsettled_) {
        step();
        if (fs::exists(directory)) backup::sync_directory(directory);
    }
    unsettled_.clear();
}

void TileFiles::remove(const std::string& name) {
    const fs::path target = root_ / name;
    std::error_code failure;
    if (!fs::exists(fs::symlink_status(target, failure))) return;
    if (fs::is_directory(target)) {
        for (const auto& each : fs::directory_iterator(target))
            remove(name + '/' + each.path().filename().string());
    }
    step();
    fs::remove(target, failure);
    require(failure, target);
    unsettled_.insert(target.parent_path());
}

}  // namespace postvern::records::ledger
