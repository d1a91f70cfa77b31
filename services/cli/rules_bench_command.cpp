#include <Poco/JSON/Array.h>

#include <charconv>
#include <cstdio>

#include "policy/rules_bench.hpp"
#include "services/cli/allocation_count.hpp"
#include "services/cli/rule_files.hpp"
#include "services/cli/rules_commands.hpp"

namespace postvern::services::cli {

using control::Arguments;
using control::Refused;
using control::Reply;
using control::Status;

namespace {

constexpr std::uint64_t kMostRequests = 10'000'000;
constexpr std::size_t kMostPolicies = 100'000;

std::vector<std::size_t> sizes_of(const Arguments& arguments) {
    std::vector<std::size_t> sizes;
    for (const std::string& word : values_of(arguments, "policies")) {
        std::size_t size = 0;
        const char* const end = word.data() + word.size();
        const auto read = std::from_chars(word.data(), end, size);
        if (read.ec != std::errc() || read.ptr != end || size == 0 || size > kMostPolicies) {
            throw Refused(Status::usage, "--policies " + word + ": write a number from 1 to " +
                                             std::to_string(kMostPolicies));
        }
        sizes.push_back(size);
    }
    return sizes;
}

Poco::JSON::Object to_json(const policy::BenchTimes& times) {
    Poco::JSON::Object object;
    object.set("p50_ns", times.p50);
    object.set("p99_ns", times.p99);
    object.set("allocations", times.allocations);
    return object;
}

Poco::JSON::Object to_json(const policy::BenchRow& row) {
    Poco::JSON::Object object;
    object.set("policies", row.policies);
    object.set("requests", row.requests);
    object.set("prepared", to_json(row.prepared));
    object.set("from_strings", to_json(row.from_strings));
    object.set("interpreted", to_json(row.interpreted));
    object.set("load_ms", row.load_milliseconds);
    return object;
}

std::string cells(const policy::BenchTimes& times) {
    char text[64];
    std::snprintf(text, sizeof text, "%9.0f %9.0f %6.2f", times.p50, times.p99, times.allocations);
    return text;
}

std::string line_of(const policy::BenchRow& row) {
    char head[32];
    std::snprintf(head, sizeof head, "%8zu ", row.policies);
    char tail[32];
    std::snprintf(tail, sizeof tail, " %9.1f\n", row.load_milliseconds);
    return head + cells(row.prepared) + " |" + cells(row.from_strings) + " |" +
           cells(row.interpreted) + " |" + tail;
}

Poco::JSON::Object to_json(const policy::RulebookBenchRow& row) {
    Poco::JSON::Object object;
    object.set("policies", row.policies);
    object.set("questions", row.questions);
    object.set("permitted", row.permitted);
    object.set("prepared", to_json(row.prepared));
    object.set("from_facts", to_json(row.from_facts));
    object.set("in_words", to_json(row.in_words));
    return object;
}

// Drawn policies, of several sizes.
void bench_drawn(const policy::BenchOptions& options, Reply& reply) {
    reply.text +=
        "         prepared                   | from strings              | interpreted"
        "               |\n"
        "policies    p50 ns    p99 ns allocs |   p50 ns    p99 ns allocs |   p50 ns    p99 ns "
        "allocs |   load ms\n";
    Poco::JSON::Array rows;
    for (const policy::BenchRow& row : policy::bench_rules(options)) {
        reply.text += line_of(row);
        rows.add(to_json(row));
    }
    reply.data.set("rows", rows);
}

// The rules of the house, on what it asks them.
void bench_rulebook(const policy::BenchOptions& options, std::span<const policy::RulebookFile> files,
                    Reply& reply) {
    const auto row = policy::bench_rulebook(files, options);
    char head[32];
    std::snprintf(head, sizeof head, "%8zu ", row.policies);
    reply.text +=
        "         prepared                   | from facts                | with its words\n"
        "rulebook    p50 ns    p99 ns allocs |   p50 ns    p99 ns allocs |   p50 ns    p99 ns "
        "allocs\n";
    reply.text += head + cells(row.prepared) + " |" + cells(row.from_facts) + " |" +
                  cells(row.in_words) + '\n';
    reply.data.set("rulebook", to_json(row));
}

}  // namespace

Reply bench_rules(const Invocation& invocation) {
    policy::BenchOptions options;
    options.sizes = sizes_of(invocation.arguments);
    if (const auto requests = invocation.arguments.number("requests", kMostRequests)) {
        if (*requests == 0) throw Refused(Status::usage, "--requests 0: write at least 1");
        options.requests = *requests;
    }
    options.allocations = allocations_so_far;
    const auto rulebook = invocation.arguments.find("rulebook");
    if (!rulebook && options.sizes.empty()) options.sizes = {1, 10, 100, 1000};
    Reply reply;
    if (!options.sizes.empty()) bench_drawn(options, reply);
    if (rulebook) bench_rulebook(options, policy::read_rulebook(std::string(*rulebook)), reply);
    return reply;
}

}  // namespace postvern::services::cli
