// Two-sided geometric noise (the discrete Laplace distribution), drawn exactly: integers only, so that no rounding of a
// floating-point number tells anything about what was hidden (Mironov 2012).
//
// The mechanism: Ghosh, Roughgarden, Sundararajan, "Universally Utility-Maximizing Privacy Mechanisms", STOC 2009. The
// sampler: Canonne, Kamath, Steinke, "The Discrete Gaussian for Differential Privacy", NeurIPS 2020, algorithms 1 and 2.
// Used by one thread.
#pragma once

#include <cstdint>
#include <functional>

namespace postvern::records::statistics {

// 64 random bits at each call.
using RandomWords = std::function<std::uint64_t()>;

// From OpenSSL's generator for secrets. Throws std::runtime_error when it fails.
std::uint64_t private_random_word();

class Sampler {
  public:
    explicit Sampler(RandomWords random) : random_(std::move(random)) {}

    // An integer x, with probability (1 - a) / (1 + a) * a^|x| where a = exp(-numerator / denominator). Both are in
    // 1..2^32 - 1; throws std::logic_error otherwise.
    std::int64_t two_sided_geometric(std::uint64_t numerator, std::uint64_t denominator);

    // Each of 0..bound - 1 alike; bound >= 1.
    std::uint64_t below(std::uint64_t bound);

  private:
    // True with probability exp(-numerator / denominator) where that fraction is at most 1.
    bool exp_minus(std::uint64_t numerator, std::uint64_t denominator);
    // How often in a row exp_minus(1, 1) is true: geometric.
    std::uint64_t whole_steps();

    RandomWords random_;
};

}  // namespace postvern::records::statistics
