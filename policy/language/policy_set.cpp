#include "policy/language/policy_set.hpp"

#include <stdexcept>
#include <unordered_set>
#include <utility>

#include "policy/language/policy_parser.hpp"

namespace postvern::policy::language {

namespace {

ScopeConstraint filled(const ScopeConstraint& constraint, const std::optional<EntityUid>& value) {
    ScopeConstraint result = constraint;
    if (std::holds_alternative<EqualToSlot>(constraint.demand)) {
        result.demand = EqualTo{*value};
    } else if (std::holds_alternative<InSlot>(constraint.demand)) {
        result.demand = InHierarchy{{*value}};
    } else if (const auto* typed = std::get_if<OfTypeInSlot>(&constraint.demand)) {
        result.demand = OfType{typed->type, value};
    }
    return result;
}

}  // namespace

PolicySyntax fill_slots(const PolicySyntax& syntax, const SlotValues& values) {
    PolicySyntax result = syntax;
    result.principal = filled(syntax.principal, values.principal);
    result.resource = filled(syntax.resource, values.resource);
    return result;
}

void PolicySet::read(Source source, IdSource ids) {
    const auto text = std::make_shared<const SourceText>(std::move(source));
    std::vector<PolicySyntax> parsed = parse_policies(*text);
    std::vector<std::string> names;
    std::unordered_set<std::string_view> fresh;
    names.reserve(parsed.size());  // so that the views in `fresh` stay valid
    for (const PolicySyntax& syntax : parsed) {
        const Annotation* const id = syntax.annotation("id");
        const bool named = ids == IdSource::id_annotation && id != nullptr;
        names.push_back(named ? id->value.value_or("")
                              : "policy" + std::to_string(read_ + names.size()));
        if (places_.contains(names.back()) || !fresh.insert(names.back()).second) {
            throw text->error(syntax.span.begin, "expected a new policy id, found " +
                                                     to_quoted(names.back()) + " again");
        }
    }
    for (std::size_t index = 0; index < parsed.size(); ++index) {
        add(std::move(names[index]), std::move(parsed[index]), text);
    }
    read_ += parsed.size();
}

void PolicySet::add(std::string id, PolicySyntax syntax, std::shared_ptr<const SourceText> source) {
    const bool is_template = syntax.is_template();
    std::vector<PolicyEntry>& entries = is_template ? templates_ : policies_;
    claim(id, {is_template, entries.size()});
    entries.push_back({std::move(id), std::move(syntax), std::move(source), std::nullopt});
}

void PolicySet::link(const std::string& template_id, std::string new_id, SlotValues values) {
    const PolicyEntry* const origin = find_template(template_id);
    if (origin == nullptr) {
        throw std::invalid_argument("there is no template " + to_quoted(template_id));
    }
    const PolicySyntax& syntax = origin->syntax;
    if (syntax.principal.has_slot() != values.principal.has_value() ||
        syntax.resource.has_slot() != values.resource.has_value()) {
        throw std::invalid_argument("the link " + to_quoted(new_id) +
                                    " does not give a value to each slot of the template " +
                                    to_quoted(template_id) + ", and to no other");
    }
    claim(new_id, {false, policies_.size()});
    PolicySyntax whole = fill_slots(syntax, values);
    policies_.push_back({std::move(new_id), std::move(whole), origin->source,
                         Link{template_id, std::move(values)}});
}

void PolicySet::claim(const std::string& id, Place place) {
    if (!places_.try_emplace(id, place).second) {
        throw std::invalid_argument("the policy id " + to_quoted(id) + " is taken already");
    }
}

const PolicyEntry* PolicySet::find_policy(std::string_view id) const {
    const auto found = places_.find(std::string(id));
    if (found == places_.end() || found->second.is_template) return nullptr;
    return &policies_[found->second.index];
}

const PolicyEntry* PolicySet::find_template(std::string_view id) const {
    const auto found = places_.find(std::string(id));
    if (found == places_.end() || !found->second.is_template) return nullptr;
    return &templates_[found->second.index];
}

}  // namespace postvern::policy::language
