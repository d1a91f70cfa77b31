// The access matrix: of each kind of principal, action, resource and purpose whether any request is
// permitted.
#include <algorithm>
#include <map>
#include <utility>

#include "policy/action.hpp"
#include "policy/proof/inputs.hpp"
#include "policy/proof/policy_meaning.hpp"
#include "policy/proof/prover.hpp"
#include "policy/proof/rulebook.hpp"
#include "policy/rules_access.hpp"

namespace postvern::policy {

namespace proof {

namespace {

using language::EntityUid;
using language::schema::EntityTypeDeclaration;
using language::schema::Schema;

// A kind of principal that the matrix tells apart within a type.
struct Kind {
    std::string name;
    const EntityTypeDeclaration* type = nullptr;
    std::optional<EntityUid> entity{};     // it alone
    std::optional<EntityUid> role{};       // whoever is in it,
    std::vector<EntityUid> other_roles{};  // and in none of these
};

// Of a type with roles above it: whoever is in one of them alone, and whoever is in none.
std::vector<Kind> kinds_by_role(const EntityTypeDeclaration& type,
                                const EntityTypeDeclaration& roles) {
    std::vector<EntityUid> all;
    for (const std::string& id : *roles.ids) all.push_back({roles.name, id});
    std::vector<Kind> kinds;
    for (const EntityUid& role : all) {
        Kind kind{role.id, &type, {}, role};
        for (const EntityUid& other : all) {
            if (!(other == role)) kind.other_roles.push_back(other);
        }
        kinds.push_back(std::move(kind));
    }
    kinds.push_back({type.name + " without a role", &type, {}, {}, std::move(all)});
    return kinds;
}

std::vector<Kind> kinds_of(const Schema& schema, const EntityTypeDeclaration& type) {
    for (const std::string& parent : type.parents) {
        const EntityTypeDeclaration& roles = *schema.find_entity_type(parent);
        if (roles.ids) return kinds_by_role(type, roles);
    }
    if (!type.ids || type.ids->size() < 2) return {{type.name, &type}};
    std::vector<Kind> kinds;
    for (const std::string& id : *type.ids) {
        kinds.push_back({type.name + "::" + id, &type, EntityUid{type.name, id}});
    }
    return kinds;
}

void add_once(std::vector<std::string>& names, const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

class Matrix {
  public:
    Matrix(const Rulebook& rulebook, const Schema& schema, const ProofOptions& options)
        : rulebook_(rulebook), schema_(schema), prover_(schema), timeout_(options.timeout) {
        for (std::size_t i = 0; i < kPurposeCount; ++i) {
            matrix_.purposes.emplace_back(name(static_cast<Purpose>(i)));
        }
    }

    AccessMatrix make() {
        for (const auto& environment : schema_.environments()) {
            add_once(matrix_.actions, environment.action->uid.id);
            add_once(matrix_.resources, environment.resource->name);
            auto& kinds = kinds_[environment.principal->name];
            if (kinds.empty()) {
                kinds = kinds_of(schema_, *environment.principal);
                for (const Kind& kind : kinds) matrix_.who.push_back(kind.name);
            }
            matrix_.combinations += kinds.size() * matrix_.purposes.size();
            examine(environment, kinds);
        }
        sort();
        return std::move(matrix_);
    }

  private:
    using Part = RulebookMeaning::Part;

    // What the questions about one kind of principal in one environment share.
    struct Setting {
        Encoder& encoder;
        const RulebookMeaning& meaning;
        const Kind& kind;
        TermPointer is_kind;
        MemberSymbol purpose;
    };

    void examine(const language::schema::RequestEnvironment& environment,
                 const std::vector<Kind>& kinds) {
        Encoder encoder(prover_.facts(), environment);
        const RulebookMeaning meaning(rulebook_.rules(), encoder);
        if (meaning.permits().empty()) return;
        const Symbol context = encoder.facts().context(*environment.action->context);
        const auto declared = encoder.facts().member(*context.record, "purpose");
        const MemberSymbol none{encoder.facts().terms().truth(false), {}};
        for (const Kind& kind : kinds) {
            look({encoder, meaning, kind, term_of(kind, encoder), declared.value_or(none)});
        }
    }

    TermPointer term_of(const Kind& kind, Encoder& encoder) {
        Facts& facts = encoder.facts();
        Terms& terms = facts.terms();
        if (kind.entity) return terms.equal(encoder.principal(), terms.entity(*kind.entity));
        std::vector<TermPointer> all;
        if (kind.role) all.push_back(facts.is_in(encoder.principal(), terms.entity(*kind.role)));
        for (const EntityUid& other : kind.other_roles) {
            all.push_back(terms.negate(facts.is_in(encoder.principal(), terms.entity(other))));
        }
        return terms.all_of(std::move(all));
    }

    Answer ask(const Setting& setting, std::vector<TermPointer> all) {
        all.push_back(setting.is_kind);
        std::chrono::microseconds patience = timeout_;
        return prover_
            .find(terms_of(setting).all_of(std::move(all)), setting.encoder.environment(), patience)
            .answer;
    }

    static Terms& terms_of(const Setting& setting) { return setting.encoder.facts().terms(); }

    TermPointer purpose_is(const Setting& setting, const std::string& purpose) const {
        Terms& terms = terms_of(setting);
        if (setting.purpose.present->is(false)) return setting.purpose.present;
        return terms.all_of({setting.purpose.present,
                             terms.equal(setting.purpose.value.term, terms.text(purpose))});
    }

    void look(const Setting& setting) {
        if (ask(setting, {setting.meaning.permitted()}) == Answer::unsatisfiable) return;
        const auto& environment = setting.encoder.environment();
        for (const std::string& purpose : matrix_.purposes) {
            const TermPointer is_for = purpose_is(setting, purpose);
            const Answer answer = ask(setting, {setting.meaning.permitted(), is_for});
            if (answer == Answer::unsatisfiable) continue;
            Access access{setting.kind.name, environment.action->uid.id, environment.resource->name,
                          purpose};
            if (answer == Answer::unknown) access.answer = AccessAnswer::undecided;
            fill(setting, is_for, access);
            matrix_.entries.push_back(std::move(access));
        }
        const TermPointer no_purpose = terms_of(setting).negate(setting.purpose.present);
        if (ask(setting, {setting.meaning.permitted(), no_purpose}) != Answer::unsatisfiable) {
            matrix_.without_purpose.push_back(setting.kind.name + ": " +
                                              environment.action->uid.id + " on " +
                                              environment.resource->name);
        }
    }

    void fill(const Setting& setting, TermPointer is_for, Access& access) {
        Terms& terms = terms_of(setting);
        std::vector<TermPointer> any;
        for (const Part& permit : setting.meaning.permits()) {
            if (ask(setting, {setting.meaning.permitted(), permit.applies, is_for}) ==
                Answer::unsatisfiable)
                continue;
            access.permits.push_back(permit.policy->id());
            any.push_back(permit.applies);
        }
        const TermPointer would = terms.any_of(std::move(any));
        for (const Part& forbid : setting.meaning.forbids()) {
            if (ask(setting, {would, forbid.applies, is_for}) == Answer::unsatisfiable) continue;
            access.forbids.push_back(forbid.policy->id());
        }
        const TermPointer denied = terms.negate(setting.meaning.permitted());
        const bool always = access.answer == AccessAnswer::when &&
                            ask(setting, {denied, is_for}) == Answer::unsatisfiable;
        if (always) access.answer = AccessAnswer::always;
    }

    // By the order of the lists, whatever the order of environments.
    void sort() {
        const auto place = [](const std::vector<std::string>& in, const std::string& name) {
            return std::find(in.begin(), in.end(), name) - in.begin();
        };
        const auto key = [&](const Access& access) {
            return std::tuple(place(matrix_.who, access.who), place(matrix_.actions, access.action),
                              place(matrix_.resources, access.resource),
                              place(matrix_.purposes, access.purpose));
        };
        std::sort(matrix_.entries.begin(), matrix_.entries.end(),
                  [&](const Access& left, const Access& right) { return key(left) < key(right); });
    }

    const Rulebook& rulebook_;
    const Schema& schema_;
    Prover prover_;
    std::chrono::microseconds timeout_;
    std::map<std::string, std::vector<Kind>> kinds_;  // by type
    AccessMatrix matrix_;
};

}  // namespace

}  // namespace proof

AccessMatrix find_access(std::span<const RulebookFile> rulebook,
                         const std::optional<RulebookFile>& schema, const ProofOptions& options) {
    const proof::SchemaInUse in_use(schema);
    const proof::Rulebook rules(proof::sources_of(rulebook), in_use.schema());
    return proof::Matrix(rules, in_use.schema(), options).make();
}

}  // namespace postvern::policy
