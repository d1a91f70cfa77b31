#include "tests/bench/mailload/report.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace postvern::tests::bench::mailload {
namespace {

// `sorted` in seconds; the result in milliseconds.
double percentile(const std::vector<double>& sorted, double part) {
    const auto index = static_cast<std::size_t>(static_cast<double>(sorted.size()) * part);
    return sorted[std::min(index, sorted.size() - 1)] * 1e3;
}

std::string json_string(std::string_view value) {
    std::string result = "\"";
    for (const char letter : value) {
        if (letter == '"' || letter == '\\') result += '\\';
        if (static_cast<unsigned char>(letter) >= 0x20) result += letter;
    }
    return result + '"';
}

}  // namespace

Report::Report(Form form, std::string_view what) : form_(form) {
    if (form_ == Form::json) {
        line_ = "{\"what\":" + json_string(what);
    } else {
        line_ = what;
    }
}

Report& Report::add_raw(std::string_view name, std::string_view value) {
    if (form_ == Form::json) {
        line_ += ',' + json_string(name) + ':';
    } else {
        line_ += ' ';
        line_ += name;
        line_ += '=';
    }
    line_ += value;
    return *this;
}

Report& Report::add(std::string_view name, std::uint64_t value) {
    return add_raw(name, std::to_string(value));
}

Report& Report::add(std::string_view name, double value) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.3f", value);
    return add_raw(name, text.data());
}

Report& Report::add(std::string_view name, std::string_view value) {
    return add_raw(name, form_ == Form::json ? json_string(value) : std::string(value));
}

Report& Report::add_latencies(std::vector<double>& seconds) {
    if (seconds.empty()) return *this;
    std::sort(seconds.begin(), seconds.end());
    add("p50_ms", percentile(seconds, 0.50));
    add("p99_ms", percentile(seconds, 0.99));
    return add("max_ms", seconds.back() * 1e3);
}

void Report::print() const {
    std::printf("%s%s\n", line_.c_str(), form_ == Form::json ? "}" : "");
    std::fflush(stdout);
}

}  // namespace postvern::tests::bench::mailload
