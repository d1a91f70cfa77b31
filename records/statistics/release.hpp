// A release: a day's sums, with noise, as a text that is signed. Pure functions; thread-safe. The text's form:
// docs/formats/statistics.md.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "records/sha256.hpp"
#include "records/statistics/counters.hpp"
#include "records/statistics/sampler.hpp"

namespace postvern::records::statistics {

// The text of a note before its signature.
struct Release {
    std::uint64_t number = 0;  // 1-based
    ReleasedDay day;
    Sha256 previous{};         // of the whole note before; of nothing, for the first
    friend bool operator==(const Release&, const Release&) = default;
};

// The fraction of the noise: a number x is off by d with probability proportional to
// exp(-|d| * shares / (31 * sensitivity)).
struct Noise {
    std::uint64_t numerator;
    std::uint64_t denominator;
};
Noise noise_of(std::uint32_t shares, std::uint32_t sensitivity);  // in lowest terms

// The tables that are fed, always or by the border server (`reported`), with noise on every number and those below 10
// suppressed.
ReleasedDay with_noise(const CountedDay& day, Sampler& sampler, std::span<const StatisticsTable> reported);

std::string day_text(Day day);  // "2026-03-03"

// `origin`: the first line.
std::string text_of(const Release& release, std::string_view origin);
// Absent unless `text` is exactly what text_of() gives for some release.
std::optional<Release> parse_release(std::string_view text, std::string_view origin);

}  // namespace postvern::records::statistics
