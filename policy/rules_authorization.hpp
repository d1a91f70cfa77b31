// Decisions of Cedar policies for tools: from files, to values that can be printed. Both engines
// decide, the compiled one and the interpreter; where they differ nothing is answered. Nothing here
// grants anything. Pure functions, thread-safe. All throw language::SyntaxError (a
// std::runtime_error with file, line and column) for a file that cannot be read, and
// std::runtime_error for what the schema does not allow.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "policy/assembly.hpp"

namespace postvern::policy {

// Where the ids of policies come from.
enum class PolicyIds : std::uint8_t {
    position,    // policy0, policy1, ... in the order of the files
    annotation,  // @id where a policy bears one, otherwise by position
};

// What a question is put to. Policies are Cedar text or JSON, a schema likewise; entities are JSON.
struct QuestionFiles {
    std::vector<RulebookFile> policies;
    std::optional<RulebookFile> entities;  // none: nothing is known
    std::optional<RulebookFile> schema;    // none: nothing is checked against one
    RulebookFile request;  // {"principal", "action", "resource", "context"}, as in a corpus case
    PolicyIds ids = PolicyIds::position;
    bool house = false;  // a forbid that errs denies, as at the Gate
};

struct FailedPolicy {
    std::string policy;
    std::string message;
};

struct AuthorizationAnswer {
    bool permitted = false;
    std::vector<std::string> reason;   // ids of the determining policies
    std::vector<FailedPolicy> errors;  // policies that could not be evaluated
};

AuthorizationAnswer authorize(const QuestionFiles& files);

// Why one policy did or did not apply.
struct PolicyReport {
    struct Seen {
        std::string expression;
        std::string value;
    };

    std::string policy;
    std::string effect;   // "permit" or "forbid"
    std::string place;    // file:line; empty if it has none
    std::string outcome;  // "applies", "out of scope", "condition failed" or "error"
    std::string clause;   // the smallest part of the policy that made it so; empty if it applies
    std::string error;
    std::vector<Seen> seen;  // what that part looked at
};

struct ExplainedAnswer {
    AuthorizationAnswer answer;
    std::vector<PolicyReport> policies;  // all, in their order
};

ExplainedAnswer explain(const QuestionFiles& files);

// For people, one line or two a policy.
std::vector<std::string> to_lines(const ExplainedAnswer& explained);

}  // namespace postvern::policy
