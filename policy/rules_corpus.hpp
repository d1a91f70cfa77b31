// Runs cases that say what Cedar decides (docs/policy-language.md): validation, and for each
// request decision, reasons and erroring policies, by the interpreter and by the compiled engine.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "policy/rules_authorization.hpp"

namespace postvern::policy {

struct CorpusOptions {
    std::filesystem::path root;  // paths in cases are relative to it
    PolicyIds ids = PolicyIds::position;
    std::size_t most_differences = 20;  // that are described; all are counted
    std::size_t threads = 1;
};

struct CorpusReport {
    std::size_t cases = 0;
    std::size_t requests = 0;
    // What was compared: each case's files and validation, and each request.
    std::size_t passed = 0;
    std::size_t failed = 0;
    std::vector<std::string> differences;      // one line each, which begins with the case
    std::vector<std::string> differing_cases;  // names of the cases, each once
};

// Each file is one case, or, if its name ends with ".ndjson", one case a line; "-" is standard
// input, one case a line. A file that cannot be read counts as a difference.
CorpusReport run_corpus(std::span<const std::string> files, const CorpusOptions& options);

}  // namespace postvern::policy
