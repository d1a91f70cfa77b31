#include "policy/engine/operators.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>

namespace postvern::policy::engine {

using language::BinaryOperator;
using language::Span;
using language::UnaryOperator;

namespace {

EvaluationError overflow(BinaryOperator operation, Span where) {
    return {ErrorKind::overflow, where,
            "'" + std::string(symbol(operation)) + "' left the range of a long"};
}

template <class Number>
bool compare(BinaryOperator operation, Number left, Number right) {
    switch (operation) {
        case BinaryOperator::less:
            return left < right;
        case BinaryOperator::less_or_equal:
            return left <= right;
        case BinaryOperator::greater:
            return left > right;
        default:
            return left >= right;
    }
}

Outcome calculate(BinaryOperator operation, std::int64_t left, std::int64_t right, Span where) {
    std::int64_t result = 0;
    bool overflowed = false;
    switch (operation) {
        case BinaryOperator::add:
            overflowed = __builtin_add_overflow(left, right, &result);
            break;
        case BinaryOperator::subtract:
            overflowed = __builtin_sub_overflow(left, right, &result);
            break;
        default:
            overflowed = __builtin_mul_overflow(left, right, &result);
            break;
    }
    if (overflowed) return overflow(operation, where);
    return Value(result);
}

// Instants and durations are compared as longs are, but only with their like.
Outcome compare_values(BinaryOperator operation, const Value& left, const Value& right,
                       Span where) {
    if (left.as_long() != nullptr && right.as_long() != nullptr) {
        return Value(compare(operation, *left.as_long(), *right.as_long()));
    }
    if (left.as_datetime() != nullptr && right.as_datetime() != nullptr) {
        return Value(compare(operation, *left.as_datetime(), *right.as_datetime()));
    }
    if (left.as_duration() != nullptr && right.as_duration() != nullptr) {
        return Value(compare(operation, *left.as_duration(), *right.as_duration()));
    }
    const bool ordered =
        left.as_long() != nullptr || left.as_datetime() != nullptr || left.as_duration() != nullptr;
    return ordered ? wrong_type(symbol(operation), left.type_name(), right, where)
                   : wrong_type(symbol(operation), "long, datetime or duration", left, where);
}

Outcome apply_to_numbers(BinaryOperator operation, const Value& left, const Value& right,
                         Span where) {
    if (operation <= BinaryOperator::greater_or_equal) {
        return compare_values(operation, left, right, where);
    }
    for (const Value* operand : {&left, &right}) {
        if (operand->as_long() == nullptr) {
            return wrong_type(symbol(operation), "long", *operand, where);
        }
    }
    return calculate(operation, *left.as_long(), *right.as_long(), where);
}

// `in` does not stop at the first match: an element that is no entity is an error even behind one.
Outcome is_in(const Value& left, const Value& right, const Entities& entities, Span where) {
    const EntityUid* const descendant = left.as_entity();
    if (descendant == nullptr) return wrong_type("in", "entity", left, where);
    if (const EntityUid* const ancestor = right.as_entity()) {
        return Value(entities.is_in(*descendant, *ancestor));
    }
    const Set* const ancestors = right.as_set();
    if (ancestors == nullptr) return wrong_type("in", "entity or set of entities", right, where);
    for (const Value& element : ancestors->elements()) {
        if (element.as_entity() == nullptr) {
            return wrong_type("in", "set of entities", element, where);
        }
    }
    return Value(std::any_of(
        ancestors->elements().begin(), ancestors->elements().end(),
        [&](const Value& element) { return entities.is_in(*descendant, *element.as_entity()); }));
}

Outcome apply_to_sets(BinaryOperator operation, const Value& left, const Value& right, Span where) {
    const Set* const receiver = left.as_set();
    if (receiver == nullptr) return wrong_type(symbol(operation), "set", left, where);
    if (operation == BinaryOperator::contains) return Value(receiver->contains(right));
    const Set* const argument = right.as_set();
    if (argument == nullptr) return wrong_type(symbol(operation), "set", right, where);
    return Value(operation == BinaryOperator::contains_all ? receiver->contains_all(*argument)
                                                           : receiver->contains_any(*argument));
}

// hasTag asks an entity that is unknown and is told no; getTag asks it and fails.
Outcome ask_tag(BinaryOperator operation, const Value& left, const Value& right,
                const Entities& entities, Span where) {
    const EntityUid* const uid = left.as_entity();
    if (uid == nullptr) return wrong_type(symbol(operation), "entity", left, where);
    const std::string* const name = right.as_string();
    if (name == nullptr) return wrong_type(symbol(operation), "string", right, where);
    const Entity* const entity = entities.find(*uid);
    const Value* const tag = entity == nullptr ? nullptr : entity->tags.find(*name);
    if (operation == BinaryOperator::has_tag) return Value(tag != nullptr);
    if (tag != nullptr) return Outcome::borrow(*tag);
    if (entity != nullptr) {
        return EvaluationError{ErrorKind::missing_tag, where,
                               "the " + uid->type + " has no tag " + language::to_quoted(*name)};
    }
    return EvaluationError{ErrorKind::missing_entity, where,
                           "nothing is known of the " + uid->type + ", whose tag " +
                               language::to_quoted(*name) + " was asked for"};
}

}  // namespace

EvaluationError wrong_type(std::string_view operation, std::string_view expected,
                           const Value& found, Span where) {
    return {ErrorKind::type, where,
            "'" + std::string(operation) + "' needs a value of type " + std::string(expected) +
                ", found " + std::string(found.type_name())};
}

Outcome apply(UnaryOperator operation, const Value& operand, Span where) {
    switch (operation) {
        case UnaryOperator::logical_not:
            if (const bool* const value = operand.as_bool()) return Value(!*value);
            return wrong_type("!", "bool", operand, where);
        case UnaryOperator::negate: {
            const std::int64_t* const value = operand.as_long();
            if (value == nullptr) return wrong_type("-", "long", operand, where);
            return calculate(BinaryOperator::subtract, 0, *value, where);
        }
        case UnaryOperator::is_empty:
            break;
    }
    if (const Set* const value = operand.as_set()) return Value(value->empty());
    return wrong_type("isEmpty", "set", operand, where);
}

Outcome apply(BinaryOperator operation, const Value& left, const Value& right,
              const Entities& entities, Span where) {
    switch (operation) {
        case BinaryOperator::equal:
            return Value(left == right);
        case BinaryOperator::not_equal:
            return Value(left != right);
        case BinaryOperator::in:
            return is_in(left, right, entities, where);
        case BinaryOperator::contains:
        case BinaryOperator::contains_all:
        case BinaryOperator::contains_any:
            return apply_to_sets(operation, left, right, where);
        case BinaryOperator::has_tag:
        case BinaryOperator::get_tag:
            return ask_tag(operation, left, right, entities, where);
        default:
            return apply_to_numbers(operation, left, right, where);
    }
}

}  // namespace postvern::policy::engine
