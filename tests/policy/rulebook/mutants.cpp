#include "tests/policy/rulebook/mutants.hpp"

#include <cstddef>
#include <memory>
#include <utility>
#include <variant>

#include "policy/engine/explanation.hpp"

namespace postvern::policy::engine::testing {

using language::BinaryOperator;
using language::Expression;
using language::ExpressionPointer;
using language::PolicyEntry;
using language::PolicySyntax;
using language::ScopeConstraint;
using language::Span;

namespace {

// An expression in which one thing is different.
struct Variant {
    std::string what;  // "removed", "negated" or "boundary of"
    Span span;         // of the thing
    ExpressionPointer expression;
};

ExpressionPointer with_node(const Expression& original, Expression::Node node) {
    return std::make_shared<const Expression>(
        Expression{original.span, original.height, std::move(node)});
}

std::vector<Variant> variants_of(const ExpressionPointer& expression);

// Of a && b && c, or a || b || c: `Chain` is the node of either.
template <class Chain>
std::vector<Variant> variants_of_chain(const Expression& expression, const Chain& chain) {
    std::vector<Variant> variants;
    for (std::size_t i = 0; i < chain.operands.size(); ++i) {
        const ExpressionPointer& operand = chain.operands[i];
        Chain shorter = chain;
        shorter.operands.erase(shorter.operands.begin() + static_cast<std::ptrdiff_t>(i));
        variants.push_back({"removed", operand->span,
                            shorter.operands.size() == 1 ? shorter.operands.front()
                                                         : with_node(expression, shorter)});
        for (Variant& variant : variants_of(operand)) {
            Chain changed = chain;
            changed.operands[i] = std::move(variant.expression);
            variant.expression = with_node(expression, std::move(changed));
            variants.push_back(std::move(variant));
        }
    }
    return variants;
}

// Of ["a", "b"].contains(c), c.containsAll(["a", "b"]) and c in ["a", "b"]: without one of the elements.
std::vector<Variant> variants_of_list(const Expression& expression,
                                      const language::Binary& binary) {
    std::vector<Variant> variants;
    for (const auto side : {&language::Binary::left, &language::Binary::right}) {
        const auto* list = std::get_if<language::SetConstruction>(&(binary.*side)->node);
        if (list == nullptr) continue;
        for (std::size_t i = 0; i < list->elements.size(); ++i) {
            language::SetConstruction shorter = *list;
            shorter.elements.erase(shorter.elements.begin() + static_cast<std::ptrdiff_t>(i));
            language::Binary changed = binary;
            changed.*side = with_node(*(binary.*side), std::move(shorter));
            variants.push_back(
                {"removed", list->elements[i]->span, with_node(expression, std::move(changed))});
        }
    }
    return variants;
}

// The operator that differs from this one only where both sides are equal; itself if there is none.
BinaryOperator across_the_boundary(BinaryOperator operation) {
    switch (operation) {
        case BinaryOperator::less: return BinaryOperator::less_or_equal;
        case BinaryOperator::less_or_equal: return BinaryOperator::less;
        case BinaryOperator::greater: return BinaryOperator::greater_or_equal;
        case BinaryOperator::greater_or_equal: return BinaryOperator::greater;
        default: return operation;
    }
}

std::vector<Variant> variants_of(const ExpressionPointer& expression) {
    const Expression::Node& node = expression->node;
    if (const auto* all = std::get_if<language::Conjunction>(&node)) {
        return variants_of_chain(*expression, *all);
    }
    if (const auto* any = std::get_if<language::Disjunction>(&node)) {
        return variants_of_chain(*expression, *any);
    }
    std::vector<Variant> variants;
    if (const auto* unary = std::get_if<language::Unary>(&node)) {
        variants = variants_of(unary->operand);
        for (Variant& variant : variants) {
            variant.expression = with_node(
                *expression, language::Unary{unary->operation, std::move(variant.expression)});
        }
        return variants;
    }
    if (const auto* binary = std::get_if<language::Binary>(&node)) {
        variants = variants_of_list(*expression, *binary);
        const BinaryOperator across = across_the_boundary(binary->operation);
        if (across != binary->operation) {
            variants.push_back(
                {"boundary of", expression->span,
                 with_node(*expression, language::Binary{across, binary->left, binary->right})});
        }
    }
    variants.push_back(
        {"negated", expression->span,
         with_node(*expression,
                   language::Unary{language::UnaryOperator::logical_not, expression})});
    return variants;
}

class Mutation {
  public:
    explicit Mutation(const PolicyEntry& entry) : entry_(entry) {}

    std::vector<Mutant> run() {
        scope(&PolicySyntax::principal);
        scope(&PolicySyntax::action);
        scope(&PolicySyntax::resource);
        for (std::size_t i = 0; i < entry_.syntax.conditions.size(); ++i) condition(i);
        return std::move(mutants_);
    }

  private:
    void add(const std::string& what, Span span, PolicySyntax syntax) {
        const auto& source = *entry_.source;
        const std::string line = std::to_string(source.position(span.begin).line);
        mutants_.push_back({source.name() + ":" + line + ": " + entry_.id, what,
                            on_one_line(source.text(span)), std::move(syntax)});
    }

    void scope(ScopeConstraint PolicySyntax::*part) {
        const ScopeConstraint& constraint = entry_.syntax.*part;
        if (std::holds_alternative<language::AnyEntity>(constraint.demand)) return;
        PolicySyntax without = entry_.syntax;
        (without.*part).demand = language::AnyEntity{};
        add("removed", constraint.span, std::move(without));
        const auto* list = std::get_if<language::InHierarchy>(&constraint.demand);
        if (list == nullptr || list->ancestors.size() == 1) return;
        for (std::size_t i = 0; i < list->ancestors.size(); ++i) {
            language::InHierarchy shorter = *list;
            shorter.ancestors.erase(shorter.ancestors.begin() + static_cast<std::ptrdiff_t>(i));
            PolicySyntax changed = entry_.syntax;
            (changed.*part).demand = std::move(shorter);
            add("removed " + list->ancestors[i].id + " of", constraint.span, std::move(changed));
        }
    }

    void condition(std::size_t index) {
        const language::Condition& condition = entry_.syntax.conditions[index];
        PolicySyntax without = entry_.syntax;
        without.conditions.erase(without.conditions.begin() + static_cast<std::ptrdiff_t>(index));
        add("removed", condition.span, std::move(without));
        for (Variant& variant : variants_of(condition.body)) {
            PolicySyntax changed = entry_.syntax;
            changed.conditions[index].body = std::move(variant.expression);
            add(variant.what, variant.span, std::move(changed));
        }
    }

    const PolicyEntry& entry_;
    std::vector<Mutant> mutants_;
};

}  // namespace

std::vector<Mutant> mutants_of(const PolicyEntry& entry) { return Mutation(entry).run(); }

}  // namespace postvern::policy::engine::testing
