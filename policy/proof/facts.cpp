#include "policy/proof/facts.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "policy/proof/unsupported.hpp"

namespace postvern::policy::proof {

using language::schema::Attribute;
using language::schema::Type;
using language::schema::TypeKind;

namespace {

std::vector<const Domain*> domains_of(const std::vector<TermPointer>& terms) {
    std::vector<const Domain*> domains;
    for (TermPointer term : terms) domains.push_back(term->domain);
    return domains;
}

const std::vector<Attribute> kNoAttributes;

// A name for the pattern that no other has: its literals with '*' between, '*' itself escaped.
std::string key_of(const language::Pattern& pattern) {
    std::string key;
    for (const std::string& literal : pattern.literals()) {
        if (&literal != pattern.literals().data()) key += '*';
        for (const char octet : literal) {
            if (octet == '*' || octet == '\\') key += '\\';
            key += octet;
        }
    }
    return key;
}

}  // namespace

// INVARIANT: the code of an id of an enumerated type is its place in the declaration.
Facts::Facts(Terms& terms, const language::schema::Schema& schema)
    : terms_(terms), schema_(schema) {
    for (const auto& [name, type] : schema_.entity_types()) {
        if (!type.ids) continue;
        for (const std::string& id : *type.ids) terms_.code(terms_.entities(name), id);
    }
}

const Domain* Facts::domain_of(const Type& type) const {
    switch (type.kind) {
        case TypeKind::boolean:
            return terms_.boolean();
        case TypeKind::integer:
            return terms_.domain(DomainKind::integer);
        case TypeKind::string:
            return terms_.domain(DomainKind::text);
        case TypeKind::entity:
            return terms_.entities(type.name);
        case TypeKind::set: {
            const Domain* const element = domain_of(*type.element);
            if (element->kind == DomainKind::set) throw Unsupported("a set of sets");
            return terms_.sets(element);
        }
        case TypeKind::extension:
            if (type.name == "decimal") return terms_.domain(DomainKind::decimal);
            if (type.name == "datetime") return terms_.domain(DomainKind::datetime);
            if (type.name == "duration") return terms_.domain(DomainKind::duration);
            break;
        case TypeKind::record:
            throw Unsupported("a set of records");
        default:
            break;
    }
    throw Unsupported(to_text(type));
}

// --- Places -------------------------------------------------------------------------------------

const Function* Facts::value_function(const std::string& path, const Domains& holders,
                                      const Domain* result) const {
    return terms_.function(Role::value, path, holders, result);
}

const Function* Facts::presence_function(const std::string& path, const Domains& holders) const {
    return terms_.function(Role::presence, path, holders, terms_.boolean());
}

TermPointer Facts::variable(const std::string& name, const std::string& type) const {
    return terms_.apply(value_function(name, {}, terms_.entities(type)), {});
}

Symbol Facts::value_at(const Origin& origin, const Type& type) const {
    if (type.kind == TypeKind::record) {
        return {nullptr,
                std::make_shared<const RecordSymbol>(RecordSymbol{{}, &type.attributes, origin})};
    }
    try {
        const Function* const function =
            value_function(origin.path, domains_of(origin.holders), domain_of(type));
        return {terms_.apply(function, origin.holders)};
    } catch (const Unsupported&) {
        return {nullptr, nullptr, &type};
    }
}

Symbol Facts::context(const Type& type) const { return value_at({"context", {}}, type); }

TermPointer Facts::known(TermPointer entity) const {
    return terms_.apply(terms_.function(Role::known, "known", {entity->domain}, terms_.boolean()),
                        {entity});
}

Symbol Facts::attributes(TermPointer entity) const {
    const auto* const type = schema_.find_entity_type(entity->domain->type);
    const auto* const declared = type == nullptr ? &kNoAttributes : &type->attributes;
    return {nullptr, std::make_shared<const RecordSymbol>(
                         RecordSymbol{{}, declared, {entity->domain->type, {entity}}})};
}

std::optional<MemberSymbol> Facts::member(const RecordSymbol& record,
                                          const std::string& name) const {
    if (record.declared == nullptr) {
        const auto found = record.members.find(name);
        if (found == record.members.end()) return std::nullopt;
        return found->second;
    }
    const Attribute* const attribute = language::schema::find_attribute(*record.declared, name);
    if (attribute == nullptr) return std::nullopt;
    const Origin place{path_of(record.origin.path, name), record.origin.holders};
    const TermPointer present =
        attribute->required
            ? terms_.truth(true)
            : terms_.apply(presence_function(place.path, domains_of(place.holders)), place.holders);
    return MemberSymbol{present, value_at(place, *attribute->type)};
}

std::map<std::string, MemberSymbol> Facts::members(const RecordSymbol& record) const {
    if (record.declared == nullptr) return record.members;
    std::map<std::string, MemberSymbol> members;
    for (const Attribute& attribute : *record.declared) {
        members.emplace(attribute.name, *member(record, attribute.name));
    }
    return members;
}

std::optional<MemberSymbol> Facts::tag(TermPointer entity, TermPointer name) const {
    const auto* const type = schema_.find_entity_type(entity->domain->type);
    if (type == nullptr || type->tags == nullptr) return std::nullopt;
    const Origin place{tag_path(type->name), {entity, name}};
    return MemberSymbol{
        terms_.apply(presence_function(place.path, domains_of(place.holders)), place.holders),
        value_at(place, *type->tags)};
}

// --- Hierarchy ----------------------------------------------------------------------------------

bool Facts::is_action(const Domain* domain) const { return schema_.is_action_type(domain->type); }

TermPointer Facts::is_above(TermPointer descendant, TermPointer ancestor) const {
    const Domain* const below = descendant->domain;
    const Domain* const above = ancestor->domain;
    if (is_action(below)) {
        // Actions and their groups are what the schema says, in every store.
        if (descendant->op == Op::choice) {
            return terms_.choose(descendant->operands[0],
                                 is_above(descendant->operands[1], ancestor),
                                 is_above(descendant->operands[2], ancestor));
        }
        if (ancestor->op == Op::choice) {
            return terms_.choose(ancestor->operands[0], is_above(descendant, ancestor->operands[1]),
                                 is_above(descendant, ancestor->operands[2]));
        }
        if (!descendant->is_constant() || !ancestor->is_constant()) {
            throw Unsupported("an action that is not a constant");
        }
        const auto* const action =
            schema_.find_action({below->type, terms_.name(below, descendant->number)});
        if (action == nullptr || !is_action(above)) return terms_.truth(false);
        const language::EntityUid group{above->type, terms_.name(above, ancestor->number)};
        return terms_.truth(
            std::binary_search(action->ancestors.begin(), action->ancestors.end(), group));
    }
    const auto* const type = schema_.find_entity_type(below->type);
    if (type == nullptr || descendant == ancestor ||
        !std::binary_search(type->ancestors.begin(), type->ancestors.end(), above->type)) {
        return terms_.truth(false);
    }
    const Function* const function =
        terms_.function(Role::ancestor, "in", {below, above}, terms_.boolean());
    return terms_.apply(function, {descendant, ancestor});
}

TermPointer Facts::is_in(TermPointer descendant, TermPointer ancestor) const {
    return terms_.any_of({terms_.equal(descendant, ancestor), is_above(descendant, ancestor)});
}

TermPointer Facts::is_in_one_of(TermPointer descendant, TermPointer set) const {
    if (set->op == Op::choice) {
        return terms_.choose(set->operands[0], is_in_one_of(descendant, set->operands[1]),
                             is_in_one_of(descendant, set->operands[2]));
    }
    if (set->op == Op::set) {
        std::vector<TermPointer> any;
        for (TermPointer each : set->operands) any.push_back(is_in(descendant, each));
        return terms_.any_of(std::move(any));
    }
    if (is_action(descendant->domain) || is_action(set->domain->element)) {
        throw Unsupported("actions in a set that is no constant");
    }
    return terms_.below_one(descendant, set);
}

// --- Texts --------------------------------------------------------------------------------------

TermPointer Facts::like(TermPointer text, const language::Pattern& pattern) {
    if (text->is_constant()) {
        return terms_.truth(pattern.matches(terms_.name(text->domain, text->number)));
    }
    const std::string key = key_of(pattern);
    patterns_.try_emplace(key, pattern);
    return terms_.apply(terms_.function(Role::like, key, {text->domain}, terms_.boolean()), {text});
}

// --- Axioms -------------------------------------------------------------------------------------

std::vector<TermPointer> Facts::axioms_of(TermPointer term) const {
    if (term->op != Op::apply) return {};
    const Domain* const domain = term->domain;
    if (term->function->role == Role::ancestor) {
        return {terms_.any_of({terms_.negate(term), known(term->operands[0])}),
                terms_.negate(
                    terms_.all_of({term, terms_.equal(term->operands[0], term->operands[1])}))};
    }
    const auto between = [&](std::int64_t least, std::int64_t greatest) {
        return std::vector{terms_.at_most(terms_.number(domain, least), term),
                           terms_.at_most(term, terms_.number(domain, greatest))};
    };
    if (domain->is_number()) {
        return between(std::numeric_limits<std::int64_t>::min(),
                       std::numeric_limits<std::int64_t>::max());
    }
    if (domain->kind != DomainKind::entity) return {};
    const auto* const type = schema_.find_entity_type(domain->type);
    if (type == nullptr || !type->ids) return {};
    return between(0, static_cast<std::int64_t>(type->ids->size()) - 1);
}

}  // namespace postvern::policy::proof
