// The typing rules of Cedar's strict validation for expressions, in one request environment. One
// function per kind of expression. Not thread-safe.
//
// A judgement of an expression has a type, or none where an error leaves it unknown; the
// capabilities that it earns where it is true; and whether all of it is well typed. A part that is
// not still gets the type it would have, so that one fault yields one error.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "policy/language/validation/knowledge.hpp"
#include "policy/language/validation/policy_typer.hpp"
#include "policy/language/validation/range.hpp"
#include "policy/language/validation/type_relations.hpp"

namespace postvern::policy::language::validation {

struct Judgement {
    TypePointer type;  // null: unknown
    Capabilities earned = {};
    bool sound = true;
    Range range = {};  // of a Long

    bool is(TypeKind kind) const { return type && type->kind == kind; }
};

class Typechecker {
  public:
    // All must outlive it; errors, hazards and types go to `typing`.
    Typechecker(const schema::Schema& schema, const schema::RequestEnvironment& environment,
                ExpressionNumbers& numbers, PolicyTyping& typing, TypingDetail detail)
        : schema_(schema),
          environment_(environment),
          numbers_(numbers),
          typing_(typing),
          detail_(detail),
          principal_(schema::entity_type(environment.principal->name)),
          action_(schema::entity_type(environment.action->uid.type)),
          resource_(schema::entity_type(environment.resource->name)) {}

    Judgement check(const Expression& expression);

    // A chain of `&&`, as Cedar reads it from the left. Each part is given by a function that
    // judges it, so that one which is never reached is not judged.
    template <class Part>
    Judgement conjunction(std::size_t count, const Part& part);
    // The same, read from the right, as Cedar does the conditions of a policy: c1 && (c2 && c3).
    template <class Part>
    Judgement conjunction_from_right(std::size_t count, const Part& part);

    Judgement expect_boolean(const Expression& expression) {
        return expect(expression, Expected::boolean);
    }
    static Judgement negated(Judgement operand);

  private:
    struct Visitor;

    // What an operand may be.
    enum class Expected { boolean, integer, string, set, entity, entity_or_record, entities };
    static bool fits(const Type& type, Expected expected);
    static std::string_view describe(Expected expected);

    using Help = std::string_view (*)(const Type& found);
    Judgement expect(const Expression& expression, Expected expected, Help help = nullptr);

    Judgement literal(const Literal& node);
    Judgement variable(const Variable& node) const;
    Judgement unary(const Unary& node, Span span);
    Judgement binary(const Binary& node, Span span);
    Judgement conditional(const Conditional& node, Span span);
    Judgement both_branches(const Conditional& node, Judgement condition, Span span);
    Judgement disjunction(const Disjunction& node);
    static Judgement either(Judgement left, Judgement right);
    static Judgement both(Judgement left, Judgement right);
    Judgement pattern_test(const PatternTest& node);
    Judgement type_test(const TypeTest& node);
    Judgement set(const SetConstruction& node, Span span);
    Judgement record(const RecordConstruction& node);
    Judgement extension_call(const ExtensionCall& node, Span span);
    bool check_constructor(const ExtensionCall& node, Span span);
    void note_extension_hazard(const ExtensionCall& node, Span span);

    Judgement access(const AttributeAccess& node, Span span);
    Judgement attribute_test(const AttributeTest& node, Span span);
    // One step of `has`: whether what `owner` yields, of the type `type`, has the attribute.
    Judgement has(const Type& type, ExpressionNumbers::Number owner, const std::string& name) const;
    // The attributes of a record or of entities of one type; none of a type of actions.
    const std::vector<schema::Attribute>& attributes_of(const Type& type) const;
    Judgement refuse_access(const Type& type, const std::string& name, Span span);

