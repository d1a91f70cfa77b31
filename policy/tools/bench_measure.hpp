// How long calls take: percentiles of single calls, the clock's own cost taken off, and what they took from
// the heap. One thread.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "policy/rules_bench.hpp"

namespace postvern::policy::tools {

using BenchClock = std::chrono::steady_clock;

inline double nanoseconds(BenchClock::duration duration) {
    return std::chrono::duration<double, std::nano>(duration).count();
}

inline double at_share(std::vector<double>& sorted, double share) {
    const auto last = static_cast<double>(sorted.size() - 1);
    return sorted[static_cast<std::size_t>(last * share)];
}

// What reading the clock costs by itself: taken off every measurement.
double cost_of_clock();

// Calls `prepare` and `decide` for each of `count` requests, once to warm up and once for the
// record; only `decide` is measured.
template <class Prepare, class Decide>
BenchTimes measure(std::size_t count, const std::function<std::uint64_t()>& allocations,
                   Prepare prepare, Decide decide) {
    for (std::size_t i = 0; i < count; ++i) prepare(i), decide(i);
    const double clock = cost_of_clock();
    std::vector<double> times(count);
    std::uint64_t taken = 0;
    for (std::size_t i = 0; i < count; ++i) {
        prepare(i);
        const std::uint64_t before = allocations();
        const auto begin = BenchClock::now();
        decide(i);
        times[i] = std::max(0.0, nanoseconds(BenchClock::now() - begin) - clock);
        taken += allocations() - before;
    }
    std::sort(times.begin(), times.end());
    return {at_share(times, 0.5), at_share(times, 0.99),
            static_cast<double>(taken) / static_cast<double>(count)};
}

}  // namespace postvern::policy::tools
