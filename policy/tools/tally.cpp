#include "policy/tools/tally.hpp"

#include <algorithm>
#include <utility>

namespace postvern::policy::tools {

void Tally::add(const Case& tried, CaseResult result) {
    const std::lock_guard lock(mutex_);
    ++report_.cases;
    report_.requests += tried.requests.size();
    report_.passed += result.checks - std::min(result.checks, result.differences.size());
    report_.failed += result.differences.size();
    if (!result.differences.empty()) keep(report_.differing_cases, tried.name);
    for (auto& difference : result.differences) keep(report_.differences, std::move(difference));
}

void Tally::add_failure(std::string difference) {
    const std::lock_guard lock(mutex_);
    ++report_.cases;
    ++report_.failed;
    keep(report_.differences, std::move(difference));
}

void Tally::keep(std::vector<std::string>& list, std::string text) {
    if (list.size() < most_) list.push_back(std::move(text));
}

}  // namespace postvern::policy::tools
