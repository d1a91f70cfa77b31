// The decision of a rule set (authorization, Algorithm): forbid overrides permit, and what nothing
// permits is denied. Pure functions, thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/engine/assessment.hpp"
#include "policy/engine/rule_set.hpp"

namespace postvern::policy::engine {

// What becomes of a policy that cannot be evaluated.
enum class Strictness : std::uint8_t {
    cedar,  // it is skipped, as Cedar does: a forbid that errs forbids nothing
    house,  // a forbid that errs denies: what should have been checked was not
};

struct PolicyError {
    const Policy* policy = nullptr;
    EvaluationError error;
};

// Refers to the policies of the rule set, which must outlive it.
struct Verdict {
    bool permitted = false;
    // The policies that decided, in the order of the rule set: the satisfied permits if it is
    // permitted, otherwise the satisfied forbids (in house mode, with the forbids that erred).
    // Empty if it is denied because nothing permits it.
    std::vector<const Policy*> determining;
    // The policies that could not be evaluated, whether they mattered or not.
    std::vector<PolicyError> errors;
};

Verdict decide(const RuleSet& rules, const Entities& entities, const Request& request,
               Strictness strictness);

// The strongest @record among the policies that decided; `entry` where none says.
RecordStrength strongest_record(std::span<const Policy* const> determining);

// How the Gate remembers a refusal that no policy decided, by the type of who asked: an owner's or a
// stranger's is a count, as an entry of each would be a traffic log (policy/gate.cpp).
RecordStrength record_of_refusal(std::string_view principal_type);

// What the determining policies oblige the host to do.
struct Obligations {
    RecordStrength record = RecordStrength::entry;
    // The distinct values of @notify and @retain, in the order of the policies.
    std::vector<std::string_view> notify;
    std::vector<std::string_view> retain;
};

// Refers to the annotations of the verdict's policies.
Obligations obligations(const Verdict& verdict);

// "file:line:column: rule id: message", for operators.
std::string to_text(const PolicyError& error);

}  // namespace postvern::policy::engine
