// The part of CodeGenerator that turns questions into jumps.
#include <algorithm>

#include "policy/engine/compiled/code_generator.hpp"

namespace postvern::policy::engine::compiled {

void CodeGenerator::test(NodeNumber node, bool sense, Label& label) {
    const std::uint32_t before = temporaries_;
    const Cell* const constant = graph_.constant(node);
    if (constant != nullptr && constant->tag == Tag::boolean) {
        if ((constant->bits != 0) == sense) emit_jump(label);
    } else if (is_kept(node)) {
        emit_test(Operation::test_true, sense, label, value(node));
    } else {
        test_kind(node, sense, label);
    }
    temporaries_ = before;
}

void CodeGenerator::test_kind(NodeNumber node, bool sense, Label& label) {
    const Node& known = graph_.node(node);
    const auto operands = graph_.operands(known);
    switch (known.kind) {
        case NodeKind::logical_not:
            return test(operands[0], !sense, label);
        case NodeKind::conjunction:
        case NodeKind::disjunction:
            return test_chain(known, sense, label);
        case NodeKind::conditional:
            return test_conditional(known, sense, label);
        case NodeKind::equal:
            return test_equality(known, sense, label);
        case NodeKind::less:
            return test_binary(Operation::test_less, known, sense, label);
        case NodeKind::less_or_equal:
            return test_binary(Operation::test_less_or_equal, known, sense, label);
        // a > b is not (a <= b): both are errors for the same operands.
        case NodeKind::greater:
            return test_binary(Operation::test_less_or_equal, known, !sense, label);
        case NodeKind::greater_or_equal:
            return test_binary(Operation::test_less, known, !sense, label);
        case NodeKind::in:
            return test_membership(value(operands[0]), operands[1], sense, label);
        case NodeKind::is_type_in:
            return test_type_in(known, sense, label);
        case NodeKind::contains:
            return test_binary(Operation::test_contains, known, sense, label);
        case NodeKind::contains_all:
            return test_binary(Operation::test_contains_all, known, sense, label);
        case NodeKind::contains_any:
            return test_binary(Operation::test_contains_any, known, sense, label);
        case NodeKind::has_tag:
            return test_binary(Operation::test_has_tag, known, sense, label);
        case NodeKind::is_empty:
            return emit_test(Operation::test_empty, sense, label, value(operands[0]));
        case NodeKind::has:
            return emit_test(Operation::test_has, sense, label, value(operands[0]), known.detail);
        case NodeKind::has_path:
            return emit_test(Operation::test_has_path, sense, label, value(operands[0]),
                             known.detail);
        case NodeKind::like:
            return emit_test(Operation::test_like, sense, label, value(operands[0]), known.detail);
        case NodeKind::is_type:
            return emit_test(Operation::test_type, sense, label, value(operands[0]), known.detail);
        default:
            break;
    }
    if (is_plain_attribute(node)) {
        return emit_test(Operation::test_root_true, sense, label, graph_.node(operands[0]).detail,
                         known.detail);
    }
    emit_test(Operation::test_true, sense, label, value(node));
}

// `a && b` is false as soon as one is; it is true if none was. `a || b` the other way round.
void CodeGenerator::test_chain(const Node& node, bool sense, Label& label) {
    const auto operands = graph_.operands(node);
    const bool decisive = node.kind == NodeKind::disjunction;
    if (sense == decisive) {
        for (const NodeNumber operand : operands) test(operand, decisive, label);
        return;
    }
    Label end;
    for (const NodeNumber operand : operands.first(operands.size() - 1)) {
        test(operand, decisive, end);
    }
    test(operands.back(), sense, label);
    bind(end);
}

void CodeGenerator::test_conditional(const Node& node, bool sense, Label& label) {
    const auto operands = graph_.operands(node);
    Label otherwise;
    Label end;
    test(operands[0], false, otherwise);
    test(operands[1], sense, label);
    emit_jump(end);
    bind(otherwise);
    test(operands[2], sense, label);
    bind(end);
}

void CodeGenerator::test_equality(const Node& node, bool sense, Label& label) {
    const auto operands = graph_.operands(node);
    const auto is_there = [this](NodeNumber operand) {
        return is_root(operand) || graph_.constant(operand) != nullptr;
    };
    // What is there already cannot fail, so the order of the two does not matter.
    for (const bool swapped : {false, true}) {
        const NodeNumber attribute = operands[swapped ? 1 : 0];
        const NodeNumber other = operands[swapped ? 0 : 1];
        if (!is_plain_attribute(attribute) || !is_there(other)) continue;
        const Node& known = graph_.node(attribute);
        return emit_test(Operation::test_root_equal, sense, label,
                         graph_.node(graph_.operands(known)[0]).detail, value(other),
                         static_cast<std::uint16_t>(known.detail));
    }
    test_binary(Operation::test_equal, node, sense, label);
}

void CodeGenerator::test_membership(Register descendant, NodeNumber container, bool sense,
                                    Label& label) {
    const Cell* const constant = graph_.constant(container);
    if (constant != nullptr && constant->tag == Tag::entity) {
        return emit_test(Operation::test_selected, sense, label, descendant,
                         program_.selectors.in(id_of(*constant)));
    }
    emit_test(Operation::test_in, sense, label, descendant, value(container));
}

// `e is T in c` evaluates e once, and c only if e is a T.
void CodeGenerator::test_type_in(const Node& node, bool sense, Label& label) {
    const auto operands = graph_.operands(node);
    const Register entity = value(operands[0]);
    Label end;
    emit_test(Operation::test_type, false, sense ? end : label, entity, node.detail);
    test_membership(entity, operands[1], sense, label);
    bind(end);
}

void CodeGenerator::test_binary(Operation operation, const Node& node, bool sense, Label& label) {
    const auto operands = graph_.operands(node);
    const Register left = value(operands[0]);
    const Register right = value(operands[1]);
    emit_test(operation, sense, label, left, right);
}

}  // namespace postvern::policy::engine::compiled
