#include "policy/engine/compiled/code_generator.hpp"

#include <algorithm>
#include <limits>

#include "policy/engine/outcome.hpp"
#include "policy/language/expression.hpp"

namespace postvern::policy::engine::compiled {

CodeGenerator::CodeGenerator(Program& program, const ExpressionGraph& graph)
    : program_(program), graph_(graph), kept_(graph.size(), kNone) {
    program_.constants.assign(graph.constants().begin(), graph.constants().end());
    for (NodeNumber node = 0; node < graph.size(); ++node) {
        const Node& known = graph.node(node);
        if (known.uses < 2 || known.cost < kWorthKeeping) continue;
        kept_[node] = program_.first_kept() + program_.kept;
        ++program_.kept;
    }
    emit(Operation::reject, 0);
    emit(Operation::accept, 0);
    for (int kind = 0; kind <= static_cast<int>(ErrorKind::extension); ++kind) {
        emit(Operation::fail, 0, 0, 0, static_cast<std::uint8_t>(kind));
    }
}

PolicyCode CodeGenerator::generate(const Clauses& clauses, const PolicyScope* types) {
    PolicyCode code;
    if (clauses.list.empty() && (types == nullptr || clauses.hopeless)) {
        code.entry = clauses.hopeless ? kRejectCode : kAcceptCode;
        return code;
    }
    code.entry = static_cast<std::uint32_t>(program_.code.size());
    Label fail;
    if (types != nullptr) test_types(*types, fail, code);
    for (const Clause& clause : clauses.list) {
        const bool about_resource = graph_.node(clause.node).about_resource;
        if (about_resource && code.about_resource == kNone) {
            code.about_resource = static_cast<std::uint32_t>(program_.code.size());
        }
        test(clause.node, !clause.wanted, fail);
    }
    for (const std::size_t place : fail) program_.code[place].a = kRejectCode;
    emit(clauses.hopeless ? Operation::reject : Operation::accept, 0);
    return code;
}

void CodeGenerator::test_types(const PolicyScope& scope, Label& fail, PolicyCode& code) {
    using language::VariableName;
    const auto test = [&](VariableName root, Symbol type) {
        if (type == kNone) return;
        emit_test(Operation::test_type, false, fail, static_cast<Register>(root), type);
    };
    test(VariableName::principal, scope.principal.type);
    if (scope.resource.type != kNone) {
        code.about_resource = static_cast<std::uint32_t>(program_.code.size());
    }
    test(VariableName::resource, scope.resource.type);
}

// --- Values -------------------------------------------------------------------------------------

bool CodeGenerator::is_root(NodeNumber node) const {
    return graph_.node(node).kind == NodeKind::variable;
}

bool CodeGenerator::is_plain_attribute(NodeNumber node) const {
    const Node& known = graph_.node(node);
    return known.kind == NodeKind::attribute && !is_kept(node) &&
           is_root(graph_.operands(known)[0]) &&
           known.detail <= std::numeric_limits<std::uint16_t>::max();
}

Register CodeGenerator::value(NodeNumber node) {
    const Node& known = graph_.node(node);
    if (known.kind == NodeKind::variable) return known.detail;
    if (known.kind == NodeKind::constant) return kRoots + known.detail;
    if (!is_kept(node)) {
        const Register into = new_temporary();
        compute(node, into);
        return into;
    }
    const std::size_t recall = program_.code.size();
    emit(Operation::recall, kept_[node], 0, 0, known.about_resource ? 1 : 0);
    compute(node, kept_[node]);
    emit(Operation::keep, kept_[node], 0, 0, known.about_resource ? 1 : 0);
    program_.code[recall].b = static_cast<std::uint32_t>(program_.code.size());
    return kept_[node];
}

void CodeGenerator::compute(NodeNumber node, Register into) {
    const Node& known = graph_.node(node);
    const auto operands = graph_.operands(known);
    const auto binary = [&](Operation operation) {
        const Register left = value(operands[0]);
        const Register right = value(operands[1]);
        emit(operation, into, left, right);
    };
    switch (known.kind) {
        case NodeKind::attribute:
            if (is_root(operands[0])) {
                return emit(Operation::root_attribute, into, value(operands[0]), known.detail);
            }
            return emit(Operation::attribute, into, value(operands[0]), known.detail);
        case NodeKind::add:
            return binary(Operation::add);
        case NodeKind::subtract:
            return binary(Operation::subtract);
        case NodeKind::multiply:
            return binary(Operation::multiply);
        case NodeKind::get_tag:
            return binary(Operation::get_tag);
        case NodeKind::negate:
            return emit(Operation::negate, into, value(operands[0]));
        case NodeKind::conditional:
            return compute_conditional(known, into);
        case NodeKind::set:
            return emit(Operation::make_set, into, operand_list(known), known.count);
        case NodeKind::record:
            return emit(Operation::make_record, into, operand_list(known), known.detail);
        case NodeKind::call: {
            const Register first = value(operands[0]);
            const Register second = operands.size() > 1 ? value(operands[1]) : 0;
            return emit(Operation::call, into, first, second,
                        static_cast<std::uint8_t>(known.detail));
        }
        default:
            return compute_test(node, into);
    }
}

void CodeGenerator::compute_conditional(const Node& node, Register into) {
    const auto operands = graph_.operands(node);
    Label otherwise;
    Label end;
    test(operands[0], false, otherwise);
    emit(Operation::move, into, value(operands[1]));
    emit_jump(end);
    bind(otherwise);
    emit(Operation::move, into, value(operands[2]));
    bind(end);
}

void CodeGenerator::compute_test(NodeNumber node, Register into) {
    Label holds;
    Label end;
    test_kind(node, true, holds);
    emit(Operation::set_false, into);
    emit_jump(end);
    bind(holds);
    emit(Operation::set_true, into);
    bind(end);
}

std::uint32_t CodeGenerator::operand_list(const Node& node) {
    std::vector<Register> registers;
    for (const NodeNumber operand : graph_.operands(node)) registers.push_back(value(operand));
    const auto first = static_cast<std::uint32_t>(program_.operand_lists.size());
    program_.operand_lists.insert(program_.operand_lists.end(), registers.begin(), registers.end());
    return first;
}

// --- Emitting -----------------------------------------------------------------------------------

void CodeGenerator::emit(Operation operation, std::uint32_t a, std::uint32_t b, std::uint32_t c,
                         std::uint8_t detail) {
    program_.code.push_back({operation, detail, 0, a, b, c});
}

void CodeGenerator::emit_test(Operation operation, bool sense, Label& label, std::uint32_t b,
                              std::uint32_t c, std::uint16_t extra) {
    label.push_back(program_.code.size());
    program_.code.push_back({operation, sense ? std::uint8_t{1} : std::uint8_t{0}, extra, 0, b, c});
}

void CodeGenerator::emit_jump(Label& label) {
    label.push_back(program_.code.size());
    emit(Operation::jump, 0);
}

void CodeGenerator::bind(const Label& label) {
    const auto here = static_cast<std::uint32_t>(program_.code.size());
    for (const std::size_t place : label) program_.code[place].a = here;
}

// Intermediate results live until the test that needed them is done: see test().
Register CodeGenerator::new_temporary() {
    const Register made = program_.first_kept() + program_.kept + temporaries_;
    ++temporaries_;
    program_.temporary = std::max(program_.temporary, temporaries_);
    return made;
}

}  // namespace postvern::policy::engine::compiled
