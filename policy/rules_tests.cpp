#include "policy/rules_tests.hpp"

#include <algorithm>
#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

#include "policy/tools/case_file.hpp"
#include "policy/tools/case_run.hpp"
#include "policy/tools/case_stream.hpp"
#include "policy/tools/coverage.hpp"
#include "policy/tools/tally.hpp"

namespace postvern::policy {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostDifferences = 100;

// Entities and schemas may lie in JSON files too: they are told by what they hold.
bool is_case(const language::Source& source) {
    const language::json::Document document(source);
    const auto* const object = document.root().as_object();
    return object != nullptr &&
           (object->find("requests") != nullptr || object->find("policies") != nullptr);
}

std::vector<std::string> tables_in(const fs::path& directory) {
    std::vector<std::string> found;
    if (!fs::is_directory(directory)) {
        throw std::runtime_error(directory.string() + ": is no directory");
    }
    for (const auto& entry : fs::recursive_directory_iterator(directory)) {
        const fs::path extension = entry.path().extension();
        if (entry.is_regular_file() && (extension == ".json" || extension == ".ndjson")) {
            found.push_back(entry.path().string());
        }
    }
    if (found.empty()) throw std::runtime_error(directory.string() + ": holds no cases (*.json)");
    std::sort(found.begin(), found.end());
    return found;
}

void count(const tools::Coverage& coverage, TestReport& report) {
    for (const auto& policy : coverage.policies()) {
        ++report.policies;
        report.policies_decided += policy.decided ? 1 : 0;
        if (!policy.decided) {
            report.untested.push_back({policy.place, policy.id, {}, "decided no test"});
        }
        for (const auto& clause : policy.clauses) {
            ++report.clauses;
            report.clauses_decided += clause.decided ? 1 : 0;
            if (clause.decided) continue;
            report.untested.push_back(
                {clause.place, policy.id, clause.text, "decided no test"});
        }
    }
}

}  // namespace

TestReport run_rule_tests(const fs::path& directory, PolicyIds ids) {
    const auto files = tables_in(directory);
    const auto source = ids == PolicyIds::position ? language::IdSource::position
                                                   : language::IdSource::id_annotation;
    tools::Coverage coverage;
    const tools::Witness witness = [&](const auto& policies, const auto& entities,
                                       const auto& request, const auto& response) {
        coverage.add(policies, entities, request, response);
    };
    tools::CaseStream stream(files);
    tools::Tally tally(kMostDifferences);
    while (true) {
        try {
            auto text = stream.next();
            if (!text) break;
            if (!is_case(*text)) continue;
            const tools::Case tried = tools::read_case(std::move(*text), directory);
            tally.add(tried, tools::run_case(tried, source, witness));
        } catch (const std::exception& error) {
            tally.add_failure(error.what());
        }
    }
    TestReport report;
    report.corpus = tally.take();
    count(coverage, report);
    return report;
}

}  // namespace postvern::policy
