#include "services/publication/resource.hpp"

#include <algorithm>
#include <charconv>

namespace postvern::services::publication {

namespace {

constexpr std::string_view kText = "text/plain; charset=utf-8";
constexpr std::string_view kOctets = "application/octet-stream";
constexpr std::string_view kJson = "application/json";
// OpenMetrics 1.0, "Protocol Negotiation"
constexpr std::string_view kOpenMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8";
constexpr std::size_t kMostGroups = 7;  // of three digits each

bool is_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char each) { return each >= '0' && each <= '9'; });
}

// Without leading zeroes.
bool is_number(std::string_view text, unsigned least, unsigned most) {
    unsigned number = 0;
    if (!is_digits(text) || text.size() > 3 || (text.size() > 1 && text.front() == '0')) return false;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number >= least && number <= most;
}

// "entries/x001/234", "7/000.p/12".  C2SP tlog-tiles
bool is_tile(std::string_view path) {
    const auto level_end = path.find('/');
    if (level_end == std::string_view::npos) return false;
    const std::string_view level = path.substr(0, level_end);
    if (level != "entries" && !is_number(level, 0, 63)) return false;
    std::string_view index = path.substr(level_end + 1);
    if (const auto partial = index.find(".p/"); partial != std::string_view::npos) {
        if (!is_number(index.substr(partial + 3), 1, 255)) return false;
        index = index.substr(0, partial);
    }
    for (std::size_t group = 0; group < kMostGroups; ++group) {
        const auto end = index.find('/');
        if (end == std::string_view::npos) return index.size() == 3 && is_digits(index);
        if (end != 4 || index.front() != 'x' || !is_digits(index.substr(1, 3))) return false;
        index.remove_prefix(end + 1);
    }
    return false;
}

}  // namespace

std::optional<Resource> resource_at(std::string_view target) {
    constexpr std::string_view kTile = "/ledger/tile/";
    if (target == "/metrics") return Resource{"statistics/metrics.txt", kOpenMetrics, false};
    if (target == "/statistics.json") return Resource{"statistics/statistics.json", kJson, false};
    if (target == "/ledger/checkpoint") return Resource{"tiles/checkpoint", kText, false};
    if (!target.starts_with(kTile)) return {};
    const std::string_view tile = target.substr(kTile.size());
    if (!is_tile(tile)) return {};
    return Resource{"tiles/tile/" + std::string(tile), kOctets, true};
}

}  // namespace postvern::services::publication
