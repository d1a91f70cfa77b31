#include "policy/proof/policy_meaning.hpp"

#include <utility>
#include <variant>

namespace postvern::policy::proof {

namespace {

// Whether an entity is what a part of the scope demands; the counterpart of engine::matches.
struct ScopeMeaning {
    Facts& facts;
    TermPointer entity;

    TermPointer truth(bool value) const { return facts.terms().truth(value); }
    TermPointer in(const language::EntityUid& uid) const {
        return facts.is_in(entity, facts.terms().entity(uid));
    }

    TermPointer operator()(const language::AnyEntity&) const { return truth(true); }
    TermPointer operator()(const language::EqualTo& demand) const {
        return facts.terms().equal(entity, facts.terms().entity(demand.uid));
    }
    TermPointer operator()(const language::InHierarchy& demand) const {
        std::vector<TermPointer> any;
        for (const auto& ancestor : demand.ancestors) any.push_back(in(ancestor));
        return facts.terms().any_of(std::move(any));
    }
    TermPointer operator()(const language::OfType& demand) const {
        if (entity->domain->type != demand.type) return truth(false);
        return demand.ancestor ? in(*demand.ancestor) : truth(true);
    }
    TermPointer operator()(const language::EqualToSlot&) const { return truth(false); }
    TermPointer operator()(const language::InSlot&) const { return truth(false); }
    TermPointer operator()(const language::OfTypeInSlot&) const { return truth(false); }
};

}  // namespace

PolicyMeaning meaning_of(const language::PolicySyntax& policy, Encoder& encoder) {
    Facts& facts = encoder.facts();
    Terms& terms = facts.terms();
    TermPointer reached = terms.truth(true);
    const auto narrow = [&](const language::ScopeConstraint& constraint, TermPointer entity) {
        if (reached->is(false)) return;
        const TermPointer part = std::visit(ScopeMeaning{facts, entity}, constraint.demand);
        reached = terms.all_of({reached, part});
    };
    narrow(policy.action, encoder.action());  // first, for it rules out most
    narrow(policy.principal, encoder.principal());
    narrow(policy.resource, encoder.resource());
    std::vector<TermPointer> fails;
    for (const language::Condition& condition : policy.conditions) {
        if (reached->is(false)) break;
        const Meaning body = encoder.condition(*condition.body);
        const bool wanted = condition.kind == language::ConditionKind::when;
        fails.push_back(terms.all_of({reached, body.error}));
        reached = terms.all_of({reached, terms.negate(body.error),
                                wanted ? body.value.term : terms.negate(body.value.term)});
    }
    return {reached, terms.any_of(std::move(fails))};
}

RulebookMeaning::RulebookMeaning(std::span<const engine::Policy> rules, Encoder& encoder)
    : terms_(encoder.facts().terms()),
      of_refusal_(record_of_refusal(encoder.environment().principal->name)) {
    for (const engine::Policy& rule : rules) {
        const PolicyMeaning meaning = meaning_of(rule.syntax(), encoder);
        const bool forbids = rule.effect() == engine::Effect::forbid;
        const TermPointer applies =
            forbids ? terms_.any_of({meaning.satisfied, meaning.fails}) : meaning.satisfied;
        if (applies->is(false)) continue;
        (forbids ? forbids_ : permits_).push_back({&rule, applies, meaning.fails});
    }
    combine();
}

void RulebookMeaning::combine() {
    std::vector<TermPointer> failing;
    for (const Part& part : forbids_) failing.push_back(part.fails);
    forbid_fails_ = terms_.any_of(std::move(failing));
    permitted_ = terms_.all_of({any(permits_), terms_.negate(any(forbids_))});
}

RulebookMeaning RulebookMeaning::without(const engine::Policy& rule) const {
    RulebookMeaning rest = *this;
    const auto is_it = [&](const Part& part) { return part.policy == &rule; };
    std::erase_if(rest.permits_, is_it);
    std::erase_if(rest.forbids_, is_it);
    rest.combine();
    return rest;
}

TermPointer RulebookMeaning::any(const std::vector<Part>& parts) const {
    std::vector<TermPointer> any;
    for (const Part& part : parts) any.push_back(part.applies);
    return terms_.any_of(std::move(any));
}

// Of the policies that decided, if there are any; the counterpart of engine::strongest_record.
TermPointer RulebookMeaning::at_least(const std::vector<Part>& parts,
                                      RecordStrength strength) const {
    std::vector<TermPointer> strong;
    std::vector<TermPointer> said;
    for (const Part& part : parts) {
        const auto record = part.policy->record();
        if (!record) continue;
        said.push_back(part.applies);
        if (*record >= strength) strong.push_back(part.applies);
    }
    strong.push_back(terms_.negate(terms_.any_of(std::move(said))));
    return terms_.any_of(std::move(strong));
}

TermPointer RulebookMeaning::permitted_and_at_least(RecordStrength strength) const {
    return terms_.all_of({permitted_, at_least(permits_, strength)});
}

TermPointer RulebookMeaning::denied_and_at_least(RecordStrength strength) const {
    const TermPointer forbidden = any(forbids_);
    return terms_.all_of({terms_.negate(permitted_),
                          terms_.any_of({terms_.all_of({forbidden, at_least(forbids_, strength)}),
                                         terms_.all_of({terms_.negate(forbidden),
                                                        terms_.truth(of_refusal_ >= strength)})})});
}

}  // namespace postvern::policy::proof
