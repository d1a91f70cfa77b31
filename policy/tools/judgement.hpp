// A decision by ids, for comparisons and for print. Plain value.
#pragma once

#include <string>
#include <vector>

#include "policy/engine/authorization.hpp"

namespace postvern::policy::tools {

struct Judgement {
    bool permitted = false;
    // Ids of policies, in ascending order.
    std::vector<std::string> reason;
    std::vector<std::string> errors;

    friend bool operator==(const Judgement&, const Judgement&) = default;
};

Judgement judgement_of(const engine::Response& response);

// "allow, reason [policy0], errors []"
std::string to_text(const Judgement& judgement);

}  // namespace postvern::policy::tools
