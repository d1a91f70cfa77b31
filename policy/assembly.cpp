#include "policy/assembly.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace postvern::policy {

std::vector<RulebookFile> read_rulebook(const std::string& directory) {
    std::vector<std::filesystem::path> paths;
    std::error_code failure;
    for (const auto& entry : std::filesystem::directory_iterator(directory, failure)) {
        if (entry.path().extension() == ".cedar") paths.push_back(entry.path());
    }
    if (paths.empty()) {
        throw std::runtime_error(directory + ": no rulebook there (files named *.cedar)" +
                                 (failure ? ": " + failure.message() : ""));
    }
    std::sort(paths.begin(), paths.end());
    std::vector<RulebookFile> files;
    for (const auto& path : paths) {
        std::ifstream stream(path, std::ios::binary);
        std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
        if (!stream) throw std::runtime_error(path.string() + ": cannot be read");
        files.push_back({path.filename().string(), std::move(text)});
    }
    return files;
}

RulebookHash hash_rulebook(std::span<const RulebookFile> rulebook, const Sha256Port& sha256) {
    std::string text;
    for (const RulebookFile& file : rulebook) {
        text.append(std::filesystem::path(file.name).filename()).push_back('\0');
        text.append(file.text).push_back('\0');
    }
    return sha256(text);
}

}  // namespace postvern::policy
