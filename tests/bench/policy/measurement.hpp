// Time of many short calls: in batches, because one of them is hardly longer than a look at the
// clock; and one by one, with the time of such a look taken off.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <vector>

#include "allocations.hpp"

namespace postvern::bench::policy {

// Nanoseconds per call.
struct Spread {
    double p50 = 0;
    double p99 = 0;
    double mean = 0;
};

struct Measurement {
    Spread batches;          // the means of batches of kBatch calls
    Spread singles;          // calls one by one
    double allocations = 0;  // per call
};

inline constexpr std::size_t kBatch = 64;

Spread spread_of(std::vector<double> nanoseconds);
// Nanoseconds that two looks at the clock are apart.
double clock_cost();

inline double now() {
    const auto time = std::chrono::steady_clock::now().time_since_epoch();
    return static_cast<double>(std::chrono::duration_cast<std::chrono::nanoseconds>(time).count());
}

// Calls call(0) to call(count - 1) three times: to warm up, in batches, one by one.
template <class Call>
Measurement measure(std::size_t count, Call call) {
    for (std::size_t index = 0; index < count; ++index) call(index);
    std::vector<double> batches;
    std::vector<double> singles;
    batches.reserve(count / kBatch + 1);
    singles.reserve(count);
    const std::uint64_t allocated = allocations();
    for (std::size_t begin = 0; begin + kBatch <= count; begin += kBatch) {
        const double started = now();
        for (std::size_t index = begin; index < begin + kBatch; ++index) call(index);
        batches.push_back((now() - started) / kBatch);
    }
    const double calls = static_cast<double>(batches.size() * kBatch);
    const double per_call = static_cast<double>(allocations() - allocated) / calls;
    const double cost = clock_cost();
    for (std::size_t index = 0; index < count; ++index) {
        const double started = now();
        call(index);
        singles.push_back(std::max(0.0, now() - started - cost));
    }
    return {spread_of(std::move(batches)), spread_of(std::move(singles)), per_call};
}

}  // namespace postvern::bench::policy
