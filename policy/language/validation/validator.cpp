#include "policy/language/validation/validator.hpp"

#include <algorithm>
#include <set>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>

#include "policy/language/validation/conformance.hpp"
#include "policy/language/validation/policy_names.hpp"
#include "policy/language/validation/policy_typer.hpp"
#include "policy/language/validation/suggestion.hpp"

namespace postvern::policy::language::validation {

namespace {

using schema::EntityTypeDeclaration;
using schema::RequestEnvironment;
using schema::Schema;

std::string question(std::string suggestion) {
    return suggestion.empty() ? suggestion : "did you mean " + std::move(suggestion) + "?";
}

class PolicyValidator {
  public:
    PolicyValidator(const Schema& schema, std::span<const RequestEnvironment> environments,
                    const std::string& id, const PolicySyntax& policy,
                    const std::shared_ptr<const SourceText>& source)
        : schema_(schema), environments_(environments), id_(id), policy_(policy), source_(source) {}

    // Of a link only what it adds to its template: the types of its values, and whether the scope
    // that they make matches anything.
    ValidationResult result_of_link(const SlotValues& values) {
        for (const auto& value : {values.principal, values.resource}) {
            if (value) check_type(value->type, policy_.span);
        }
        warn_if_inapplicable();
        return std::move(result_);
    }

    ValidationResult result() {
        check_names();
        check_types();
        warn_if_inapplicable();
        if (impossible_) {
            warn(FindingKind::impossible_policy,
                 "the condition is false for every request that the schema allows");
        }
        sort(result_.errors);
        sort(result_.hazards);
        return std::move(result_);
    }

  private:
    void check_names() {
        const PolicyNames names = names_in(policy_);
        for (const NamedType& named : names.types) check_type(named.type, named.span);
        for (const NamedEntity& named : names.entities) {
            if (is_action_type(named.uid.type)) {
                check_action(named.uid, named.span);
            } else {
                check_type(named.uid.type, named.span);
                check_id(named.uid, named.span);
            }
        }
    }

    void check_type(const std::string& type, Span span) {
        if (is_action_type(type) || schema_.find_entity_type(type) != nullptr) return;
        std::vector<std::string_view> known;
        for (const auto& [name, declaration] : schema_.entity_types()) known.push_back(name);
        error({FindingKind::unknown_entity_type, span,
               "expected an entity type of the schema, found '" + type + "'",
               question(suggest(type, known))});
    }

    void check_action(const EntityUid& uid, Span span) {
        if (schema_.find_action(uid) != nullptr) return;
        std::vector<std::string> texts;
        for (const auto& [known, action] : schema_.actions()) texts.push_back(to_text(known));
        error({FindingKind::unknown_action, span,
               "expected an action of the schema, found " + to_text(uid),
               question(suggest(to_text(uid), {texts.begin(), texts.end()}))});
    }

    void check_id(const EntityUid& uid, Span span) {
        const EntityTypeDeclaration* type = schema_.find_entity_type(uid.type);
        if (type == nullptr || is_declared_id(*type, uid.id)) return;
        error({FindingKind::invalid_enumerated_id, span,
               "expected one of the entities that the schema enumerates, found " + to_text(uid),
               question(suggest(uid.id, {type->ids->begin(), type->ids->end()}))});
    }

    // Words are compared only while findings are still reported: that bounds the work.
    std::string suggest(const std::string& word, const std::vector<std::string_view>& known) const {
        constexpr std::size_t kMaxSuggestions = 20;
        return result_.errors.size() < kMaxSuggestions ? nearest(word, known) : std::string{};
    }

    void check_types() {
        PolicyTyper typer(schema_, policy_);
        // Where the scope itself is sound, a part of it that cannot match decides the type before the
        // conditions are looked at.
        const bool by_scope = result_.errors.empty() && has_sound_action_set();
        const schema::ActionDeclaration* action = nullptr;  // environments of one stand together
        bool action_fits = false;
        for (const RequestEnvironment& environment : environments_) {
            if (environment.action != action) {
                action = environment.action;
                action_fits = action_matches(*action);
            }
            if (by_scope && !(action_fits &&
                              is_of_type(policy_.principal, environment.principal->name) &&
                              is_of_type(policy_.resource, environment.resource->name))) {
                continue;
            }
            PolicyTyping typing = typer.type(environment, TypingDetail::verdict);
            impossible_ = impossible_ && typing.impossible;
            for (TypeError& found : typing.errors) error(std::move(found));
            for (Hazard& found : typing.hazards) {
                add(result_.hazards,
                    {FindingKind::may_fail, found.span, std::move(found.reason), {}});
            }
        }
    }

    void warn_if_inapplicable() {
        if (has_applicable_action()) return;
        warn(FindingKind::no_applicable_action,
             "no action applies to a principal and a resource that match the scope");
    }

