// From the graph to code. Lives while an image is compiled; the graph must be complete before.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "policy/engine/compiled/expression_graph.hpp"
#include "policy/engine/compiled/graph_builder.hpp"
#include "policy/engine/compiled/policy_scope.hpp"
#include "policy/engine/compiled/program.hpp"

namespace postvern::policy::engine::compiled {

// Where the code of a policy begins.
struct PolicyCode {
    std::uint32_t entry = kAcceptCode;
    // Where its clauses begin to ask about the resource; kNone if they never do.
    std::uint32_t about_resource = kNone;
};

class CodeGenerator {
  public:
    // An expression that several policies use is kept for the decision if it takes at least so
    // many instructions: to keep and to recall one are an instruction each.
    static constexpr std::uint16_t kWorthKeeping = 3;

    CodeGenerator(Program& program, const ExpressionGraph& graph);

    // `types`: the scope whose types the code must ask for first; null: none.
    PolicyCode generate(const Clauses& clauses, const PolicyScope* types);

  private:
    // Places in the code that jump to where the label will stand.
    using Label = std::vector<std::size_t>;

    void test_types(const PolicyScope& scope, Label& fail, PolicyCode& code);

    bool is_kept(NodeNumber node) const { return kept_[node] != kNone; }
    bool is_root(NodeNumber node) const;
    // Whether it is an attribute of a root, and asked for directly.
    bool is_plain_attribute(NodeNumber node) const;

    // The register that holds the node's value; emits what computes it.
    Register value(NodeNumber node);
    void compute(NodeNumber node, Register into);
    void compute_conditional(const Node& node, Register into);
    void compute_test(NodeNumber node, Register into);
    // The registers of the operands, as a list in the program; its number of the first.
    std::uint32_t operand_list(const Node& node);

    // Emits a jump to the label, taken if the node's value is `sense`.
    void test(NodeNumber node, bool sense, Label& label);
    void test_kind(NodeNumber node, bool sense, Label& label);
    void test_chain(const Node& node, bool sense, Label& label);
    void test_conditional(const Node& node, bool sense, Label& label);
    void test_equality(const Node& node, bool sense, Label& label);
    void test_membership(Register descendant, NodeNumber container, bool sense, Label& label);
    void test_type_in(const Node& node, bool sense, Label& label);
    void test_binary(Operation operation, const Node& node, bool sense, Label& label);
    void emit_test(Operation operation, bool sense, Label& label, std::uint32_t b,
                   std::uint32_t c = 0, std::uint16_t extra = 0);

    void emit(Operation operation, std::uint32_t a, std::uint32_t b = 0, std::uint32_t c = 0,
              std::uint8_t detail = 0);
    void emit_jump(Label& label);
    void bind(const Label& label);
    Register new_temporary();

    Program& program_;
    const ExpressionGraph& graph_;
    std::vector<Register> kept_;  // by node; kNone where the value is not kept
    std::uint32_t temporaries_ = 0;
};

}  // namespace postvern::policy::engine::compiled
