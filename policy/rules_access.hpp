// Who may do what to what for which purpose, as the rules have it: for every principal, action,
// resource and purpose it is asked whether any request at all is permitted, whatever is known of
// its entities (docs/proof.md). Part of the library postvern_proof. Pure functions, thread-safe.
// Throw language::SyntaxError as prove() does.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "policy/assembly.hpp"
#include "policy/rules_proof.hpp"

namespace postvern::policy {

enum class AccessAnswer : std::uint8_t {
    always,     // whatever is known
    when,       // if a permit applies and no forbid stops it
    undecided,  // the solver does not know: to be taken for permitted
};

// One combination that is not never permitted.
struct Access {
    std::string who;  // "Owner", "SystemJob::backup", or of people who hold one role that role
    std::string action;
    std::string resource;  // type
    std::string purpose;
    AccessAnswer answer = AccessAnswer::when;
    std::vector<std::string> permits{};  // ids of rules that permit it
    std::vector<std::string> forbids{};  // ids of rules that stop what these would permit
};

struct AccessMatrix {
    std::vector<std::string> who;  // all that were asked for, in the order of the schema
    std::vector<std::string> actions;
    std::vector<std::string> resources;
    std::vector<std::string> purposes;  // and none, for which nothing stands below
    std::vector<Access> entries;        // by who, action, resource and purpose
    // What is permitted to anyone without a purpose: empty, or a rule is missing.
    std::vector<std::string> without_purpose;
    std::size_t combinations = 0;  // who x action x resource x purpose
};

AccessMatrix find_access(std::span<const RulebookFile> rulebook,
                         const std::optional<RulebookFile>& schema = {},
                         const ProofOptions& options = {});

// A theorem with the rules without each of which it would not be proven.
struct TheoremSupport {
    std::string theorem;
    std::vector<std::string> rules;  // in the rulebook's order
};

// Of each theorem, in the order of the files. A theorem that is not proven has no rules here.
std::vector<TheoremSupport> find_support(std::span<const RulebookFile> rulebook,
                                         std::span<const RulebookFile> theorems,
                                         const std::optional<RulebookFile>& schema = {},
                                         const ProofOptions& options = {});

}  // namespace postvern::policy
