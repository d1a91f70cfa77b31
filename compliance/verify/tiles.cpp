#include <algorithm>
#include <charconv>
#include <fstream>

#include "compliance/verify/verifier.hpp"

namespace postvern::compliance::verify {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kWidth = 256;                // hashes or entries of a full tile
constexpr std::size_t kEntrySize = 2 + kLeafSize;  // in a bundle: behind its length
constexpr std::string_view kEntryLength = {"\0\x40", 2};

// "tile/0/x001/234.p/5".  C2SP tlog-tiles, Merkle Tree
std::string name_of(const std::string& kind, std::uint64_t index, std::size_t width) {
    std::string digits = std::to_string(index);
    digits.insert(0, (3 - digits.size() % 3) % 3, '0');
    std::string name = "tile/" + kind;
    for (std::size_t at = 0; at < digits.size(); at += 3) {
        name += (at + 3 < digits.size() ? "/x" : "/") + digits.substr(at, 3);
    }
    return width == kWidth ? name : name + ".p/" + std::to_string(width);
}

// The number that the digits of `text` make, whatever stands between them.
std::uint64_t digits_of(std::string_view text) {
    std::string digits;
    for (const char each : text) {
        if (each >= '0' && each <= '9') digits += each;
    }
    std::uint64_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

std::string octets_of(const fs::path& directory, const std::string& name, std::size_t size) {
    std::error_code failure;
    const fs::path path = directory / name;
    const fs::file_status status = fs::status(path, failure);
    if (!fs::exists(status)) throw Fault(name + ": is missing");
    if (!fs::is_regular_file(status)) throw Fault(name + ": is not a file");
    std::string octets(size + 1, '\0');
    std::ifstream file;
    file.rdbuf()->pubsetbuf(nullptr, 0);  // read at once, into `octets`
    file.open(path, std::ios::binary);
    file.read(octets.data(), static_cast<std::streamsize>(octets.size()));
    if (file.bad() || !file.is_open()) throw Fault(name + ": cannot be read");
    if (static_cast<std::size_t>(file.gcount()) != size) {
        throw Fault(name + ": is not of " + std::to_string(size) + " octets");
    }
    octets.pop_back();
    return octets;
}

// Runs once over a directory.
class Examination {
  public:
    Examination(const fs::path& directory, const Trust& trust,
                const std::optional<Checkpoint>& earlier,
                const std::function<void(std::string_view)>& visit)
        : directory_(directory), trust_(trust), earlier_(earlier), visit_(visit) {}
    Sound run();

  private:
    std::size_t width_given(const std::string& kind, std::uint64_t index, std::size_t width) const;
    std::string read(const std::string& kind, std::uint64_t index, std::size_t width,
                     std::size_t unit);
    void compare_partials(const std::string& kind, std::uint64_t index, std::string_view octets,
                          std::size_t unit);
    void take_bundle(std::uint64_t index, std::size_t width);
    void take_tile(std::size_t level);
    void compare_root(const Checkpoint& checkpoint, const std::string& name) const;
    void look_for_more();

    struct Level {
        std::uint64_t full = 0;    // tiles so far
        std::vector<Hash> hashes;  // of the tile that is not full yet
    };
    const fs::path& directory_;
    const Trust& trust_;
    const std::optional<Checkpoint>& earlier_;
    const std::function<void(std::string_view)>& visit_;
    std::vector<Level> levels_{1};
    std::string bundle_;      // the latest
    std::uint64_t size_ = 0;  // leaves so far
    Sound found_;
};

Sound Examination::run() {
    std::error_code failure;
    const auto length = fs::file_size(directory_ / "checkpoint", failure);
    if (failure) throw Fault("checkpoint: is missing");
    if (length > kLargestText) throw Fault("checkpoint: is too long");
    try {
        found_.checkpoint = open_checkpoint(octets_of(directory_, "checkpoint", length), trust_);
    } catch (const Fault& fault) {
        throw Fault(std::string("checkpoint: ") + fault.what());
    }
    const std::uint64_t size = found_.checkpoint.size;
    if (earlier_ && earlier_->size > size) {
        throw Fault("checkpoint: its tree of " + std::to_string(size) +
                    " leaves is smaller than the earlier one of " + std::to_string(earlier_->size));
    }
    if (earlier_ && earlier_->size == 0) compare_root(*earlier_, "the earlier checkpoint");
    for (std::uint64_t bundle = 0; size_ < size; ++bundle) {
        take_bundle(bundle,
                    static_cast<std::size_t>(std::min<std::uint64_t>(kWidth, size - size_)));
    }
    for (std::size_t level = 0; level < levels_.size(); ++level) {
        if (!levels_[level].hashes.empty()) take_tile(level);
    }
    compare_root(found_.checkpoint, "checkpoint");
    look_for_more();
    return found_;
}

// The width of the file that holds a tile: a full one may stand in for the partial one that grew
// into it, which a log may remove.
std::size_t Examination::width_given(const std::string& kind, std::uint64_t index,
                                     std::size_t width) const {
    if (width == kWidth) return width;
    std::error_code failure;
    const bool grew = !fs::exists(directory_ / name_of(kind, index, width), failure) &&
                      fs::exists(directory_ / name_of(kind, index, kWidth), failure);
    return grew ? kWidth : width;
}

std::string Examination::read(const std::string& kind, std::uint64_t index, std::size_t width,
                              std::size_t unit) {
    const std::size_t given = width_given(kind, index, width);
    std::string octets = octets_of(directory_, name_of(kind, index, given), given * unit);
    octets.resize(width * unit);
    if (given == width) ++found_.files;
    return octets;
}

// The partial tiles of earlier sizes that were not removed, with the tile that they grew into.
void Examination::compare_partials(const std::string& kind, std::uint64_t index,
                                   std::string_view octets, std::size_t unit) {
    std::error_code failure;
    if (!fs::exists(directory_ / (name_of(kind, index, kWidth) + ".p"), failure)) return;
    for (std::size_t width = 1; width * unit < octets.size(); ++width) {
        const std::string name = name_of(kind, index, width);
        if (!fs::exists(directory_ / name, failure)) continue;
        if (octets_of(directory_, name, width * unit) != octets.substr(0, width * unit)) {
            throw Fault(name + ": is not how the tile began that it grew into");
        }
        ++found_.files;
    }
}

void Examination::take_bundle(std::uint64_t index, std::size_t width) {
    bundle_ = read("entries", index, width, kEntrySize);
    for (std::size_t entry = 0; entry < width; ++entry) {
        const std::string_view whole =
            std::string_view(bundle_).substr(entry * kEntrySize, kEntrySize);
        if (!whole.starts_with(kEntryLength)) {
            throw Fault(name_of("entries", index, width) + ": entry " + std::to_string(entry) +
                        " (leaf " + std::to_string(size_) + ") is not of 64 octets");
        }
        if (visit_) visit_(whole.substr(kEntryLength.size()));
        levels_[0].hashes.push_back(leaf_hash(whole.substr(kEntryLength.size())));
        ++size_;
        if (earlier_ && earlier_->size == size_) compare_root(*earlier_, "the earlier checkpoint");
    }
    if (width == kWidth) take_tile(0);
}

// Compares the hashes of a level with the tile that holds them; one that is full goes up to the
// next level.
void Examination::take_tile(std::size_t level) {
    Level& own = levels_[level];
    const std::size_t width = own.hashes.size();
    const std::string octets = read(std::to_string(level), own.full, width, sizeof(Hash));
    for (std::size_t at = 0; at < width; ++at) {
        const std::string_view hash(reinterpret_cast<const char*>(own.hashes[at].data()),
                                    sizeof(Hash));
        if (std::string_view(octets).substr(at * sizeof(Hash), sizeof(Hash)) == hash) continue;
        const std::uint64_t number = own.full * kWidth + at;
        const auto name = [&](const std::string& kind) {
            return name_of(kind, own.full, width_given(kind, own.full, width));
        };
        const std::string below =
            level == 0 ? name("entries") : name_of(std::to_string(level - 1), number, kWidth);
        throw Fault((level == 0 ? "leaf " + std::to_string(number) + ": " : "") +
                    name(std::to_string(level)) + ": hash " + std::to_string(at) + " is not what " +
                    below + " gives");
    }
    compare_partials(std::to_string(level), own.full, octets, sizeof(Hash));
    if (level == 0) compare_partials("entries", own.full, bundle_, kEntrySize);
    if (width < kWidth) return;
    const Hash root = root_of(own.hashes);
    own.hashes.clear();
    ++own.full;
    if (level + 1 == levels_.size()) levels_.emplace_back();
    levels_[level + 1].hashes.push_back(root);
    if (levels_[level + 1].hashes.size() == kWidth) take_tile(level + 1);
}

void Examination::compare_root(const Checkpoint& checkpoint, const std::string& name) const {
    std::optional<Hash> right;  // what lies to the right of a level's hashes
    for (const Level& level : levels_) {
        std::vector<Hash> hashes = level.hashes;
        if (right) hashes.push_back(*right);
        if (!hashes.empty()) right = root_of(hashes);
    }
    if ((right ? *right : root_of({})) != checkpoint.root) {
        throw Fault(name + ": its root is not that of the first " + std::to_string(size_) +
                    " entries");
    }
}

// Every file is one of the log's: examined, or of a later size, as a log that grows meanwhile makes
// them.
void Examination::look_for_more() {
    if (!fs::exists(directory_ / "tile")) return;
    for (const auto& file : fs::recursive_directory_iterator(directory_ / "tile")) {
        if (file.is_directory()) continue;
        const std::string name = file.path().lexically_relative(directory_).generic_string();
        const std::string kind = name.substr(5, name.find('/', 5) - 5);
        const auto partial = name.find(".p/");
        const std::uint64_t index =
            digits_of(name.substr(5 + kind.size(), partial - 5 - kind.size()));
        const std::size_t width =
            partial == std::string::npos ? kWidth : digits_of(name.substr(partial));
        const std::uint64_t level = kind == "entries" ? 0 : digits_of(kind);
        const bool is_kind = kind == "entries" || (level < 64 && kind == std::to_string(level));
        if (!is_kind || width == 0 || width > kWidth || name != name_of(kind, index, width)) {
            throw Fault(name + ": is no file of a log");
        }
        const std::uint64_t hashes = level < 8 ? found_.checkpoint.size >> (8 * level) : 0;
        if (index > hashes / kWidth || index * kWidth + width > hashes) ++found_.beyond;
    }
}

}  // namespace

Sound check_tiles(const fs::path& directory, const Trust& trust,
                  const std::optional<Checkpoint>& earlier,
                  const std::function<void(std::string_view)>& visit) {
    return Examination(directory, trust, earlier, visit).run();
}

}  // namespace postvern::compliance::verify
