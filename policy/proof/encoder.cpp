#include "policy/proof/encoder.hpp"

#include <type_traits>
#include <utility>
#include <variant>

#include "policy/language/extension/function.hpp"
#include "policy/proof/operators.hpp"
#include "policy/proof/unsupported.hpp"

namespace postvern::policy::proof {

using language::BinaryOperator;
using language::Expression;

namespace {

// Whether an expression is boolean or an error, whatever its operands are.
bool is_boolean(const Expression& expression) {
    if (const auto* unary = std::get_if<language::Unary>(&expression.node)) {
        return unary->operation != language::UnaryOperator::negate;
    }
    if (const auto* binary = std::get_if<language::Binary>(&expression.node)) {
        switch (binary->operation) {
            case BinaryOperator::add:
            case BinaryOperator::subtract:
            case BinaryOperator::multiply:
            case BinaryOperator::get_tag:
                return false;
            default:
                return true;
        }
    }
    if (const auto* call = std::get_if<language::ExtensionCall>(&expression.node)) {
        return language::extension::signature(call->function).result ==
               language::extension::Type::boolean;
    }
    return std::holds_alternative<language::Conjunction>(expression.node) ||
           std::holds_alternative<language::Disjunction>(expression.node) ||
           std::holds_alternative<language::AttributeTest>(expression.node) ||
           std::holds_alternative<language::PatternTest>(expression.node) ||
           std::holds_alternative<language::TypeTest>(expression.node);
}

}  // namespace

// One function per kind of node, as in engine::Evaluator.
struct Encoder::Visitor {
    Encoder& encoder;
    Facts& facts;
    Terms& terms;

    Meaning encode(const language::ExpressionPointer& operand) const {
        return encoder.encode(*operand);
    }

    // What comes after an operand fails where the operand does.
    Meaning after(TermPointer error, Meaning meaning) const {
        meaning.error = terms.any_of({error, meaning.error});
        return meaning;
    }

    Meaning operator()(const language::Literal& node) const {
        return {terms.truth(false), constant(facts, node.value)};
    }

    Meaning operator()(const language::Variable& node) const {
        switch (node.name) {
            case language::VariableName::principal:
                return success(terms, encoder.principal());
            case language::VariableName::action:
                return success(terms, encoder.action());
            case language::VariableName::resource:
                return success(terms, encoder.resource());
            case language::VariableName::context:
                break;
        }
        return {terms.truth(false), facts.context(*encoder.environment_.action->context)};
    }

    Meaning operator()(const language::Unary& node) const {
        const Meaning operand = encode(node.operand);
        return after(operand.error, apply(facts, node.operation, operand.value));
    }

    Meaning operator()(const language::Binary& node) const {
        const Meaning left = encode(node.left);
        const Meaning right = encode(node.right);
        return after(terms.any_of({left.error, right.error}),
                     apply(facts, node.operation, left.value, right.value));
    }

    Meaning operator()(const language::Conjunction& node) const {
        return chain(node.operands, false);
    }

    Meaning operator()(const language::Disjunction& node) const {
        return chain(node.operands, true);
    }

    // Operands in order, until one equals `decisive`; an error counts only where it is reached.
    Meaning chain(const std::vector<language::ExpressionPointer>& operands, bool decisive) const {
        TermPointer reached = terms.truth(true);
        std::vector<TermPointer> errors;
        for (const auto& operand : operands) {
            if (reached->is(false)) break;
            const Meaning part = encode(operand);
            errors.push_back(terms.all_of({reached, part.error}));
            if (!is_of(part.value, DomainKind::boolean)) {
                errors.push_back(reached);
                break;
            }
            const TermPointer passes = decisive ? terms.negate(part.value.term) : part.value.term;
            reached = terms.all_of({reached, passes});
        }
        return {terms.any_of(std::move(errors)), {decisive ? terms.negate(reached) : reached}};
    }

    Meaning operator()(const language::Conditional& node) const {
        const Meaning condition = encode(node.condition);
        if (!is_of(condition.value, DomainKind::boolean)) return failure(terms);
        const TermPointer chosen = condition.value.term;
        if (chosen->is_constant()) {
            return after(condition.error,
                         encode(chosen->number != 0 ? node.consequent : node.alternative));
        }
        const Meaning yes = encode(node.consequent);
        const Meaning no = encode(node.alternative);
        return {terms.any_of({condition.error, terms.all_of({chosen, yes.error}),
                              terms.all_of({terms.negate(chosen), no.error})}),
                choose(facts, chosen, yes.value, no.value)};
    }

    // The attribute of a record or an entity, and whether it is there; nothing if it cannot be.
    std::optional<MemberSymbol> find(const Symbol& holder, const std::string& name) const {
        if (holder.record) return facts.member(*holder.record, name);
        auto member = facts.member(*facts.attributes(holder.term).record, name);
        if (member) member->present = terms.all_of({facts.known(holder.term), member->present});
        return member;
    }

