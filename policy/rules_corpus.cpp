#include "policy/rules_corpus.hpp"

#include <exception>
#include <string>
#include <thread>
#include <utility>

#include "policy/tools/case_file.hpp"
#include "policy/tools/case_run.hpp"
#include "policy/tools/case_stream.hpp"
#include "policy/tools/tally.hpp"

namespace postvern::policy {

namespace {

// Runs the next case. False at the end of the stream.
bool run_next(tools::CaseStream& stream, const CorpusOptions& options, tools::Tally& tally) {
    std::string name = "corpus";
    try {
        auto source = stream.next();
        if (!source) return false;
        name = source->name;
        const tools::Case tried = tools::read_case(std::move(*source), options.root);
        const auto ids = options.ids == PolicyIds::position ? language::IdSource::position
                                                            : language::IdSource::id_annotation;
        tally.add(tried, tools::run_case(tried, ids));
    } catch (const std::exception& error) {
        const std::string problem = error.what();
        tally.add_failure(problem.starts_with(name) ? problem : name + ": " + problem);
    }
    return true;
}

}  // namespace

CorpusReport run_corpus(std::span<const std::string> files, const CorpusOptions& options) {
    tools::CaseStream stream(files);
    tools::Tally tally(options.most_differences);
    const auto work = [&] {
        while (run_next(stream, options, tally)) {
        }
    };
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < options.threads; ++i) others.emplace_back(work);
    work();
    others.clear();
    return tally.take();
}

}  // namespace postvern::policy
