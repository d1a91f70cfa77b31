#include "policy/language/format/policy_text.hpp"

#include <string_view>

namespace postvern::policy::language {

namespace {

// One part of the scope behind its variable: " == User::\"alice\"".
struct DemandText {
    std::string_view slot;  // "?principal" or "?resource"

    std::string operator()(const AnyEntity&) const { return {}; }
    std::string operator()(const EqualTo& demand) const { return " == " + to_text(demand.uid); }
    std::string operator()(const InHierarchy& demand) const {
        if (demand.ancestors.size() == 1) return " in " + to_text(demand.ancestors.front());
        std::string list;
        for (const EntityUid& ancestor : demand.ancestors) {
            list += (list.empty() ? "" : ", ") + to_text(ancestor);
        }
        return " in [" + list + "]";
    }
    std::string operator()(const OfType& demand) const {
        return " is " + demand.type + (demand.ancestor ? " in " + to_text(*demand.ancestor) : "");
    }
    std::string operator()(const EqualToSlot&) const { return " == " + std::string(slot); }
    std::string operator()(const InSlot&) const { return " in " + std::string(slot); }
    std::string operator()(const OfTypeInSlot& demand) const {
        return " is " + demand.type + " in " + std::string(slot);
    }
};

std::string scope_text(std::string_view part, const ScopeConstraint& constraint) {
    const std::string slot = "?" + std::string(part);
    return std::string(part) + std::visit(DemandText{slot}, constraint.demand);
}

}  // namespace

std::string to_text(const PolicySyntax& policy) {
    std::string text;
    for (const Annotation& annotation : policy.annotations) {
        text += "@" + annotation.name;
        if (annotation.value) text += "(" + to_quoted(*annotation.value) + ")";
        text += "\n";
    }
    text += policy.effect == Effect::permit ? "permit" : "forbid";
    text += " (" + scope_text("principal", policy.principal) + ", " +
            scope_text("action", policy.action) + ", " + scope_text("resource", policy.resource) +
            ")";
    for (const Condition& condition : policy.conditions) {
        text += condition.kind == ConditionKind::when ? "\nwhen { " : "\nunless { ";
        text += to_text(*condition.body) + " }";
    }
    return text + ";\n";
}

std::string to_text(const PolicySet& policies) {
    std::string text;
    for (const auto entries : {policies.policies(), policies.templates()}) {
        for (const PolicyEntry& entry : entries) {
            if (!text.empty()) text += "\n";
            text += to_text(entry.syntax);
        }
    }
    return text;
}

}  // namespace postvern::policy::language
