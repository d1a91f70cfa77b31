#include "policy/language/validation/typechecker.hpp"

#include <utility>

namespace postvern::policy::language::validation {

struct Typechecker::Visitor {
    Typechecker& checker;
    Span span;

    Judgement operator()(const Literal& node) const { return checker.literal(node); }
    Judgement operator()(const Variable& node) const { return checker.variable(node); }
    Judgement operator()(const Unary& node) const { return checker.unary(node, span); }
    Judgement operator()(const Binary& node) const { return checker.binary(node, span); }
    Judgement operator()(const Conjunction& node) const {
        return checker.conjunction(node.operands.size(), [&](std::size_t index) {
            return checker.expect_boolean(*node.operands[index]);
        });
    }
    Judgement operator()(const Disjunction& node) const { return checker.disjunction(node); }
    Judgement operator()(const Conditional& node) const { return checker.conditional(node, span); }
    Judgement operator()(const AttributeAccess& node) const { return checker.access(node, span); }
    Judgement operator()(const AttributeTest& node) const {
        return checker.attribute_test(node, span);
    }
    Judgement operator()(const PatternTest& node) const { return checker.pattern_test(node); }
    Judgement operator()(const TypeTest& node) const { return checker.type_test(node); }
    Judgement operator()(const SetConstruction& node) const { return checker.set(node, span); }
    Judgement operator()(const RecordConstruction& node) const { return checker.record(node); }
    Judgement operator()(const ExtensionCall& node) const {
        return checker.extension_call(node, span);
    }
};

std::string shown(const Type& type) {
    constexpr std::size_t kMaxShown = 160;
    std::string text = to_text(type);
    if (text.size() <= kMaxShown) return text;
    // Attribute names may be any Unicode: not in the middle of a character.
    std::size_t end = kMaxShown;
    while ((static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end) + "...";
}

Judgement Typechecker::check(const Expression& expression) {
    Judgement judgement = std::visit(Visitor{*this, expression.span}, expression.node);
    // What is not well typed vouches for nothing.
    if (!judgement.sound) judgement.earned.clear();
    if (judgement.type && detail_ == TypingDetail::types) {
        typing_.types.insert_or_assign(&expression, judgement.type);
    }
    return judgement;
}

bool Typechecker::fits(const Type& type, Expected expected) {
    const bool entity = type.kind == TypeKind::entity || type.kind == TypeKind::any_entity;
    switch (expected) {
        case Expected::boolean:
            return schema::is_boolean(type);
        case Expected::integer:
            return type.kind == TypeKind::integer;
        case Expected::string:
            return type.kind == TypeKind::string;
        case Expected::set:
            return type.kind == TypeKind::set;
        case Expected::entity:
            return entity;
        case Expected::entity_or_record:
            return entity || type.kind == TypeKind::record;
        case Expected::entities:
            break;
    }
    return entity || (type.kind == TypeKind::set && fits(*type.element, Expected::entity));
}

std::string_view Typechecker::describe(Expected expected) {
    switch (expected) {
        case Expected::boolean:
            return "Bool";
        case Expected::integer:
            return "Long";
        case Expected::string:
            return "String";
        case Expected::set:
            return "a set";
        case Expected::entity:
            return "an entity";
        case Expected::entity_or_record:
            return "an entity or a record";
        case Expected::entities:
            break;
    }
    return "an entity or a set of entities";
}

Judgement Typechecker::expect(const Expression& expression, Expected expected, Help help) {
    Judgement judgement = check(expression);
    if (!judgement.type) return {nullptr, {}, false};
    if (fits(*judgement.type, expected)) return judgement;
    return fail(FindingKind::unexpected_type, expression.span,
                "expected " + std::string(describe(expected)) + ", found " + shown(*judgement.type),
                help != nullptr ? std::string(help(*judgement.type)) : std::string{});
}

Judgement Typechecker::literal(const Literal& node) {
    const Value& value = node.value;
    if (const bool* truth = value.as_bool()) {
        return {*truth ? schema::always_true_type() : schema::always_false_type()};
    }
    if (const std::int64_t* number = value.as_long()) {
        return {schema::integer_type(), {}, true, {*number, *number}};
    }
    if (value.as_string() != nullptr) return {schema::string_type()};
    // That a type or an action is not declared is an error of the policy as a whole.
    const EntityUid* uid = value.as_entity();
    const bool declared = uid != nullptr && (schema_.find_entity_type(uid->type) != nullptr ||
                                             schema_.find_action(*uid) != nullptr);
    if (!declared) return {nullptr, {}, false};
    return {schema::entity_type(uid->type)};
}

Judgement Typechecker::variable(const Variable& node) const {
    switch (node.name) {
        case VariableName::principal:
            return {principal_};
        case VariableName::action:
            return {action_};
        case VariableName::resource:
            return {resource_};
        case VariableName::context:
            break;
    }
    return {environment_.action->context};
}

Judgement Typechecker::negated(Judgement operand) {
    if (!operand.type) return {schema::boolean_type(), {}, false};
    TypePointer type = schema::boolean_type();
    if (operand.is(TypeKind::always_true)) type = schema::always_false_type();
    if (operand.is(TypeKind::always_false)) type = schema::always_true_type();
    return {std::move(type), {}, operand.sound};
}

Judgement Typechecker::unary(const Unary& node, Span span) {
    if (node.operation == UnaryOperator::logical_not) {
        return negated(expect_boolean(*node.operand));
    }
    if (node.operation == UnaryOperator::is_empty) {
        const Judgement operand = expect(*node.operand, Expected::set, [](const Type& found) {
            return std::string_view(found.kind == TypeKind::string ? "compare it with \"\"" : "");
        });
        return {schema::boolean_type(), {}, operand.sound};
    }
    const Judgement operand = expect(*node.operand, Expected::integer);
    const auto range = negation(operand.range);
    if (!range) hazard(span, "the negation may overflow");
    return {schema::integer_type(), {}, operand.sound, range.value_or(Range{})};
}

Judgement Typechecker::conditional(const Conditional& node, Span span) {
    Judgement condition = expect_boolean(*node.condition);
    const bool sound = condition.sound;
    Judgement result;
    if (condition.is(TypeKind::always_true)) {
        const std::size_t begin = knowledge_.mark();
        knowledge_.learn(condition.earned);
        result = check(*node.consequent);
        knowledge_.forget_since(begin);
        result.earned.insert(result.earned.end(), condition.earned.begin(), condition.earned.end());
    } else if (condition.is(TypeKind::always_false)) {
        result = check(*node.alternative);
    } else {
        result = both_branches(node, std::move(condition), span);
    }
    result.sound = result.sound && sound;
    return result;
}

Judgement Typechecker::both_branches(const Conditional& node, Judgement condition, Span span) {
    const std::size_t begin = knowledge_.mark();
    knowledge_.learn(condition.earned);
    Judgement consequent = check(*node.consequent);
    knowledge_.forget_since(begin);
    if (consequent.sound) {
        consequent.earned.insert(consequent.earned.end(), condition.earned.begin(),
                                 condition.earned.end());
    }
    Judgement alternative = check(*node.alternative);
    if (!consequent.type || !alternative.type) return {nullptr, {}, false};
    TypePointer bound = least_upper_bound(consequent.type, alternative.type);
    if (!bound) {
        return fail(FindingKind::incompatible_types, span,
                    "expected both branches to be of one type, found " + shown(*consequent.type) +
                        " and " + shown(*alternative.type));
    }
    return {std::move(bound),
            common_to(std::move(consequent.earned), std::move(alternative.earned)),
            consequent.sound && alternative.sound, hull(consequent.range, alternative.range)};
}

Judgement Typechecker::disjunction(const Disjunction& node) {
    Judgement left = expect_boolean(*node.operands.front());
    for (std::size_t index = 1; index < node.operands.size(); ++index) {
        if (left.is(TypeKind::always_true)) return left;
        left = either(std::move(left), expect_boolean(*node.operands[index]));
    }
    return left;
}

// Where one side is always false, the other alone can make the whole true, and what it earns is
// certain; else only what both earn.
// What conjunction() does at each step.
Judgement Typechecker::both(Judgement left, Judgement right) {
    if (left.is(TypeKind::always_false)) return left;
    if (!left.type || !right.type) return {schema::boolean_type(), {}, false};
    const bool sound = left.sound && right.sound;
    if (right.is(TypeKind::always_false)) return {right.type, {}, sound};
    Judgement result{right.type, {}, sound};
    if (right.is(TypeKind::always_true)) {
        result.type = left.type;
    } else if (!left.is(TypeKind::always_true)) {
        result.type = schema::boolean_type();
    }
    if (!sound) return result;
    result.earned = std::move(right.earned);
    if (!left.is(TypeKind::always_true) || right.is(TypeKind::always_true)) {
        result.earned.insert(result.earned.end(), left.earned.begin(), left.earned.end());
    }
    return result;
}

Judgement Typechecker::either(Judgement left, Judgement right) {
    const bool sound = left.sound && right.sound;
    if (!left.type || !right.type) return {schema::boolean_type(), {}, false};
    Judgement result;
    if (right.is(TypeKind::always_true) || left.is(TypeKind::always_false)) {
        result = right.is(TypeKind::always_false) ? std::move(left) : std::move(right);
    } else if (right.is(TypeKind::always_false)) {
        result = std::move(left);
    } else {
        result = {schema::boolean_type(),
                  common_to(std::move(left.earned), std::move(right.earned))};
    }
    result.sound = sound;
    if (!sound) result.earned.clear();
    return result;
}

bool Typechecker::comparable(const Judgement& left, const Judgement& right, Span span) {
    if (!left.type || !right.type || least_upper_bound(left.type, right.type)) return true;
    fail(FindingKind::incompatible_types, span,
         "expected two values of one type, found " + shown(*left.type) + " and " +
             shown(*right.type));
    return false;
}

Judgement Typechecker::fail(FindingKind kind, Span span, std::string message, std::string help) {
    typing_.errors.push_back({kind, span, std::move(message), std::move(help)});
    return {nullptr, {}, false};
}

void Typechecker::hazard(Span span, std::string reason) {
    typing_.hazards.push_back({span, std::move(reason)});
}

}  // namespace postvern::policy::language::validation