    static bool has_attributes(const Symbol& symbol) {
        return symbol.record || is_of(symbol, DomainKind::entity);
    }

    Meaning operator()(const language::AttributeAccess& node) const {
        const Meaning operand = encode(node.operand);
        if (!has_attributes(operand.value)) return failure(terms);
        const auto member = find(operand.value, node.name);
        if (!member) return failure(terms);
        return {terms.any_of({operand.error, terms.negate(member->present)}), member->value};
    }

    Meaning operator()(const language::AttributeTest& node) const {
        const Meaning operand = encode(node.operand);
        TermPointer there = terms.truth(true);
        Symbol holder = operand.value;
        for (const std::string& name : node.path) {
            if (!has_attributes(holder)) {
                return {terms.any_of({operand.error, there}), {there}};
            }
            const auto member = find(holder, name);
            if (!member) return {operand.error, {terms.truth(false)}};
            there = terms.all_of({there, member->present});
            holder = member->value;
        }
        return {operand.error, {there}};
    }

    Meaning operator()(const language::PatternTest& node) const {
        const Meaning operand = encode(node.operand);
        if (!is_of(operand.value, DomainKind::text)) return failure(terms);
        return {operand.error, {facts.like(operand.value.term, node.pattern)}};
    }

    Meaning operator()(const language::TypeTest& node) const {
        const Meaning operand = encode(node.operand);
        if (!is_of(operand.value, DomainKind::entity)) return failure(terms);
        const bool fits = operand.value.term->domain->type == node.type;
        if (!fits || !node.container) return {operand.error, {terms.truth(fits)}};
        const Meaning container = encode(node.container);
        return after(terms.any_of({operand.error, container.error}),
                     apply(facts, BinaryOperator::in, operand.value, container.value));
    }

    Meaning operator()(const language::SetConstruction& node) const {
        std::vector<TermPointer> errors;
        std::vector<TermPointer> elements;
        for (const auto& element : node.elements) {
            const Meaning part = encode(element);
            errors.push_back(part.error);
            const TermPointer term = term_of(part.value);
            if (term == nullptr) throw Unsupported("a set of records");
            elements.push_back(term);
        }
        return {terms.any_of(std::move(errors)), {terms.set_of(std::move(elements))}};
    }

    Meaning operator()(const language::RecordConstruction& node) const {
        std::vector<TermPointer> errors;
        RecordSymbol record;
        for (const auto& member : node.members) {
            Meaning part = encode(member.value);
            errors.push_back(part.error);
            record.members.emplace(member.name,
                                   MemberSymbol{terms.truth(true), std::move(part.value)});
        }
        return {terms.any_of(std::move(errors)),
                {nullptr, std::make_shared<const RecordSymbol>(std::move(record))}};
    }

    Meaning operator()(const language::ExtensionCall& node) const {
        std::vector<TermPointer> errors;
        std::vector<Symbol> arguments;
        for (const auto& argument : node.arguments) {
            Meaning part = encode(argument);
            errors.push_back(part.error);
            arguments.push_back(std::move(part.value));
        }
        return after(terms.any_of(std::move(errors)), call(facts, node.function, arguments));
    }
};

Encoder::Encoder(Facts& facts, const language::schema::RequestEnvironment& environment)
    : facts_(facts), terms_(facts.terms()), environment_(environment) {}

TermPointer Encoder::principal() const { return facts_.principal(environment_.principal->name); }
TermPointer Encoder::action() const { return terms_.entity(environment_.action->uid); }
TermPointer Encoder::resource() const { return facts_.resource(environment_.resource->name); }

Meaning Encoder::encode(const Expression& expression) {
    try {
        return std::visit(Visitor{*this, facts_, terms_}, expression.node);
    } catch (const Unsupported& reason) {
        if (!is_boolean(expression)) throw;
        return anything(expression, reason.what());
    }
}

Meaning Encoder::condition(const Expression& expression) {
    try {
        Meaning meaning = encode(expression);
        if (!is_of(meaning.value, DomainKind::boolean)) return failure(terms_);
        return meaning;
    } catch (const Unsupported& reason) {
        return anything(expression, reason.what());
    }
}

// One expression comes to one thing in one request: so its own address is the name.
Meaning Encoder::anything(const Expression& expression, const std::string& why) {
    const auto fresh = [&](const char* what) {
        const std::string place = std::to_string(reinterpret_cast<std::uintptr_t>(&expression));
        return terms_.apply(
            terms_.function(Role::unknown, why + "#" + place + what, {}, terms_.boolean()), {});
    };
    return {fresh(" fails"), {fresh(" holds")}};
}

}  // namespace postvern::policy::proof
