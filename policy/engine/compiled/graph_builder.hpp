// From syntax trees to the graph: interns names and constants, folds what is the same for every
// request. Lives while an image is compiled.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "policy/engine/compiled/encoder.hpp"
#include "policy/engine/compiled/expression_graph.hpp"
#include "policy/engine/compiled/program.hpp"
#include "policy/engine/evaluator.hpp"
#include "policy/language/policy_syntax.hpp"

namespace postvern::policy::engine::compiled {

// One thing that a policy asks, and what it must find.
struct Clause {
    NodeNumber node;
    bool wanted;
};

// The conditions of a policy: all clauses must hold, and are asked in order.
struct Clauses {
    std::vector<Clause> list;
    bool hopeless = false;  // a clause behind those of the list can never hold
};

class GraphBuilder {
  public:
    GraphBuilder(Program& program, ExpressionGraph& graph);

    // Recurses as deep as the expressions are high, which the parser limits.
    Clauses add(const language::PolicySyntax& policy);

  private:
    struct Visitor;
    using Operands = std::vector<NodeNumber>;

    void add_clauses(NodeNumber node, bool wanted, Clauses& clauses);
    NodeNumber build(const language::Expression& expression);
    NodeNumber build_chain(const Operands& operands, NodeKind kind);
    // The node, or in its place the constant that it always is.
    NodeNumber fold(const language::Expression& expression, NodeKind kind, std::uint32_t detail,
                    const Operands& operands);
    bool depends_on_entities(NodeKind kind, const Operands& operands) const;
    // The truth of a constant boolean.
    std::optional<bool> truth_of(NodeNumber node) const;
    NodeNumber boolean(bool value) { return graph_.add_constant(boolean_cell(value)); }

    std::uint32_t pattern_number(const language::Pattern& pattern);
    std::uint32_t layout_number(const language::RecordConstruction& record);
    std::uint32_t path_number(const std::vector<std::string>& path);

    Program& program_;
    ExpressionGraph& graph_;
    Encoder<Vocabulary> encoder_;
    // Constant expressions are evaluated by the interpreter, in a world without entities.
    const Entities no_entities_{};
    const Request no_request_{};
    const Evaluator evaluator_;
    std::map<std::vector<std::string>, std::uint32_t> patterns_;
    std::map<std::vector<std::string>, std::uint32_t> paths_;
    std::map<std::vector<std::string>, std::uint32_t> layouts_;
};

}  // namespace postvern::policy::engine::compiled
