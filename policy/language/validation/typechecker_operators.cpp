// The binary operators of the type checker.
#include <algorithm>
#include <utility>

#include "policy/language/validation/conformance.hpp"
#include "policy/language/validation/typechecker.hpp"

namespace postvern::policy::language::validation {

namespace {

bool is_ordered(const Type& type) {
    return type.kind == TypeKind::integer || (type.kind == TypeKind::extension &&
                                              (type.name == "datetime" || type.name == "duration"));
}

std::string_view help_for_set(const Type& found) {
    switch (found.kind) {
        case TypeKind::entity:
            return "try `in`";
        case TypeKind::record:
            return "try `has`";
        case TypeKind::string:
            return "try `like`";
        default:
            return "";
    }
}

std::string_view help_for_sum(const Type& found) {
    return found.kind == TypeKind::string ? "Cedar does not join strings" : "";
}

// A boolean literal, or a chain of them, which Cedar makes a literal when it reads it.
std::optional<bool> folded(const Expression& expression) {
    if (const auto* literal = std::get_if<Literal>(&expression.node)) {
        const bool* const truth = literal->value.as_bool();
        return truth != nullptr ? std::optional(*truth) : std::nullopt;
    }
    const auto* const conjunction = std::get_if<Conjunction>(&expression.node);
    const auto* const disjunction = std::get_if<Disjunction>(&expression.node);
    if (conjunction == nullptr && disjunction == nullptr) return std::nullopt;
    bool whole = conjunction != nullptr;
    for (const auto& operand : whole ? conjunction->operands : disjunction->operands) {
        const auto truth = folded(*operand);
        if (!truth) return std::nullopt;
        whole = conjunction != nullptr ? whole && *truth : whole || *truth;
    }
    return whole;
}

}  // namespace

Judgement Typechecker::binary(const Binary& node, Span span) {
    switch (node.operation) {
        case BinaryOperator::equal:
            return equality(node, span);
        case BinaryOperator::not_equal:
            return negated(equality(node, span));
        case BinaryOperator::less:
        case BinaryOperator::less_or_equal:
        case BinaryOperator::greater:
        case BinaryOperator::greater_or_equal:
            return comparison(node, span);
        case BinaryOperator::in:
            return membership(*node.left, *node.right);
        case BinaryOperator::add:
        case BinaryOperator::subtract:
        case BinaryOperator::multiply:
            return arithmetic(node, span);
        case BinaryOperator::contains:
            return containment(node, span);
        case BinaryOperator::contains_all:
        case BinaryOperator::contains_any:
            return set_comparison(node, span);
        case BinaryOperator::has_tag:
            return has_tag(node);
        case BinaryOperator::get_tag:
            break;
    }
    return get_tag(node, span);
}

Judgement Typechecker::equality(const Binary& node, Span span) {
    const Judgement left = check(*node.left);
    const Judgement right = check(*node.right);
    const bool sound = left.sound && right.sound;
    if (left.type && right.type && are_disjoint(*left.type, *right.type)) {
        return {schema::always_false_type(), {}, sound};
    }
    const auto one = constant(*node.left);
    const auto other = constant(*node.right);
    if (one && other) {
        return {
            *one == *other ? schema::always_true_type() : schema::always_false_type(), {}, sound};
    }
    const bool strict = comparable(left, right, span);
    return {schema::boolean_type(), {}, sound && strict};
}

Judgement Typechecker::comparison(const Binary& node, Span span) {
    const Judgement left = check(*node.left);
    const Judgement right = check(*node.right);
    const bool sound = left.sound && right.sound;
    if (!left.type || !right.type) return {schema::boolean_type(), {}, false};
    if (*left.type == *right.type && is_ordered(*left.type)) {
        return {schema::boolean_type(), {}, sound};
    }
    fail(FindingKind::unexpected_type, span,
         "expected two values of Long, datetime or duration, found " + shown(*left.type) + " and " +
             shown(*right.type));
    return {schema::boolean_type(), {}, false};
}

Judgement Typechecker::arithmetic(const Binary& node, Span span) {
    const Help help = node.operation == BinaryOperator::add ? help_for_sum : nullptr;
    const Judgement left = expect(*node.left, Expected::integer, help);
    const Judgement right = expect(*node.right, Expected::integer, help);
    return arithmetic_result(node.operation, left, right, span);
}

Judgement Typechecker::arithmetic_result(BinaryOperator operation, const Judgement& left,
                                         const Judgement& right, Span span) {
    const auto range = operation == BinaryOperator::add        ? sum(left.range, right.range)
                       : operation == BinaryOperator::subtract ? difference(left.range, right.range)
                                                               : product(left.range, right.range);
    if (!range) hazard(span, "the result may leave the range of a Long");
    return {schema::integer_type(), {}, left.sound && right.sound, range.value_or(Range{})};
}

Judgement Typechecker::containment(const Binary& node, Span span) {
    const Judgement left = expect(*node.left, Expected::set, help_for_set);
    const Judgement right = check(*node.right);
    const Judgement element{left.type ? left.type->element : nullptr};
    const bool strict = comparable(element, right, span);
    return {schema::boolean_type(), {}, left.sound && right.sound && strict};
}

Judgement Typechecker::set_comparison(const Binary& node, Span span) {
    const Judgement left = expect(*node.left, Expected::set, help_for_set);
    const Judgement right = expect(*node.right, Expected::set, [](const Type&) {
        return std::string_view("try `contains` for a single element");
    });
    const bool strict = comparable(left, right, span);
    return {schema::boolean_type(), {}, left.sound && right.sound && strict};
}

const TypePointer* Typechecker::tags_of(const Type& type) const {
    const auto* declared = schema_.find_entity_type(type.name);
    return declared != nullptr && declared->tags ? &declared->tags : nullptr;
}

Judgement Typechecker::has_tag(const Binary& node) {
    const Judgement entity = expect(*node.left, Expected::entity);
    const Judgement tag = expect(*node.right, Expected::string);
    if (!entity.type) return {nullptr, {}, false};
    const Capability capability{numbers_.of(*node.left), numbers_.of(*node.right),
                                Capability::Kind::tag};
    TypePointer type = schema::boolean_type();
    if (tags_of(*entity.type) == nullptr) {
        type = schema::always_false_type();
    } else if (known(capability)) {
        type = schema::always_true_type();
    }
    return {std::move(type), {capability}, entity.sound && tag.sound};
}

Judgement Typechecker::get_tag(const Binary& node, Span span) {
    const Judgement entity = expect(*node.left, Expected::entity);
    const Judgement tag = expect(*node.right, Expected::string);
    if (!entity.type) return {nullptr, {}, false};
    const Capability capability{numbers_.of(*node.left), numbers_.of(*node.right),
                                Capability::Kind::tag};
    if (!known(capability)) {
        return fail(FindingKind::unsafe_tag, span,
                    "expected a tag that is known to be there, found one that may be missing",
                    "test for it with hasTag before");
    }
    const TypePointer* tags = tags_of(*entity.type);
    if (tags == nullptr) {
        return fail(
            FindingKind::no_tags, span,
            "expected an entity with tags, found " + shown(*entity.type) + ", which has none");
    }
    return {*tags, {}, entity.sound && tag.sound};
}

// --- in -------------------------------------------------------------------------------------

const EntityUid* Typechecker::constant_entity(const Expression& expression) const {
    if (const auto* literal = std::get_if<Literal>(&expression.node)) {
        return literal->value.as_entity();
    }
    const auto* variable = std::get_if<Variable>(&expression.node);
    const bool action = variable != nullptr && variable->name == VariableName::action;
    return action ? &environment_.action->uid : nullptr;
}

std::optional<Value> Typechecker::constant(const Expression& expression) const {
    if (const EntityUid* uid = constant_entity(expression)) return Value(*uid);
    if (const auto* literal = std::get_if<Literal>(&expression.node)) return literal->value;
    if (const auto truth = folded(expression)) return Value(*truth);
    return std::nullopt;
}

std::optional<std::vector<EntityUid>> Typechecker::constant_entities(
    const Expression& expression) const {
    if (const EntityUid* uid = constant_entity(expression)) return std::vector{*uid};
    const auto* set = std::get_if<SetConstruction>(&expression.node);
    if (set == nullptr) return std::nullopt;
    std::vector<EntityUid> uids;
    for (const ExpressionPointer& element : set->elements) {
        const EntityUid* uid = constant_entity(*element);
        if (uid == nullptr) return std::nullopt;
        uids.push_back(*uid);
    }
    return uids;
}

bool Typechecker::action_is_in(const EntityUid& action, std::span<const EntityUid> groups,
                               bool& declared) const {
    bool found = false;
    for (const EntityUid& group : groups) {
        if (!is_action_type(group.type)) continue;
        const auto* known = schema_.find_action(group);
        if (known == nullptr) {
            declared = false;
            continue;
        }
        found = found || group == action ||
                std::binary_search(known->descendants.begin(), known->descendants.end(), action);
    }
    return found;
}

bool Typechecker::may_be_in(const Type& left, const Type& right) const {
    if (schema_.may_be_in(left.name, right.name)) return true;
    if (!schema_.is_action_type(left.name)) return false;
    const auto& actions = schema_.actions();
    return std::any_of(actions.begin(), actions.end(), [&](const auto& entry) {
        const auto& descendants = entry.second.descendants;
        return entry.first.type == right.name &&
               std::any_of(descendants.begin(), descendants.end(),
                           [&](const EntityUid& uid) { return uid.type == left.name; });
    });
}

Judgement Typechecker::membership(const Expression& left, const Expression& right) {
    const Judgement one = expect(left, Expected::entity,
                                 [](const Type&) { return std::string_view("try `contains`"); });
    const Judgement other = expect(right, Expected::entities, [](const Type& found) {
        return std::string_view(found.kind == TypeKind::set      ? "try `contains`"
                                : found.kind == TypeKind::string ? "try `like`"
                                                                 : "");
    });
    if (!one.sound || !other.sound) return {schema::boolean_type(), {}, false};
    const EntityUid* uid = constant_entity(left);
    if (uid != nullptr && is_action_type(uid->type)) {
        if (const auto groups = constant_entities(right)) {
            bool declared = true;
            const bool found = action_is_in(*uid, *groups, declared);
            if (!declared) return {schema::boolean_type(), {}, false};
            return {found ? schema::always_true_type() : schema::always_false_type()};
        }
    }
    const Type& container = other.is(TypeKind::set) ? *other.type->element : *other.type;
    const bool possible = one.type->kind != TypeKind::entity ||
                          container.kind != TypeKind::entity || may_be_in(*one.type, container);
    return {possible ? schema::boolean_type() : schema::always_false_type()};
}

}  // namespace postvern::policy::language::validation
