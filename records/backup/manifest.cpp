#include "records/backup/manifest.hpp"

#include <algorithm>
#include <charconv>

namespace postvern::records::backup {

namespace {

constexpr std::string_view kTitle = "postvern backup 1";
constexpr std::size_t kSumSize = 64;  // hexadecimal digits of a SHA-256

// The text up to the next `end`, which is consumed as well; absent without one.
std::optional<std::string_view> take(std::string_view& text, char end) {
    const std::size_t at = text.find(end);
    if (at == std::string_view::npos) return {};
    const std::string_view taken = text.substr(0, at);
    text.remove_prefix(at + 1);
    return taken;
}

template <typename Number>
std::optional<Number> number(std::string_view text) {
    Number value{};
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || end != text.data() + text.size()) return {};
    return value;
}

bool is_sum(std::string_view text) {
    return text.size() == kSumSize && std::all_of(text.begin(), text.end(), [](char digit) {
               return (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
           });
}

std::optional<BackupFile> parse_file(std::string_view line) {
    const auto sum = take(line, ' ');
    const auto size_text = take(line, ' ');
    if (!sum || !size_text || !is_sum(*sum)) return {};
    const auto size = number<std::uint64_t>(*size_text);
    if (!size) return {};
    return BackupFile{std::string(line), *size, std::string(*sum)};
}

}  // namespace

std::string to_text(const BackupManifest& manifest) {
    std::string text = std::string(kTitle) + "\nmade " + std::to_string(manifest.made) + '\n';
    for (const BackupFile& file : manifest.files) {
        text += file.sha256 + ' ' + std::to_string(file.size) + ' ' + file.name + '\n';
    }
    return text + "checkpoint\n" + manifest.checkpoint;
}

std::optional<BackupManifest> parse_manifest(std::string_view text) {
    const std::string_view whole = text;
    if (take(text, '\n') != kTitle || take(text, ' ') != "made") return {};
    const auto moment = take(text, '\n');
    const auto made = moment ? number<std::int64_t>(*moment) : std::nullopt;
    if (!made) return {};
    BackupManifest manifest;
    manifest.made = *made;
    for (const std::string_view name : kFileNames) {
        const auto line = take(text, '\n');
        auto file = line ? parse_file(*line) : std::nullopt;
        if (!file || file->name != name) return {};
        manifest.files.push_back(std::move(*file));
    }
    if (take(text, '\n') != "checkpoint") return {};
    manifest.checkpoint = text;
    // Numbers may be written in one way only.
    if (to_text(manifest) != whole) return {};
    return manifest;
}

}  // namespace postvern::records::backup
