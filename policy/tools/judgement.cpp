#include "policy/tools/judgement.hpp"

#include <algorithm>

namespace postvern::policy::tools {

namespace {

std::string listed(const std::vector<std::string>& ids) {
    std::string text = "[";
    for (const std::string& id : ids) text += (text.size() > 1 ? ", " : "") + id;
    return text + "]";
}

}  // namespace

Judgement judgement_of(const engine::Response& response) {
    Judgement judgement;
    judgement.permitted = response.permitted;
    for (const auto* policy : response.determining) judgement.reason.push_back(policy->id);
    for (const auto& failure : response.errors) judgement.errors.push_back(failure.policy->id);
    std::sort(judgement.reason.begin(), judgement.reason.end());
    std::sort(judgement.errors.begin(), judgement.errors.end());
    return judgement;
}

std::string to_text(const Judgement& judgement) {
    return std::string(judgement.permitted ? "allow" : "deny") + ", reason " +
           listed(judgement.reason) + ", errors " + listed(judgement.errors);
}

}  // namespace postvern::policy::tools
