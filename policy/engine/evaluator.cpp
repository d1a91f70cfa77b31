#include "policy/engine/evaluator.hpp"

#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "policy/engine/extension_calls.hpp"
#include "policy/engine/operators.hpp"

namespace postvern::policy::engine {

using language::Expression;
using language::Span;

namespace {

const Value kTrue{true};
const Value kFalse{false};

Outcome truth(bool value) { return Outcome::borrow(value ? kTrue : kFalse); }

}  // namespace

// One function per kind of node; `span` is that of the node at hand, for errors.
struct Evaluator::Visitor {
    const Evaluator& evaluator;
    Span span;

    Outcome evaluate(const language::ExpressionPointer& operand) const {
        return evaluator.evaluate(*operand);
    }

    Outcome operator()(const language::Literal& node) const { return Outcome::borrow(node.value); }

    Outcome operator()(const language::Variable& node) const {
        switch (node.name) {
            case language::VariableName::principal:
                return Outcome::borrow(evaluator.principal_);
            case language::VariableName::action:
                return Outcome::borrow(evaluator.action_);
            case language::VariableName::resource:
                return Outcome::borrow(evaluator.resource_);
            case language::VariableName::context:
                break;
        }
        return Outcome::borrow(evaluator.context_);
    }

    Outcome operator()(const language::Unary& node) const {
        const Outcome operand = evaluate(node.operand);
        if (operand.failed()) return operand;
        return apply(node.operation, operand.value(), span);
    }

    Outcome operator()(const language::Binary& node) const {
        const Outcome left = evaluate(node.left);
        if (left.failed()) return left;
        const Outcome right = evaluate(node.right);
        if (right.failed()) return right;
        return apply(node.operation, left.value(), right.value(), evaluator.entities_, span);
    }

    Outcome operator()(const language::Conjunction& node) const {
        return chain(node.operands, false, "&&");
    }

    Outcome operator()(const language::Disjunction& node) const {
        return chain(node.operands, true, "||");
    }

    // Operands in order, until one equals `decisive`; those behind it are not evaluated.
    Outcome chain(const std::vector<language::ExpressionPointer>& operands, bool decisive,
                  std::string_view symbol) const {
        for (const auto& operand : operands) {
            const Outcome outcome = evaluate(operand);
            if (outcome.failed()) return outcome;
            const bool* const value = outcome.value().as_bool();
            if (value == nullptr) {
                return wrong_type(symbol, "bool", outcome.value(), operand->span);
            }
            if (*value == decisive) return truth(decisive);
        }
        return truth(!decisive);
    }

    Outcome operator()(const language::Conditional& node) const {
        const Outcome condition = evaluate(node.condition);
        if (condition.failed()) return condition;
        const bool* const chosen = condition.value().as_bool();
        if (chosen == nullptr) {
            return wrong_type("if", "bool", condition.value(), node.condition->span);
        }
        return evaluate(*chosen ? node.consequent : node.alternative);
    }

    Outcome operator()(const language::AttributeAccess& node) const {
        const Outcome operand = evaluate(node.operand);
        if (operand.failed()) return operand;
        const Value& holder = operand.value();
        if (const Record* const record = holder.as_record()) {
            return attribute_of(*record, node.name, "record", operand.owned());
        }
        const EntityUid* const uid = holder.as_entity();
        if (uid == nullptr) return wrong_type(".", "entity or record", holder, node.operand->span);
        const Entity* const entity = evaluator.entities_.find(*uid);
        if (entity == nullptr) {
            return EvaluationError{ErrorKind::missing_entity, span,
                                   "nothing is known of the " + uid->type + ", whose attribute " +
                                       language::to_quoted(node.name) + " was asked for"};
        }
        return attribute_of(entity->attributes, node.name, uid->type, false);
    }

    Outcome attribute_of(const Record& record, const std::string& name, std::string_view holder,
                         bool passing) const {
        const Value* const value = record.find(name);
        if (value == nullptr) {
            return EvaluationError{ErrorKind::missing_attribute, span,
                                   "the " + std::string(holder) + " has no attribute " +
                                       language::to_quoted(name)};
        }
        // A record made by this very expression dies with it; its attribute is copied out.
        return passing ? Outcome(*value) : Outcome::borrow(*value);
    }

    // `e has a.b.c` asks whether e.a.b.c may be written without an error of a missing attribute.
    Outcome operator()(const language::AttributeTest& node) const {
        const Outcome operand = evaluate(node.operand);
        if (operand.failed()) return operand;
        const Value* holder = &operand.value();
        for (const std::string& name : node.path) {
            const Record* record = holder->as_record();
            if (record == nullptr) {
                const EntityUid* const uid = holder->as_entity();
                if (uid == nullptr) return wrong_type("has", "entity or record", *holder, span);
                const Entity* const entity = evaluator.entities_.find(*uid);
                if (entity == nullptr) return truth(false);
                record = &entity->attributes;
            }
            holder = record->find(name);
            if (holder == nullptr) return truth(false);
        }
        return truth(true);
    }

    Outcome operator()(const language::PatternTest& node) const {
        const Outcome operand = evaluate(node.operand);
        if (operand.failed()) return operand;
        const std::string* const text = operand.value().as_string();
        if (text == nullptr) return wrong_type("like", "string", operand.value(), span);
        return truth(node.pattern.matches(*text));
    }

    // `e is T in c` is `e is T && e in c`.
    Outcome operator()(const language::TypeTest& node) const {
        const Outcome operand = evaluate(node.operand);
        if (operand.failed()) return operand;
        const EntityUid* const uid = operand.value().as_entity();
        if (uid == nullptr) return wrong_type("is", "entity", operand.value(), span);
        if (uid->type != node.type) return truth(false);
        if (!node.container) return truth(true);
        const Outcome container = evaluate(node.container);
        if (container.failed()) return container;
        return apply(language::BinaryOperator::in, operand.value(), container.value(),
                     evaluator.entities_, span);
    }

    Outcome operator()(const language::SetConstruction& node) const {
        std::vector<Value> elements;
        elements.reserve(node.elements.size());
        for (const auto& element : node.elements) {
            const Outcome outcome = evaluate(element);
            if (outcome.failed()) return outcome;
            elements.push_back(outcome.value());
        }
        return Value(Set(std::move(elements)));
    }

    Outcome operator()(const language::RecordConstruction& node) const {
        Record record;
        for (const auto& member : node.members) {
            const Outcome outcome = evaluate(member.value);
            if (outcome.failed()) return outcome;
            record.set(member.name, outcome.value());
        }
        return Value(std::move(record));
    }

    Outcome operator()(const language::ExtensionCall& node) const {
        std::vector<Outcome> outcomes;
        std::vector<const Value*> arguments;
        outcomes.reserve(node.arguments.size());  // so that owned values stay where they are
        for (const auto& argument : node.arguments) {
            outcomes.push_back(evaluate(argument));
            if (outcomes.back().failed()) return outcomes.back();
            arguments.push_back(&outcomes.back().value());
        }
        return call(node.function, arguments, span);
    }
};

Evaluator::Evaluator(const Entities& entities, const Request& request)
    : entities_(entities),
      request_(request),
      principal_(request.principal),
      action_(request.action),
      resource_(request.resource),
      context_(request.context) {}

Outcome Evaluator::evaluate(const Expression& expression) const {
    return std::visit(Visitor{*this, expression.span}, expression.node);
}

}  // namespace postvern::policy::engine
