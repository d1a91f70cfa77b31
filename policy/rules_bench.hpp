// How long decisions take on this machine. The workload is drawn here from a fixed seed: a mail
// house with some hundred entities, policies of several kinds, requests of which no two in a row
// are alike.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace postvern::policy {

struct BenchOptions {
    std::vector<std::size_t> sizes;  // numbers of policies
    std::size_t requests = 100'000;
    // How often this thread has taken from the heap so far; the caller knows.
    std::function<std::uint64_t()> allocations;
};

// Of one decision: nanoseconds, and takings from the heap on average.
struct BenchTimes {
    double p50 = 0;
    double p99 = 0;
    double allocations = 0;
};

struct BenchRow {
    std::size_t policies = 0;
    std::size_t requests = 0;
    BenchTimes prepared;           // compiled, on requests that were prepared for the image
    BenchTimes from_strings;       // compiled, from strings and attributes
    BenchTimes interpreted;        // by the interpreter
    double load_milliseconds = 0;  // from text to a compiled image
};

// Throws std::logic_error if the engines differ on a request.
std::vector<BenchRow> bench_rules(const BenchOptions& options);

}  // namespace postvern::policy
