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

}  // namespace postvern::policy
