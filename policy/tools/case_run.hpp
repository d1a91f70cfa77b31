// Tries what a case says. Pure, thread-safe.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "policy/engine/authorization.hpp"
#include "policy/tools/case_file.hpp"

namespace postvern::policy::tools {

struct CaseResult {
    std::size_t checks = 0;                // that were made
    std::vector<std::string> differences;  // of those that failed, one line each
};

// Is told every request that was decided.
using Witness =
    std::function<void(const language::PolicySet& policies, const engine::Entities& entities,
                       const engine::Request& request, const engine::Response& response)>;

CaseResult run_case(const Case& tried, language::IdSource ids, const Witness& witness = {});

}  // namespace postvern::policy::tools
