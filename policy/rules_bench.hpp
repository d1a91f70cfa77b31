// How long decisions take on this machine. The workload is drawn here from a fixed seed: a mail
// house with some hundred entities, policies of several kinds, requests of which no two in a row
// are alike.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "policy/assembly.hpp"

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

// A rulebook of the house as the Gate asks it: of each decision the deciding alone, on what was made of a
// question and its facts before; with that, from the values that the house holds; and with the words of
// the decision. Questions are drawn from a fixed seed, as a busy house asks them: nine in ten are owners'
// acts and deliveries, the others those of jobs, people and cases, each with all that is known of it.
struct RulebookBenchRow {
    std::size_t policies = 0;
    std::size_t questions = 0;
    double permitted = 0;  // share of the questions
    BenchTimes prepared;
    BenchTimes from_facts;
    BenchTimes in_words;
};

// Throws as Assembly::make_gate does for a rulebook that does not load.
RulebookBenchRow bench_rulebook(std::span<const RulebookFile> files, const BenchOptions& options);

}  // namespace postvern::policy