    Judgement equality(const Binary& node, Span span);
    Judgement comparison(const Binary& node, Span span);
    Judgement arithmetic(const Binary& node, Span span);
    Judgement arithmetic_result(BinaryOperator operation, const Judgement& left,
                                const Judgement& right, Span span);
    Judgement containment(const Binary& node, Span span);
    Judgement set_comparison(const Binary& node, Span span);
    Judgement has_tag(const Binary& node);
    Judgement get_tag(const Binary& node, Span span);
    // The type of the tags of an entity type; null if it has none.
    const TypePointer* tags_of(const Type& type) const;

    Judgement membership(const Expression& left, const Expression& right);
    // Whether `action` is in one of `groups`. Sets `declared` to false if one of them is an action
    // that the schema does not declare.
    bool action_is_in(const EntityUid& action, std::span<const EntityUid> groups,
                      bool& declared) const;
    // Whether an entity of the one type may be in one of the other: in the hierarchy of entities or
    // in that of actions.
    bool may_be_in(const Type& left, const Type& right) const;
    // The entity that an expression always is: a literal, or the environment's action.
    const EntityUid* constant_entity(const Expression& expression) const;
    std::optional<std::vector<EntityUid>> constant_entities(const Expression& expression) const;
    // The value that an expression always has, where Cedar sees it at once.
    std::optional<Value> constant(const Expression& expression) const;

    bool known(const Capability& capability) const { return knowledge_.contains(capability); }
    // Strict mode: both types have a bound in common, or that is an error.
    bool comparable(const Judgement& left, const Judgement& right, Span span);
    Judgement fail(FindingKind kind, Span span, std::string message, std::string help = {});
    void hazard(Span span, std::string reason);

    const schema::Schema& schema_;
    const schema::RequestEnvironment& environment_;
    ExpressionNumbers& numbers_;
    PolicyTyping& typing_;
    const TypingDetail detail_;
    const TypePointer principal_;
    const TypePointer action_;
    const TypePointer resource_;
    Knowledge knowledge_;
};

// As people write it, cut short where it is long.
std::string shown(const Type& type);

// INVARIANT: what the parts before were found to earn is known while a part is judged.
template <class Part>
Judgement Typechecker::conjunction(std::size_t count, const Part& part) {
    const std::size_t begin = knowledge_.mark();
    Judgement left = part(std::size_t{0});
    knowledge_.learn(left.earned);
    for (std::size_t index = 1; index < count && !left.is(TypeKind::always_false); ++index) {
        Judgement right = part(index);
        const bool sound = left.sound && right.sound;
        if (!left.type || !right.type) {
            left = {schema::boolean_type(), {}, false};
            knowledge_.forget_since(begin);
        } else if (right.is(TypeKind::always_false)) {
            left = {right.type, {}, sound};
        } else {
            const bool was_true = left.is(TypeKind::always_true);
            if (!sound || (was_true && !right.is(TypeKind::always_true))) {
                left.earned.clear();
                knowledge_.forget_since(begin);
            }
            if (was_true) {
                left.type = right.type;
            } else if (!right.is(TypeKind::always_true)) {
                left.type = schema::boolean_type();
            }
            left.sound = sound;
            if (sound) {
                knowledge_.learn(right.earned);
                left.earned.insert(left.earned.end(), right.earned.begin(), right.earned.end());
            }
        }
    }
    knowledge_.forget_since(begin);
    return left;
}

template <class Part>
Judgement Typechecker::conjunction_from_right(std::size_t count, const Part& part) {
    const std::size_t begin = knowledge_.mark();
    std::vector<Judgement> parts;
    while (parts.size() < count) {
        parts.push_back(part(parts.size()));
        if (parts.back().is(TypeKind::always_false)) break;
        knowledge_.learn(parts.back().earned);
    }
    knowledge_.forget_since(begin);
    Judgement whole = std::move(parts.back());
    for (std::size_t index = parts.size() - 1; index > 0; --index) {
        whole = both(std::move(parts[index - 1]), std::move(whole));
    }
    return whole;
}

}  // namespace postvern::policy::language::validation
