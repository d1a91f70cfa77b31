#pragma once
// How a measurement is told: one line of `name=value` for people or one JSON object for programs,
// written to standard output at once. Not thread-safe.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace postvern::tests::bench::mailload {

enum class Form { text, json };

class Report {
  public:
    Report(Form form, std::string_view what);

    Report& add(std::string_view name, std::uint64_t value);
    Report& add(std::string_view name, double value);
    Report& add(std::string_view name, std::string_view value);

    // Adds p50_ms, p99_ms and max_ms of latencies in seconds; sorts them.
    Report& add_latencies(std::vector<double>& seconds);

    void print() const;

  private:
    Report& add_raw(std::string_view name, std::string_view value);

    Form form_;
    std::string line_;
};

}  // namespace postvern::tests::bench::mailload
