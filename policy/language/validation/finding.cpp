#include "policy/language/validation/finding.hpp"

#include <array>

namespace postvern::policy::language::validation {

std::string_view name(FindingKind kind) {
    constexpr std::array<std::string_view, 15> kNames = {"unknown_entity_type",
                                                         "unknown_action",
                                                         "invalid_enumerated_id",
                                                         "unexpected_type",
                                                         "incompatible_types",
                                                         "unknown_attribute",
                                                         "unsafe_attribute",
                                                         "unsafe_tag",
                                                         "no_tags",
                                                         "empty_set",
                                                         "invalid_argument",
                                                         "non_literal_argument",
                                                         "no_applicable_action",
                                                         "impossible_policy",
                                                         "may_fail"};
    static_assert(kNames.size() == static_cast<std::size_t>(FindingKind::may_fail) + 1);
    return kNames[static_cast<std::size_t>(kind)];
}

std::string to_text(const Finding& finding) {
    std::string problem = "policy " + finding.policy + ": " + finding.message;
    if (!finding.help.empty()) problem += " (" + finding.help + ")";
    if (!finding.source) return problem;
    const SyntaxError error = finding.source->error(finding.span.begin, std::move(problem));
    return error.excerpt().empty() ? error.what() : error.what() + ("\n" + error.excerpt());
}

}  // namespace postvern::policy::language::validation
