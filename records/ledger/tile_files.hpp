// Files that are served as they lie: each replaced as a whole, so that whoever reads, or finds them
// after a crash, sees the old one or the new one. Used by one thread at a time. All throw
// Unavailable, which names the file; what was done before stays.
#pragma once

#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <string_view>

namespace postvern::records::ledger {

class TileFiles {
  public:
    // `before_each`, where given, is called before each change of the disk: tests end there, as a
    // crash may.
    explicit TileFiles(std::filesystem::path root, std::function<void()> before_each = {})
        : root_(std::move(root)), before_each_(std::move(before_each)) {}

    // Writes root/`name` (0644, directories on the way 0755); its octets are durable, its name
    // after settle().
    void put(const std::string& name, std::string_view octets);
    // All names that were put or removed are durable.
    void settle();
    // A file, or a directory with what is in it. Nothing happens where there is none.
    void remove(const std::string& name);

    const std::filesystem::path& root() const noexcept { return root_; }

  private:
    void make_directories(const std::filesystem::path& directory);
    void step() const {
        if (before_each_) before_each_();
    }

    std::filesystem::path root_;
    std::function<void()> before_each_;
    std::set<std::filesystem::path> unsettled_;  // directories
};

}  // namespace postvern::records::ledger
