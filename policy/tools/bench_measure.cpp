#include "policy/tools/bench_measure.hpp"

namespace postvern::policy::tools {

double cost_of_clock() {
    std::vector<double> times(10'000);
    for (double& time : times) {
        const auto begin = BenchClock::now();
        time = nanoseconds(BenchClock::now() - begin);
    }
    std::sort(times.begin(), times.end());
    return at_share(times, 0.5);
}

}  // namespace postvern::policy::tools
