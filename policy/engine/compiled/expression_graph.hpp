// All expressions of an image's policies as one graph in which equal expressions are one node. It
// lives while the image is compiled. Constants are folded as nodes are added, but only where the
// result is the same for every request and no error: an error stays to be met when it is met.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "policy/engine/compiled/cell.hpp"
#include "policy/engine/compiled/hash_index.hpp"

namespace postvern::policy::engine::compiled {

using NodeNumber = std::uint32_t;

enum class NodeKind : std::uint8_t {
    constant,  // detail: its number
    variable,  // detail: language::VariableName
    logical_not,
    negate,
    is_empty,
    equal,
    less,
    less_or_equal,
    greater,
    greater_or_equal,
    in,
    add,
    subtract,
    multiply,
    contains,
    contains_all,
    contains_any,
    has_tag,
    get_tag,
    conjunction,
    disjunction,
    conditional,
    attribute,   // detail: its number
    has,         // detail: the attribute's number
    has_path,    // detail: number of the path
    like,        // detail: number of the pattern
    is_type,     // detail: Symbol of the type
    is_type_in,  // the same, and the container
    set,
    record,  // detail: number of the layout
    call,    // detail: extension::Function
};

// Whether its value, if it has one, is always a boolean.
bool is_test(NodeKind kind);

struct Node {
    NodeKind kind = NodeKind::constant;
    bool about_resource = false;  // whether the value depends on the request's resource
    std::uint16_t cost = 0;       // instructions, about
    std::uint32_t detail = 0;
    std::uint32_t first = 0;  // of the operands
    std::uint32_t count = 0;
    std::uint32_t uses = 0;  // by other nodes and by policies
};

class ExpressionGraph {
  public:
    // The node of this meaning: one that is there, or a new one.
    NodeNumber add(NodeKind kind, std::uint32_t detail, std::span<const NodeNumber> operands);
    NodeNumber add_constant(Cell value);
    // Notes that a policy asks for it.
    void use(NodeNumber node) { ++nodes_[node].uses; }

    const Node& node(NodeNumber number) const { return nodes_[number]; }
    std::span<const NodeNumber> operands(const Node& node) const {
        return {operands_.data() + node.first, node.count};
    }
    std::span<const NodeNumber> operands(NodeNumber number) const {
        return operands(nodes_[number]);
    }
    std::size_t size() const { return nodes_.size(); }
    std::span<const Cell> constants() const { return constants_; }
    // The constant's value, or null where the node is none.
    const Cell* constant(NodeNumber number) const {
        const Node& node = nodes_[number];
        return node.kind == NodeKind::constant ? &constants_[node.detail] : nullptr;
    }

  private:
    struct Ascending {
        bool operator()(Cell left, Cell right) const {
            return compare(left, right) == std::strong_ordering::less;
        }
    };

    std::vector<Node> nodes_;
    std::vector<NodeNumber> operands_;
    std::vector<Cell> constants_;
    std::map<Cell, std::uint32_t, Ascending> constant_numbers_;
    HashIndex index_;
};

}  // namespace postvern::policy::engine::compiled
