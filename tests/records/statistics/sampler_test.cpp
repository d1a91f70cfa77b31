// The noise is the distribution that it is said to be: its parameter is recovered from samples, drawn from a fixed seed.
#include "records/statistics/sampler.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <stdexcept>
#include <vector>

#include "records/statistics/release.hpp"
#include "tests/printed.hpp"

namespace postvern::records::statistics {

void PrintTo(const Table& table, std::ostream* out);
void PrintTo(const Table& table, std::ostream* out) { tests::print(table.name, out); }

namespace {

constexpr int kSamples = 200'000;

RandomWords seeded(std::uint64_t seed) {
    return [generator = std::mt19937_64(seed)]() mutable { return generator(); };
}

std::vector<std::int64_t> draw(const Noise& noise, std::uint64_t seed) {
    Sampler sampler(seeded(seed));
    std::vector<std::int64_t> drawn(kSamples);
    for (auto& each : drawn) each = sampler.two_sided_geometric(noise.numerator, noise.denominator);
    return drawn;
}

double mean_of(const std::vector<std::int64_t>& drawn, double (*of)(double)) {
    double sum = 0;
    for (const auto each : drawn) sum += of(static_cast<double>(each));
    return sum / static_cast<double>(drawn.size());
}

// The likeliest a = exp(-lambda): E|X| = 2a / (1 - a^2), solved for a.
double recovered_lambda(const std::vector<std::int64_t>& drawn) {
    const double m = mean_of(drawn, [](double x) { return std::abs(x); });
    return -std::log((std::sqrt(1 + m * m) - 1) / m);
}

class NoiseOfATable : public testing::TestWithParam<Table> {};

TEST_P(NoiseOfATable, HasTheEpsilonThatItsReleasesSay) {
    const Table& table = GetParam();
    const auto drawn = draw(noise_of(table.shares, table.sensitivity), 20260303);
    const double epsilon = recovered_lambda(drawn) * table.sensitivity;
    // The estimate's standard error is epsilon / sqrt(200,000) = 0.0022 epsilon: five of them.
    EXPECT_NEAR(epsilon, table.shares / 31.0, 0.0112 * table.shares / 31.0);
}

TEST_P(NoiseOfATable, IsCentredAndHasItsVariance) {
    const Table& table = GetParam();
    const auto drawn = draw(noise_of(table.shares, table.sensitivity), 20260304);
    const double a = std::exp(-(table.shares / 31.0) / table.sensitivity);
    const double variance = 2 * a / ((1 - a) * (1 - a));
    EXPECT_NEAR(mean_of(drawn, [](double x) { return x; }), 0, 5 * std::sqrt(variance / kSamples));
    // The fourth moment of the Laplace distribution is 6 times the squared variance: standard error sqrt(5 / n).
    EXPECT_NEAR(mean_of(drawn, [](double x) { return x * x; }) / variance, 1, 5 * std::sqrt(5.0 / kSamples));
}

INSTANTIATE_TEST_SUITE_P(Tables, NoiseOfATable, testing::ValuesIn(kTables),
                         [](const auto& each) { return std::string(each.param.name); });

struct Parameter {
    std::uint64_t numerator;
    std::uint64_t denominator;
};
void PrintTo(const Parameter& each, std::ostream* out) {
    tests::print(std::to_string(each.numerator) + " of " + std::to_string(each.denominator), out);
}
class Distribution : public testing::TestWithParam<Parameter> {};

// Chi-square over the values -8..8 and the two tails beyond: 18 degrees of freedom, whose 99.9th percentile is 42.3.
TEST_P(Distribution, IsTwoSidedGeometricValueByValue) {
    constexpr int kInner = 8;
    constexpr double kBound = 42.3;
    const auto [numerator, denominator] = GetParam();
    const double a = std::exp(-static_cast<double>(numerator) / static_cast<double>(denominator));
    std::map<std::int64_t, double> seen;
    for (const auto each : draw({numerator, denominator}, 20260305)) {
        ++seen[std::clamp<std::int64_t>(each, -kInner - 1, kInner + 1)];
    }
    double chi_square = 0;
    for (int value = -kInner - 1; value <= kInner + 1; ++value) {
        const bool is_tail = std::abs(value) > kInner;
        const double inner = (1 - a) / (1 + a) * std::pow(a, std::abs(value));
        const double expected = kSamples * (is_tail ? inner / (1 - a) : inner);
        chi_square += (seen[value] - expected) * (seen[value] - expected) / expected;
    }
    EXPECT_LT(chi_square, kBound);
}

// Neighbouring counts: no released number tells them apart by more than exp(lambda).
TEST_P(Distribution, TellsNeighboursApartByNoMoreThanEpsilon) {
    const auto [numerator, denominator] = GetParam();
    const double lambda = static_cast<double>(numerator) / static_cast<double>(denominator);
    std::map<std::int64_t, double> with;
    std::map<std::int64_t, double> without;
    for (const auto each : draw({numerator, denominator}, 1)) ++with[each + 1];
    for (const auto each : draw({numerator, denominator}, 2)) ++without[each];
    for (std::int64_t value = -3; value <= 4; ++value) {
        const double error = 5 * std::sqrt(1 / with[value] + 1 / without[value]);
        EXPECT_LE(std::abs(std::log(with[value] / without[value])), lambda + error) << value;
    }
}

INSTANTIATE_TEST_SUITE_P(Parameters, Distribution,
                         testing::Values(Parameter{1, 4}, Parameter{1, 1}, Parameter{3, 7}, Parameter{1, 31}),
                         [](const auto& each) {
                             return std::to_string(each.param.numerator) + "_of_" + std::to_string(each.param.denominator);
                         });

TEST(Sampler, GivesEachNumberBelowABoundAlike) {
    Sampler sampler(seeded(3));
    std::array<double, 7> seen{};
    for (int i = 0; i < 70'000; ++i) ++seen[sampler.below(seen.size())];
    double chi_square = 0;
    for (const double each : seen) chi_square += (each - 10'000) * (each - 10'000) / 10'000;
    EXPECT_LT(chi_square, 22.5);  // 6 degrees of freedom, 99.9th percentile
}

TEST(Sampler, DrawsWordsAgainThatWouldFavourSmallNumbers) {
    // 2^64 mod 3 = 1: the last word alone is one too many.
    std::vector<std::uint64_t> words{~std::uint64_t{0}, ~std::uint64_t{0} - 1};
    std::size_t used = 0;
    Sampler sampler([&] { return words.at(used++); });
    EXPECT_EQ(sampler.below(3), 2U);
    EXPECT_EQ(used, 2U);
}

TEST(Sampler, RefusesParametersThatAreNoNoise) {
    Sampler sampler(seeded(4));
    for (const auto& [numerator, denominator] : {Noise{0, 1}, Noise{1, 0}, Noise{1, std::uint64_t{1} << 32}}) {
        EXPECT_THROW(sampler.two_sided_geometric(numerator, denominator), std::logic_error);
    }
}

TEST(Sampler, HasAGeneratorForSecretsThatDoesNotRepeatItself) {
    EXPECT_NE(private_random_word(), private_random_word());
}

}  // namespace
}  // namespace postvern::records::statistics
