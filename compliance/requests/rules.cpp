#include <sodium.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "compliance/requests/tables.hpp"

namespace postvern::compliance {

namespace {

constexpr std::string_view kFiles[] = {"answers.toml",   "authorities.toml", "clocks.toml",
                                       "countries.toml", "instruments.toml", "rejections.toml",
                                       "routes.toml"};

constexpr std::uintmax_t kLargest = 256 * 1024;

std::string read_text(const std::filesystem::path& path) {
    if (!std::filesystem::is_regular_file(path) || std::filesystem::file_size(path) > kLargest)
        throw std::runtime_error(path.string() + ": no file of at most 256 KiB");
    std::ifstream in(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in || text.size() > kLargest) throw std::runtime_error(path.string() + ": cannot be read");
    return text;
}

// Name and text with their lengths before them, so that no two sets are one text.
std::string hash_of(const std::vector<const RequestFile*>& files) {
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    const auto add = [&state](std::string_view text) {
        std::array<unsigned char, 8> length{};
        for (std::size_t at = 0; at < length.size(); ++at)
            length[at] = static_cast<unsigned char>(std::uint64_t{text.size()} >> (56 - 8 * at));
        crypto_hash_sha256_update(&state, length.data(), length.size());
        crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(text.data()),
                                  text.size());
    };
    for (const RequestFile* file : files) {
        add(file->name);
        add(file->text);
    }
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256_final(&state, digest.data());
    std::array<char, 2 * crypto_hash_sha256_BYTES + 1> text{};
    sodium_bin2hex(text.data(), text.size(), digest.data(), digest.size());
    return text.data();
}

}  // namespace

std::string_view name(Answer answer) noexcept {
    static constexpr std::string_view kNames[kAnswerCount] = {
        "REJECTED", "PRESERVED", "STATUTORY_HOLD", "AWAIT_COURT", "ORDER_RECEIVED"};
    return kNames[static_cast<std::size_t>(answer)];
}

const requests::Road& RequestRules::Tables::road(std::string_view id) const {
    const requests::Road* found = requests::find(roads, id);
    if (found == nullptr) throw std::logic_error("a road that was checked is not there");
    return *found;
}

RequestRules RequestRules::read(std::span<const RequestFile> files) {
    std::vector<const RequestFile*> sorted;
    for (const RequestFile& file : files) sorted.push_back(&file);
    std::sort(sorted.begin(), sorted.end(), [](auto* a, auto* b) { return a->name < b->name; });
    for (std::size_t at = 1; at < sorted.size(); ++at)
        if (sorted[at - 1]->name == sorted[at]->name)
            throw RequestSyntaxError(sorted[at]->name, 0, "is there twice");
    for (const std::string_view each : kFiles)
        if (std::none_of(files.begin(), files.end(),
                         [each](const RequestFile& file) { return file.name == each; }))
            throw RequestSyntaxError(
                std::string(each), 0,
                "is missing; all of these rules are needed, as they refer to each other");
    auto tables = std::make_unique<Tables>();
    for (const RequestFile* file : sorted) requests::read_file(*file, *tables);
    requests::check(*tables);
    tables->hash = hash_of(sorted);
    return RequestRules(std::move(tables));
}

RequestRules RequestRules::read_directory(const std::filesystem::path& directory) {
    std::vector<RequestFile> files;
    if (!std::filesystem::is_directory(directory))
        throw std::runtime_error(directory.string() + ": no directory of rules for requests");
    for (const auto& each : std::filesystem::directory_iterator(directory))
        if (each.path().extension() == ".toml")
            files.push_back({each.path().filename().string(), read_text(each.path())});
    return read(files);
}

std::filesystem::path RequestRules::shipped_directory() {
    const auto program = std::filesystem::read_symlink("/proc/self/exe");
    return program.parent_path().parent_path() / "share" / "postvern" / "requests";
}

RequestRules::RequestRules(std::unique_ptr<const Tables> tables) : tables_(std::move(tables)) {}
RequestRules::RequestRules(RequestRules&&) noexcept = default;
RequestRules& RequestRules::operator=(RequestRules&&) noexcept = default;
RequestRules::~RequestRules() = default;

const std::string& RequestRules::hash() const noexcept { return tables_->hash; }

std::vector<std::string> RequestRules::letters() const {
    std::set<std::string> all;
    for (const auto& row : tables_->answers) all.insert(row.letter);
    return {all.begin(), all.end()};
}

}  // namespace postvern::compliance
