#include "records/statistics/sampler.hpp"

#include <openssl/rand.h>

#include <limits>
#include <stdexcept>

namespace postvern::records::statistics {

std::uint64_t private_random_word() {
    std::uint64_t word = 0;
    if (RAND_priv_bytes(reinterpret_cast<unsigned char*>(&word), sizeof word) != 1) {
        throw std::runtime_error("the random generator failed");
    }
    return word;
}

// By rejection: words past the last whole multiple of the bound are drawn again.
std::uint64_t Sampler::below(std::uint64_t bound) {
    const std::uint64_t unfit = (std::numeric_limits<std::uint64_t>::max() % bound + 1) % bound;
    for (;;) {
        const std::uint64_t word = random_();
        if (word <= std::numeric_limits<std::uint64_t>::max() - unfit) return word % bound;
    }
}

// Canonne, Kamath, Steinke, algorithm 1, for gamma <= 1:
//   "Set K <- 1. Loop: Sample A <- Bernoulli(gamma/K). If A = 0, break. If A = 1, set K <- K + 1 and continue.
//    If K is odd, return 1; if K is even, return 0."
bool Sampler::exp_minus(std::uint64_t numerator, std::uint64_t denominator) {
    std::uint64_t k = 1;  // reaches k with probability 1/(k-1)!: denominator * k stays far from 2^64
    while (below(denominator * k) < numerator) ++k;
    return k % 2 == 1;
}

std::uint64_t Sampler::whole_steps() {
    std::uint64_t steps = 0;
    while (exp_minus(1, 1)) ++steps;
    return steps;
}

// Algorithm 2, with exp(-s/t) where s = numerator and t = denominator:
//   "Sample U from {0, 1, ..., t-1} uniformly at random. Sample D <- Bernoulli(exp(-U/t)). If D = 0, reject and restart.
//    Initialize V <- 0. Loop: Sample A <- Bernoulli(exp(-1)). If A = 0, break the loop. If A = 1, V <- V + 1.
//    Set X <- U + t * V. Set Y <- floor(X/s). Sample B <- Bernoulli(1/2). If B = 1 and Y = 0, reject and restart.
//    Return Z <- (1 - 2B) * Y."
std::int64_t Sampler::two_sided_geometric(std::uint64_t numerator, std::uint64_t denominator) {
    constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max();
    if (numerator == 0 || numerator > kMost || denominator == 0 || denominator > kMost) {
        throw std::logic_error("no parameter for two-sided geometric noise");
    }
    for (;;) {
        const std::uint64_t u = below(denominator);
        if (!exp_minus(u, denominator)) continue;
        const auto magnitude =
            static_cast<std::int64_t>((u + denominator * whole_steps()) / numerator);
        const bool negative = below(2) == 1;
        if (negative && magnitude == 0) continue;
        return negative ? -magnitude : magnitude;
    }
}

}  // namespace postvern::records::statistics
