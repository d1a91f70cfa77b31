#include "measurement.hpp"

#include <numeric>

namespace postvern::bench::policy {

Spread spread_of(std::vector<double> nanoseconds) {
    if (nanoseconds.empty()) return {};
    std::sort(nanoseconds.begin(), nanoseconds.end());
    const auto at = [&](double share) {
        const auto last = static_cast<double>(nanoseconds.size() - 1);
        return nanoseconds[static_cast<std::size_t>(share * last)];
    };
    const double sum = std::accumulate(nanoseconds.begin(), nanoseconds.end(), 0.0);
    return {at(0.5), at(0.99), sum / static_cast<double>(nanoseconds.size())};
}

double clock_cost() {
    std::vector<double> apart;
    for (int look = 0; look < 10'001; ++look) {
        const double started = now();
        apart.push_back(now() - started);
    }
    return spread_of(std::move(apart)).p50;
}

}  // namespace postvern::bench::policy
