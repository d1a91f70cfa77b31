#include "policy/language/validation/policy_names.hpp"

#include "policy/language/validation/scope_expressions.hpp"

namespace postvern::policy::language::validation {

namespace {

struct Collector {
    PolicyNames& names;
    Span span;

    void visit(const ExpressionPointer& expression) const {
        if (expression) std::visit(Collector{names, expression->span}, expression->node);
    }
    void visit(const std::vector<ExpressionPointer>& list) const {
        for (const ExpressionPointer& expression : list) visit(expression);
    }

    void operator()(const Literal& node) const {
        if (const EntityUid* uid = node.value.as_entity()) names.entities.push_back({*uid, span});
    }
    void operator()(const Variable&) const {}
    void operator()(const Unary& node) const { visit(node.operand); }
    void operator()(const Binary& node) const {
        visit(node.left);
        visit(node.right);
    }
    void operator()(const Conjunction& node) const { visit(node.operands); }
    void operator()(const Disjunction& node) const { visit(node.operands); }
    void operator()(const Conditional& node) const {
        visit(node.condition);
        visit(node.consequent);
        visit(node.alternative);
    }
    void operator()(const AttributeAccess& node) const { visit(node.operand); }
    void operator()(const AttributeTest& node) const { visit(node.operand); }
    void operator()(const PatternTest& node) const { visit(node.operand); }
    void operator()(const TypeTest& node) const {
        names.types.push_back({node.type, span});
        visit(node.operand);
        visit(node.container);
    }
    void operator()(const SetConstruction& node) const { visit(node.elements); }
    void operator()(const RecordConstruction& node) const {
        for (const RecordMember& member : node.members) visit(member.value);
    }
    void operator()(const ExtensionCall& node) const { visit(node.arguments); }
};

}  // namespace

PolicyNames names_in(const PolicySyntax& policy) {
    PolicyNames names;
    const Collector collector{names, policy.span};
    collector.visit(scope_expressions(policy));
    for (const Condition& condition : policy.conditions) collector.visit(condition.body);
    return names;
}

}  // namespace postvern::policy::language::validation
