// Request tables for policies: cases of the corpus format, run, with what no case has decided.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "policy/rules_corpus.hpp"

namespace postvern::policy {

// A part of a policy that every test left as it was.
struct UntestedClause {
    std::string place;    // file:line:column
    std::string policy;   // its id
    std::string clause;   // the text; empty: the policy never decided
    std::string lacking;  // what no test did, in words
};

struct TestReport {
    CorpusReport corpus;
    std::size_t policies = 0;          // in all files of the tables
    std::size_t policies_decided = 0;  // determining in a test
    std::size_t clauses = 0;           // parts of scopes and conditions, conjuncts apart
    std::size_t clauses_decided = 0;   // that kept a policy from applying in a test
    std::vector<UntestedClause> untested;
};

// Runs every *.json and *.ndjson below `directory`; paths in them are relative to it. Throws
// std::runtime_error if there is none.
TestReport run_rule_tests(const std::filesystem::path& directory, PolicyIds ids);

}  // namespace postvern::policy
