#include "policy/language/validation/scope_expressions.hpp"

#include <utility>

namespace postvern::policy::language::validation {

namespace {

struct Builder {
    VariableName variable;
    const ScopeConstraint& constraint;

    ExpressionPointer make(Expression::Node node) const {
        const auto height = static_cast<std::uint16_t>(height_below(node) + 1);
        return std::make_shared<const Expression>(
            Expression{constraint.span, height, std::move(node)});
    }
    ExpressionPointer subject() const { return make(Variable{variable}); }
    ExpressionPointer entity(const EntityUid& uid) const { return make(Literal{uid}); }
    ExpressionPointer is(const std::string& type, ExpressionPointer container) const {
        return make(TypeTest{subject(), type, std::move(container)});
    }

    ExpressionPointer operator()(const AnyEntity&) const { return nullptr; }
    ExpressionPointer operator()(const EqualTo& demand) const {
        return make(Binary{BinaryOperator::equal, subject(), entity(demand.uid)});
    }
    ExpressionPointer operator()(const InHierarchy& demand) const {
        if (demand.ancestors.size() == 1) {
            return make(Binary{BinaryOperator::in, subject(), entity(demand.ancestors.front())});
        }
        SetConstruction set;
        for (const EntityUid& uid : demand.ancestors) set.elements.push_back(entity(uid));
        return make(Binary{BinaryOperator::in, subject(), make(std::move(set))});
    }
    ExpressionPointer operator()(const OfType& demand) const {
        return is(demand.type, demand.ancestor ? entity(*demand.ancestor) : nullptr);
    }
    ExpressionPointer operator()(const EqualToSlot&) const { return nullptr; }
    ExpressionPointer operator()(const InSlot&) const { return nullptr; }
    ExpressionPointer operator()(const OfTypeInSlot& demand) const {
        return is(demand.type, nullptr);
    }
};

}  // namespace

std::vector<ExpressionPointer> scope_expressions(const PolicySyntax& policy) {
    std::vector<ExpressionPointer> expressions;
    const auto add = [&](VariableName variable, const ScopeConstraint& constraint) {
        auto expression = std::visit(Builder{variable, constraint}, constraint.demand);
        if (expression) expressions.push_back(std::move(expression));
    };
    add(VariableName::principal, policy.principal);
    add(VariableName::action, policy.action);
    add(VariableName::resource, policy.resource);
    return expressions;
}

}  // namespace postvern::policy::language::validation
