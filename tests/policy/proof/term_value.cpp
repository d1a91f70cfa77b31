#include "tests/policy/proof/term_value.hpp"

#include <algorithm>
#include <stdexcept>

namespace postvern::policy::proof::testing {

using language::EntityUid;
using language::Record;
using language::Value;

namespace {

// The attribute at the end of a path of names, or null.
const Value* follow(const Record& record, const std::string& path) {
    const std::size_t dot = path.find('.');
    const Value* const value = record.find(path.substr(0, dot));
    if (value == nullptr || dot == std::string::npos) return value;
    return value->as_record() == nullptr ? nullptr
                                         : follow(*value->as_record(), path.substr(dot + 1));
}

// Where nothing stands, whatever a term says does not count; but something it has to say.
Value any(const Domain* domain) {
    switch (domain->kind) {
        case DomainKind::boolean:
            return true;
        case DomainKind::text:
            return "nothing";
        case DomainKind::entity:
            return EntityUid{domain->type, "nobody"};
        case DomainKind::set:
            return language::Set({any(domain->element)});
        default:
            return 77;
    }
}

}  // namespace

TermValue::TermValue(const Facts& facts, const World& world) : facts_(facts), world_(world) {
    for (const auto& entity : world.entities) entities_.add(entity);
}

bool TermValue::truth(TermPointer term) const { return *value(term).as_bool(); }

TermValue::Number TermValue::number(TermPointer term) const {
    const auto operand = [&](std::size_t index) { return number(term->operands[index]); };
    switch (term->op) {
        case Op::constant:
            return term->number;
        case Op::choice:
            return truth(term->operands[0]) ? operand(1) : operand(2);
        case Op::add:
            return operand(0) + operand(1);
        case Op::subtract:
            return operand(0) - operand(1);
        case Op::multiply:
            return operand(0) * operand(1);
        case Op::divide: {
            const Number quotient = operand(0) / operand(1);
            return operand(0) % operand(1) < 0 ? quotient - 1 : quotient;
        }
        default:
            break;
    }
    const Value found = apply(term);
    if (const auto* instant = found.as_datetime()) return instant->milliseconds;
    if (const auto* time = found.as_duration()) return time->milliseconds;
    if (const auto* decimal = found.as_decimal()) return decimal->ten_thousandths;
    return *found.as_long();
}

Value TermValue::value(TermPointer term) const {
    const auto& operands = term->operands;
    const auto holds = [this](TermPointer operand) { return truth(operand); };
    switch (term->op) {
        case Op::constant:
            if (term->domain->kind == DomainKind::boolean) return term->number != 0;
            if (term->domain->kind == DomainKind::text) {
                return facts_.terms().name(term->domain, term->number);
            }
            return EntityUid{term->domain->type, facts_.terms().name(term->domain, term->number)};
        case Op::apply:
            return apply(term);
        case Op::negation:
            return !truth(operands[0]);
        case Op::all_of:
            return std::all_of(operands.begin(), operands.end(), holds);
        case Op::any_of:
            return std::any_of(operands.begin(), operands.end(), holds);
        case Op::choice:
            return value(operands[truth(operands[0]) ? 1 : 2]);
        case Op::equal:
            if (operands[0]->domain->is_number()) return number(operands[0]) == number(operands[1]);
            return value(operands[0]) == value(operands[1]);
        case Op::at_most:
            return number(operands[0]) <= number(operands[1]);
        case Op::set: {
            std::vector<Value> elements;
            for (TermPointer each : operands) elements.push_back(value(each));
            return language::Set(std::move(elements));
        }
        case Op::member:
            return set(operands[0]).contains(value(operands[1]));
        case Op::subset:
            return set(operands[1]).contains_all(set(operands[0]));
        case Op::overlap:
            return set(operands[0]).contains_any(set(operands[1]));
        case Op::below_one: {
            const auto all = set(operands[1]);
            return std::any_of(all.elements().begin(), all.elements().end(),
                               [&](const Value& each) {
                                   return entities_.is_in(entity(operands[0]), *each.as_entity());
                               });
        }
        default:
            throw std::logic_error("a number where a value was expected");
    }
}

const Value* TermValue::find(TermPointer term) const {
    const std::string& path = term->function->name;
    if (path.starts_with("context.")) return follow(world_.request.context, path.substr(8));
    const auto* const holder = entities_.find(entity(term->operands[0]));
    if (holder == nullptr) return nullptr;
    if (path.find("#tag") != std::string::npos) {
        return holder->tags.find(*value(term->operands[1]).as_string());
    }
    return follow(holder->attributes, path.substr(path.find('.') + 1));
}

Value TermValue::apply(TermPointer term) const {
    const Function& function = *term->function;
    switch (function.role) {
        case Role::known:
            return entities_.find(entity(term->operands[0])) != nullptr;
        case Role::ancestor: {
            const auto below = entity(term->operands[0]);
            const auto above = entity(term->operands[1]);
            return below != above && entities_.is_in(below, above);
        }
        case Role::like:
            return facts_.pattern_of(function).matches(*value(term->operands[0]).as_string());
        case Role::presence:
            return find(term) != nullptr;
        case Role::value:
            break;
        default:
            throw std::logic_error("nobody knows what this is");
    }
    if (function.name == "principal") return world_.request.principal;
    if (function.name == "resource") return world_.request.resource;
    const Value* const found = find(term);
    return found == nullptr ? any(function.result) : *found;
}

}  // namespace postvern::policy::proof::testing
