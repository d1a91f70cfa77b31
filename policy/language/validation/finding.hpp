// What validation has to say about policies (validation): errors, for which a policy is refused,
// and warnings. Plain values.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "policy/language/position.hpp"
#include "policy/language/source.hpp"

namespace postvern::policy::language::validation {

enum class FindingKind : std::uint8_t {
    unknown_entity_type,
    unknown_action,
    invalid_enumerated_id,
    unexpected_type,
    incompatible_types,
    unknown_attribute,
    unsafe_attribute,  // optional, and not known to be there
    unsafe_tag,        // not known to be there
    no_tags,
    empty_set,
    invalid_argument,      // a constructor's text that is not of its type
    non_literal_argument,  // a constructor's argument that is no literal
    // Warnings:
    no_applicable_action,
    impossible_policy,
    may_fail,  // well typed, and yet the evaluation may fail
};

// "unknown_attribute" and so on, for machines.
std::string_view name(FindingKind kind);

struct Finding {
    FindingKind kind;
    std::string policy;                        // its id
    Span span;                                 // in the text of the policy
    std::string message;                       // one line: what was expected and what was found
    std::string help;                          // a suggestion, or empty
    std::shared_ptr<const SourceText> source;  // null if the policy was made without a text
};

struct ValidationResult {
    std::vector<Finding> errors;
    std::vector<Finding> warnings;
    // What may still fail when a policy without errors is evaluated; nothing else can, if requests
    // and entities conform to the schema.
    //
    // Types alone exclude nearly every error. What remains: arithmetic on Longs that are not
    // bounded by constants, arithmetic on datetimes, and reading an attribute of an entity of
    // which the host supplies no record. The latter is excluded by testing for the attribute with
    // `has` first, which is false where there is no record; Cedar's validator does not demand that
    // for attributes that the schema requires. So no promise of the host that an entity is there
    // is needed.
    std::vector<Finding> hazards;

    bool passed() const { return errors.empty(); }
};

// "file:line:column: policy <id>: <message> (<help>)" and, below it, the source line with a caret;
// without a source, one line without a place.
std::string to_text(const Finding& finding);

}  // namespace postvern::policy::language::validation
