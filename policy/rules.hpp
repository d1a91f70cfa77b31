// The public face of the rule language for tools: check rule files, and explain what they would
// say to a question. Nothing here grants anything. Pure functions, thread-safe.
#pragma once

#include <cstddef>
#include <exception>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "policy/assembly.hpp"

namespace postvern::policy {

enum class Severity : std::uint8_t {
    error,    // it must not be used
    warning,  // it can be, though hardly as it was meant
};

// Something wrong in a rule file. Line and column are 1-based; a column is one character.
struct RuleDiagnostic {
    std::string file;
    std::size_t line = 1;
    std::size_t column = 1;
    std::string message;  // one line: what was expected, and what was found
    std::string excerpt;  // the line and a caret below it; may be empty
    Severity severity = Severity::error;
};

// "file:line:column: message", before a warning's message "warning: ", and the excerpt below it if
// there is one.
std::string to_text(const RuleDiagnostic& diagnostic);

// What went wrong, for people: of an error in rules or JSON the source line below it as well.
std::string to_text(const std::exception& failure);

// What keeps `files` from being a rulebook: the first syntax error of each file, an @id that
// stands twice, and policies without @explain, @record, or a source (@isp or @law). Empty if it
// is one.
std::vector<RuleDiagnostic> check_rules(std::span<const RulebookFile> files);

// What Cedar says of policies under a schema, both text or JSON: the first syntax error of each
// file, or else all that the strict validator finds, errors and warnings, in the order of the
// files. The house's own demands are check_rules().
std::vector<RuleDiagnostic> check_policies(std::span<const RulebookFile> files,
                                           const RulebookFile& schema);

// A question as a person types it. Entities are Type::"id" or Type::id; an action may be its bare
// name; values are Cedar constants (7, true, "text", ["a"]) or bare words for strings.
struct RuleQuestion {
    using Pairs = std::vector<std::pair<std::string, std::string>>;  // name, value

    std::string principal;
    std::string action;
    std::string resource;
    Pairs resource_attributes;
    std::vector<std::string> resource_parents;
    Pairs context;
    Pairs principal_attributes{};
    std::vector<std::string> principal_parents{};  // the roles that they are in, e.g. Role::"operator"
};

struct RuleAnswer {
    bool permitted = false;
    // The decision and the record it calls for; the rules that decided, each with its @explain;
    // then every rule that did not apply with the clause that kept it from applying.
    std::vector<std::string> lines;
};

// What the rules would say, as the Gate decides: a forbid that cannot be evaluated denies. Throws
// language::SyntaxError (a std::runtime_error) if a file does not load or a part of the question
// cannot be read; it names the part.
RuleAnswer explain_rules(std::span<const RulebookFile> files, const RuleQuestion& question);

}  // namespace postvern::policy
