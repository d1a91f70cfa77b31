#include "policy/engine/compiled/expression_graph.hpp"

#include <algorithm>
#include <limits>
#include <string_view>

#include "policy/language/expression.hpp"

namespace postvern::policy::engine::compiled {

namespace {

std::uint64_t hash_of_node(NodeKind kind, std::uint32_t detail,
                           std::span<const NodeNumber> operands) {
    const auto* const octets = reinterpret_cast<const char*>(operands.data());
    const std::string_view text =
        operands.empty() ? std::string_view() : std::string_view(octets, operands.size_bytes());
    return hash_of(text,
                   static_cast<std::uint64_t>(detail) << 8U | static_cast<std::uint64_t>(kind));
}

}  // namespace

bool is_test(NodeKind kind) {
    switch (kind) {
        case NodeKind::logical_not:
        case NodeKind::is_empty:
        case NodeKind::equal:
        case NodeKind::less:
        case NodeKind::less_or_equal:
        case NodeKind::greater:
        case NodeKind::greater_or_equal:
        case NodeKind::in:
        case NodeKind::contains:
        case NodeKind::contains_all:
        case NodeKind::contains_any:
        case NodeKind::has_tag:
        case NodeKind::conjunction:
        case NodeKind::disjunction:
        case NodeKind::has:
        case NodeKind::has_path:
        case NodeKind::like:
        case NodeKind::is_type:
        case NodeKind::is_type_in:
            return true;
        default:
            return false;
    }
}

NodeNumber ExpressionGraph::add(NodeKind kind, std::uint32_t detail,
                                std::span<const NodeNumber> operands) {
    const std::uint64_t hash = hash_of_node(kind, detail, operands);
    const NodeNumber known = index_.find(hash, [&](NodeNumber number) {
        const Node& node = nodes_[number];
        const auto others = this->operands(node);
        return node.kind == kind && node.detail == detail &&
               std::equal(others.begin(), others.end(), operands.begin(), operands.end());
    });
    if (known != kNone) return known;
    Node node{kind,
              false,
              0,
              detail,
              static_cast<std::uint32_t>(operands_.size()),
              static_cast<std::uint32_t>(operands.size()),
              0};
    node.about_resource = kind == NodeKind::variable &&
                          detail == static_cast<std::uint32_t>(language::VariableName::resource);
    std::size_t cost = kind == NodeKind::constant || kind == NodeKind::variable ? 0 : 1;
    for (const NodeNumber operand : operands) {
        ++nodes_[operand].uses;
        node.about_resource = node.about_resource || nodes_[operand].about_resource;
        cost += nodes_[operand].cost;
    }
    node.cost = static_cast<std::uint16_t>(
        std::min<std::size_t>(cost, std::numeric_limits<std::uint16_t>::max()));
    operands_.insert(operands_.end(), operands.begin(), operands.end());
    const auto added = static_cast<NodeNumber>(nodes_.size());
    nodes_.push_back(node);
    index_.insert(hash, added);
    return added;
}

NodeNumber ExpressionGraph::add_constant(Cell value) {
    const auto next = static_cast<std::uint32_t>(constants_.size());
    const auto [place, added] = constant_numbers_.try_emplace(value, next);
    if (added) constants_.push_back(value);
    return add(NodeKind::constant, place->second, {});
}

}  // namespace postvern::policy::engine::compiled
