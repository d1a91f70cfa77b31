#include "policy/engine/compiled/graph_builder.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

namespace postvern::policy::engine::compiled {

using language::Expression;
using language::ExpressionPointer;

namespace {

// In the order of language::BinaryOperator; not_equal is the negation of equal.
constexpr std::array kBinaryKinds = {
    NodeKind::equal,        NodeKind::equal,
    NodeKind::less,         NodeKind::less_or_equal,
    NodeKind::greater,      NodeKind::greater_or_equal,
    NodeKind::in,           NodeKind::add,
    NodeKind::subtract,     NodeKind::multiply,
    NodeKind::contains,     NodeKind::contains_all,
    NodeKind::contains_any, NodeKind::has_tag,
    NodeKind::get_tag,
};
static_assert(kBinaryKinds.size() ==
              static_cast<std::size_t>(language::BinaryOperator::get_tag) + 1);

constexpr std::array kUnaryKinds = {NodeKind::logical_not, NodeKind::negate, NodeKind::is_empty};

}  // namespace

GraphBuilder::GraphBuilder(Program& program, ExpressionGraph& graph)
    : program_(program),
      graph_(graph),
      encoder_(program.vocabulary, program.shapes, program.arena),
      evaluator_(no_entities_, no_request_) {}

Clauses GraphBuilder::add(const language::PolicySyntax& policy) {
    Clauses clauses;
    for (const language::Condition& condition : policy.conditions) {
        add_clauses(build(*condition.body), condition.kind == language::ConditionKind::when,
                    clauses);
    }
    for (const Clause& clause : clauses.list) graph_.use(clause.node);
    return clauses;
}

// Takes apart what holds only if all of its parts hold: a wanted `&&` and an unwanted `||`.
void GraphBuilder::add_clauses(NodeNumber node, bool wanted, Clauses& clauses) {
    if (clauses.hopeless) return;
    if (const auto truth = truth_of(node)) {
        clauses.hopeless = *truth != wanted;
        return;
    }
    const Node& known = graph_.node(node);
    if (known.kind == NodeKind::logical_not) {
        return add_clauses(graph_.operands(known)[0], !wanted, clauses);
    }
    if (known.kind == (wanted ? NodeKind::conjunction : NodeKind::disjunction)) {
        const auto span = graph_.operands(known);
        const Operands operands(span.begin(), span.end());
        for (const NodeNumber operand : operands) add_clauses(operand, wanted, clauses);
        return;
    }
    clauses.list.push_back({node, wanted});
}

// One function per kind of expression.
struct GraphBuilder::Visitor {
    GraphBuilder& builder;
    const Expression& expression;

    NodeNumber build(const ExpressionPointer& operand) const { return builder.build(*operand); }
    NodeNumber fold(NodeKind kind, std::uint32_t detail, const Operands& operands) const {
        return builder.fold(expression, kind, detail, operands);
    }
    AttributeNumber attribute(const std::string& name) const {
        return builder.program_.attributes.number(builder.program_.vocabulary.symbol(name));
    }
    Operands build_all(const std::vector<ExpressionPointer>& expressions) const {
        Operands operands;
        for (const auto& one : expressions) operands.push_back(build(one));
        return operands;
    }

