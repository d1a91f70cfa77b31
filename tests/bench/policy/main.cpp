// policybench: how fast the compiled engine decides. See README.md beside it.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <string>
#include <vector>

#include "roads.hpp"

namespace postvern::bench::policy {
namespace {

struct Options {
    std::string folder;
    std::size_t requests = 100'000;
    std::uint64_t seed = 1;
    std::vector<std::size_t> counts{1, 10, 100, 1'000};
    std::size_t largest_load = 100'000;
    std::string dump_folder;  // empty: nothing is dumped
    bool json = false;
};

Options read_options(int count, char** arguments) {
    Options options;
    for (int index = 1; index < count; ++index) {
        const std::string option = arguments[index];
        const auto value = [&]() -> std::string {
            if (index + 1 >= count) throw std::runtime_error(option + " needs a value");
            return arguments[++index];
        };
        if (option == "--json") {
            options.json = true;
        } else if (option == "--requests") {
            options.requests = std::stoul(value());
        } else if (option == "--seed") {
            options.seed = std::stoul(value());
        } else if (option == "--largest-load") {
            options.largest_load = std::stoul(value());
        } else if (option == "--dump") {
            options.dump_folder = value();
        } else if (options.folder.empty() && option[0] != '-') {
            options.folder = option;
        } else {
            throw std::runtime_error("unknown option " + option);
        }
    }
    if (options.folder.empty()) {
        throw std::runtime_error(
            "usage: policybench FOLDER [--requests N] [--seed N] [--largest-load N] "
            "[--dump FOLDER] [--json]");
    }
    return options;
}

class Report {
  public:
    explicit Report(bool json) : json_(json) {}

    void add(const std::string& road, std::size_t policies, const Measurement& measured) {
        if (json_) {
            begin_row();
            std::printf(
                "{\"road\": \"%s\", \"policies\": %zu, \"batch_p50\": %.1f, "
                "\"batch_p99\": %.1f, \"mean\": %.1f, \"single_p50\": %.1f, "
                "\"single_p99\": %.1f, \"allocations\": %.4f}",
                road.c_str(), policies, measured.batches.p50, measured.batches.p99,
                measured.batches.mean, measured.singles.p50, measured.singles.p99,
                measured.allocations);
            return;
        }
        std::printf(
            "%-26s %7zu policies: p50 %8.1f  p99 %8.1f  mean %8.1f ns (batches of %zu); "
            "single p50 %7.0f  p99 %7.0f ns; %.4f allocations\n",
            road.c_str(), policies, measured.batches.p50, measured.batches.p99,
            measured.batches.mean, kBatch, measured.singles.p50, measured.singles.p99,
            measured.allocations);
    }

    void add_load(std::size_t policies, const Loaded& loaded) {
        if (json_) {
            begin_row();
            std::printf(
                "{\"road\": \"load\", \"policies\": %zu, \"parse_ms\": %.3f, "
                "\"compile_ms\": %.3f, \"table_ms\": %.3f}",
                policies, loaded.parse_seconds * 1e3, loaded.compile_seconds * 1e3,
                loaded.table_seconds * 1e3);
            return;
        }
        std::printf("load %7zu policies: parse %9.3f ms, compile %9.3f ms, entities %9.3f ms\n",
                    policies, loaded.parse_seconds * 1e3, loaded.compile_seconds * 1e3,
                    loaded.table_seconds * 1e3);
    }

    void end() const {
        if (json_) std::printf("\n]\n");
    }

  private:
    void begin_row() {
        std::printf("%s", rows_ == 0 ? "[\n" : ",\n");
        ++rows_;
    }

    bool json_;
    std::size_t rows_ = 0;
};

void run(const Options& options) {
    const Workload workload(options.folder);
    const auto requests = workload.draw(options.requests, options.seed);
    Report report(options.json);
    for (const std::size_t count : options.counts) {
        const Loaded loaded = load(workload, workload.policies(count));
        report.add_load(count, loaded);
        report.add("A prepared", count, measure_prepared(loaded, requests));
        report.add("B from strings", count, measure_from_strings(loaded, requests));
        report.add("batch of 64 resources", count, measure_batches(loaded, workload, requests));
        report.add("interpreter", count, measure_interpreter(loaded, workload, requests));
        if (!options.dump_folder.empty()) {
            dump(loaded, requests,
                 options.dump_folder + "/decisions_" + std::to_string(count) + ".jsonl");
        }
    }
    for (const std::size_t count : {std::size_t{10}, std::size_t{100}, std::size_t{1'000}}) {
        const Loaded loaded = load(workload, Workload::one_slice(count));
        report.add("A prepared, one slice", count, measure_prepared(loaded, requests));
    }
    if (options.largest_load > 0) {
        const Loaded loaded = load(workload, workload.policies(options.largest_load));
        report.add_load(options.largest_load, loaded);
        report.add("A prepared", options.largest_load, measure_prepared(loaded, requests));
    }
    report.end();
}

}  // namespace
}  // namespace postvern::bench::policy

int main(int count, char** arguments) {
    try {
        postvern::bench::policy::run(postvern::bench::policy::read_options(count, arguments));
        return EXIT_SUCCESS;
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "policybench: %s\n", failure.what());
        return EXIT_FAILURE;
    }
}
