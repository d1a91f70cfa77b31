#include "records/published_file.hpp"

#include <algorithm>
#include <fstream>

namespace postvern::records {

namespace {

constexpr std::uintmax_t kLargest = std::uintmax_t{1} << 20;  // octets

bool is_public(std::string_view name) {
    const auto fits = [](char each) {
        return (each >= 'a' && each <= 'z') || (each >= '0' && each <= '9') || each == '.' || each == '/';
    };
    const bool is_there = name.starts_with("tiles/") || name == "statistics/statistics.json" ||
                          name == "statistics/metrics.txt";
    return is_there && std::all_of(name.begin(), name.end(), fits) &&
           name.find("/.") == std::string_view::npos;
}

}  // namespace

std::optional<std::string> published_file(const std::filesystem::path& data, std::string_view name) {
    if (!is_public(name)) return {};
    const auto file = data / name;
    std::error_code failure;
    const bool is_file = std::filesystem::is_regular_file(file, failure);
    const auto size = is_file ? std::filesystem::file_size(file, failure) : 0;
    if (!is_file || failure || size > kLargest) return {};
    std::string octets(size, '\0');
    std::ifstream stream(file, std::ios::binary);
    stream.read(octets.data(), static_cast<std::streamsize>(size));
    if (!stream) return {};
    return octets;
}

}  // namespace postvern::records