    NodeNumber operator()(const language::Literal& node) const {
        return builder.graph_.add_constant(builder.encoder_.encode(node.value));
    }
    NodeNumber operator()(const language::Variable& node) const {
        return builder.graph_.add(NodeKind::variable, static_cast<std::uint32_t>(node.name), {});
    }
    NodeNumber operator()(const language::Unary& node) const {
        const NodeKind kind = kUnaryKinds[static_cast<std::size_t>(node.operation)];
        return fold(kind, 0, {build(node.operand)});
    }
    NodeNumber operator()(const language::Binary& node) const {
        const NodeKind kind = kBinaryKinds[static_cast<std::size_t>(node.operation)];
        const NodeNumber left = build(node.left);
        const NodeNumber right = build(node.right);
        const bool negated = node.operation == language::BinaryOperator::not_equal;
        if (!negated) return fold(kind, 0, {left, right});
        // Both constant: folded whole, because the interpreter evaluates this very expression.
        if (builder.graph_.constant(left) != nullptr && builder.graph_.constant(right) != nullptr) {
            return builder.boolean(
                !equal(*builder.graph_.constant(left), *builder.graph_.constant(right)));
        }
        const Operands sides{left, right};
        const Operands test{builder.graph_.add(NodeKind::equal, 0, sides)};
        return builder.graph_.add(NodeKind::logical_not, 0, test);
    }
    NodeNumber operator()(const language::Conjunction& node) const {
        return builder.build_chain(build_all(node.operands), NodeKind::conjunction);
    }
    NodeNumber operator()(const language::Disjunction& node) const {
        return builder.build_chain(build_all(node.operands), NodeKind::disjunction);
    }
    NodeNumber operator()(const language::Conditional& node) const {
        const NodeNumber condition = build(node.condition);
        if (const auto truth = builder.truth_of(condition)) {
            return build(*truth ? node.consequent : node.alternative);
        }
        const Operands operands{condition, build(node.consequent), build(node.alternative)};
        return builder.graph_.add(NodeKind::conditional, 0, operands);
    }
    NodeNumber operator()(const language::AttributeAccess& node) const {
        const NodeNumber operand = build(node.operand);
        return fold(NodeKind::attribute, attribute(node.name), {operand});
    }
    NodeNumber operator()(const language::AttributeTest& node) const {
        const NodeNumber operand = build(node.operand);
        if (node.path.size() == 1) return fold(NodeKind::has, attribute(node.path[0]), {operand});
        const Operands operands{operand};
        return builder.graph_.add(NodeKind::has_path, builder.path_number(node.path), operands);
    }
    NodeNumber operator()(const language::PatternTest& node) const {
        return fold(NodeKind::like, builder.pattern_number(node.pattern), {build(node.operand)});
    }
    NodeNumber operator()(const language::TypeTest& node) const {
        const NodeNumber operand = build(node.operand);
        const Symbol type = builder.program_.vocabulary.symbol(node.type);
        if (!node.container) return fold(NodeKind::is_type, type, {operand});
        return fold(NodeKind::is_type_in, type, {operand, build(node.container)});
    }
    NodeNumber operator()(const language::SetConstruction& node) const {
        return fold(NodeKind::set, 0, build_all(node.elements));
    }
    NodeNumber operator()(const language::RecordConstruction& node) const {
        Operands operands;
        for (const auto& member : node.members) operands.push_back(build(member.value));
        return fold(NodeKind::record, builder.layout_number(node), operands);
    }
    NodeNumber operator()(const language::ExtensionCall& node) const {
        if (node.arguments.size() != language::extension::signature(node.function).arity) {
            return miscall(node);
        }
        return fold(NodeKind::call, static_cast<std::uint32_t>(node.function),
                    build_all(node.arguments));
    }
    // Too few or too many arguments: an error of type, behind whatever errors they have themselves.
    // So is the negation of a set of them.
    NodeNumber miscall(const language::ExtensionCall& node) const {
        const Operands arguments{builder.graph_.add(NodeKind::set, 0, build_all(node.arguments))};
        return builder.graph_.add(NodeKind::negate, 0, arguments);
    }
};

NodeNumber GraphBuilder::build(const Expression& expression) {
    return std::visit(Visitor{*this, expression}, expression.node);
}

// Operands that decide nothing go, and those behind one that always decides. What is left still
// checks that each of its operands is a boolean.
NodeNumber GraphBuilder::build_chain(const Operands& operands, NodeKind kind) {
    const bool decisive = kind == NodeKind::disjunction;
    Operands left;
    for (const NodeNumber operand : operands) {
        const auto truth = truth_of(operand);
        if (truth && *truth != decisive) continue;
        const auto nested = graph_.operands(operand);
        if (graph_.node(operand).kind == kind) {
            left.insert(left.end(), nested.begin(), nested.end());
        } else {
            left.push_back(operand);
        }
        if (truth) break;
    }
    if (left.empty()) return boolean(!decisive);
    if (left.size() == 1 && (truth_of(left[0]) || is_test(graph_.node(left[0]).kind))) {
        return left[0];
    }
    return graph_.add(kind, 0, left);
}

bool GraphBuilder::depends_on_entities(NodeKind kind, const Operands& operands) const {
    switch (kind) {
        case NodeKind::in:
        case NodeKind::is_type_in:
        case NodeKind::has_tag:
        case NodeKind::get_tag:
            return true;
        case NodeKind::attribute:
        case NodeKind::has:
            return graph_.constant(operands[0])->tag == Tag::entity;
        default:
            return false;
    }
}

NodeNumber GraphBuilder::fold(const Expression& expression, NodeKind kind, std::uint32_t detail,
                              const Operands& operands) {
    const bool constant = std::all_of(operands.begin(), operands.end(), [this](NodeNumber operand) {
        return graph_.constant(operand) != nullptr;
    });
    if (constant && !depends_on_entities(kind, operands)) {
        const Outcome outcome = evaluator_.evaluate(expression);
        if (!outcome.failed()) return graph_.add_constant(encoder_.encode(outcome.value()));
    }
    return graph_.add(kind, detail, operands);
}

std::optional<bool> GraphBuilder::truth_of(NodeNumber node) const {
    const Cell* const constant = graph_.constant(node);
    if (constant == nullptr || constant->tag != Tag::boolean) return std::nullopt;
    return constant->bits != 0;
}

std::uint32_t GraphBuilder::pattern_number(const language::Pattern& pattern) {
    const std::vector<std::string> literals(pattern.literals().begin(), pattern.literals().end());
    const auto next = static_cast<std::uint32_t>(program_.patterns.size());
    const auto [place, added] = patterns_.try_emplace(literals, next);
    if (added) program_.patterns.push_back(pattern);
    return place->second;
}

std::uint32_t GraphBuilder::layout_number(const language::RecordConstruction& record) {
    std::vector<std::string> written;
    for (const auto& member : record.members) written.push_back(member.name);
    const auto next = static_cast<std::uint32_t>(program_.layouts.size());
    const auto [place, added] = layouts_.try_emplace(written, next);
    if (!added) return place->second;
    std::vector<Symbol> names;
    for (const std::string& name : written) names.push_back(program_.vocabulary.symbol(name));
    std::vector<Symbol> ascending = names;
    std::sort(ascending.begin(), ascending.end());
    RecordLayout layout{program_.shapes.of(ascending), {}};
    for (const Symbol name : names) {
        layout.places.push_back(static_cast<std::uint32_t>(layout.shape->find(name)));
    }
    program_.layouts.push_back(std::move(layout));
    return next;
}

std::uint32_t GraphBuilder::path_number(const std::vector<std::string>& path) {
    const auto next = static_cast<std::uint32_t>(program_.paths.size());
    const auto [place, added] = paths_.try_emplace(path, next);
    if (added) {
        program_.paths.push_back({static_cast<std::uint32_t>(program_.path_names.size()),
                                  static_cast<std::uint32_t>(path.size())});
        for (const std::string& name : path) {
            program_.path_names.push_back(
                program_.attributes.number(program_.vocabulary.symbol(name)));
        }
    }
    return place->second;
}

}  // namespace postvern::policy::engine::compiled