    bool has_applicable_action() const {
        for (const RequestEnvironment& environment : environments_) {
            if (action_matches(*environment.action) &&
                entity_matches(policy_.principal, environment.principal->name) &&
                entity_matches(policy_.resource, environment.resource->name)) {
                return true;
            }
        }
        return false;
    }

    // A set has a type: its elements are of one, and it is not empty.
    bool has_sound_action_set() const {
        const auto* in = std::get_if<InHierarchy>(&policy_.action.demand);
        if (in == nullptr) return true;
        return !in->ancestors.empty() &&
               std::all_of(in->ancestors.begin(), in->ancestors.end(), [in](const EntityUid& uid) {
                   return uid.type == in->ancestors.front().type;
               });
    }

    bool action_matches(const schema::ActionDeclaration& action) const {
        if (const auto* equal = std::get_if<EqualTo>(&policy_.action.demand)) {
            return equal->uid == action.uid;
        }
        const auto* in = std::get_if<InHierarchy>(&policy_.action.demand);
        if (in == nullptr) return true;
        // If one of the groups is not known, Cedar takes none of them for matched.
        const bool known =
            std::all_of(in->ancestors.begin(), in->ancestors.end(),
                        [&](const EntityUid& uid) { return schema_.find_action(uid) != nullptr; });
        return known &&
               std::any_of(in->ancestors.begin(), in->ancestors.end(), [&](const EntityUid& uid) {
                   return uid == action.uid ||
                          std::binary_search(action.ancestors.begin(), action.ancestors.end(), uid);
               });
    }

    // False only where the constraint names another type.
    static bool is_of_type(const ScopeConstraint& constraint, const std::string& type) {
        if (const auto* equal = std::get_if<EqualTo>(&constraint.demand)) {
            return equal->uid.type == type;
        }
        const auto* is = std::get_if<OfType>(&constraint.demand);
        return is == nullptr || is->type == type;
    }

    bool entity_matches(const ScopeConstraint& constraint, const std::string& type) const {
        if (const auto* equal = std::get_if<EqualTo>(&constraint.demand)) {
            return equal->uid.type == type;
        }
        if (const auto* in = std::get_if<InHierarchy>(&constraint.demand)) {
            return schema_.may_be_in(type, in->ancestors.front().type);
        }
        if (const auto* is = std::get_if<OfType>(&constraint.demand)) {
            return is->type == type &&
                   (!is->ancestor || schema_.may_be_in(type, is->ancestor->type));
        }
        const auto* is = std::get_if<OfTypeInSlot>(&constraint.demand);
        return is == nullptr || is->type == type;
    }

    void error(TypeError found) { add(result_.errors, std::move(found)); }

    // The same in several environments is one.
    void add(std::vector<Finding>& findings, TypeError found) {
        auto key = std::make_tuple(found.span.begin, found.span.end, found.message);
        if (findings.size() >= kMaxFindings || !reported_.insert(std::move(key)).second) return;
        findings.push_back({found.kind, id_, found.span, std::move(found.message),
                            std::move(found.help), source_});
    }

    static void sort(std::vector<Finding>& findings) {
        std::stable_sort(findings.begin(), findings.end(),
                         [](const Finding& left, const Finding& right) {
                             return left.span.begin < right.span.begin;
                         });
    }

    void warn(FindingKind kind, std::string message) {
        result_.warnings.push_back({kind, id_, policy_.span, std::move(message), {}, source_});
    }

    const Schema& schema_;
    const std::span<const RequestEnvironment> environments_;
    const std::string& id_;
    const PolicySyntax& policy_;
    const std::shared_ptr<const SourceText>& source_;
    ValidationResult result_;
    std::set<std::tuple<std::uint32_t, std::uint32_t, std::string>> reported_;
    bool impossible_ = true;
};

void append(std::vector<Finding>& all, std::vector<Finding> more) {
    for (Finding& finding : more) {
        if (all.size() < kMaxFindings) all.push_back(std::move(finding));
    }
}

}  // namespace

ValidationResult validate(const Schema& schema, std::span<const RequestEnvironment> environments,
                          const std::string& id, const PolicySyntax& policy,
                          const std::shared_ptr<const SourceText>& source) {
    return PolicyValidator(schema, environments, id, policy, source).result();
}

ValidationResult validate(const Schema& schema, const PolicySet& policies) {
    ValidationResult all;
    const auto environments = schema.environments();
    const auto add = [&](const PolicyEntry& entry) {
        PolicyValidator validator(schema, environments, entry.id, entry.syntax, entry.source);
        ValidationResult found =
            entry.link ? validator.result_of_link(entry.link->values) : validator.result();
        append(all.errors, std::move(found.errors));
        append(all.warnings, std::move(found.warnings));
        append(all.hazards, std::move(found.hazards));
    };
    for (const PolicyEntry& entry : policies.policies()) add(entry);
    for (const PolicyEntry& entry : policies.templates()) add(entry);
    return all;
}

}  // namespace postvern::policy::language::validation
