// What the runs of cases come to, gathered by several threads. Thread-safe.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "policy/rules_corpus.hpp"
#include "policy/tools/case_run.hpp"

namespace postvern::policy::tools {

class Tally {
  public:
    // `most`: differences that are kept; all are counted.
    explicit Tally(std::size_t most) : most_(most) {}

    void add(const Case& tried, CaseResult result);
    // A case that could not be run.
    void add_failure(std::string difference);

    // Once, when all threads are done.
    CorpusReport take() { return std::move(report_); }

  private:
    void keep(std::vector<std::string>& list, std::string text);

    const std::size_t most_;
    std::mutex mutex_;
    CorpusReport report_;
};

}  // namespace postvern::policy::tools
