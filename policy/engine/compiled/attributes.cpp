#include "policy/engine/compiled/attributes.hpp"

#include <algorithm>
#include <limits>

namespace postvern::policy::engine::compiled {

namespace {

bool precedes(std::span<const Symbol> left, std::span<const Symbol> right) {
    return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end());
}

}  // namespace

AttributeNumber Attributes::number(Symbol name) {
    const auto next = static_cast<AttributeNumber>(names_.size());
    const auto [place, added] = numbers_.try_emplace(name, next);
    if (added) names_.push_back(name);
    return place->second;
}

bool Shapes::Ascending::operator()(const std::unique_ptr<Shape>& left,
                                   std::span<const Symbol> right) const {
    return precedes(left->names, right);
}

bool Shapes::Ascending::operator()(std::span<const Symbol> left,
                                   const std::unique_ptr<Shape>& right) const {
    return precedes(left, right->names);
}

const Shape* Shapes::of(std::span<const Symbol> names) {
    const Shape*& lately = lately_[names.size() % lately_.size()];
    if (lately != nullptr &&
        std::equal(names.begin(), names.end(), lately->names.begin(), lately->names.end())) {
        return lately;
    }
    const auto known = shapes_.find(names);
    if (known != shapes_.end()) return lately = known->get();
    auto shape = std::make_unique<Shape>();
    shape->names.assign(names.begin(), names.end());
    tabulate(*shape);
    return lately = shapes_.insert(std::move(shape)).first->get();
}

void Shapes::tabulate(Shape& shape) const {
    shape.slots.clear();
    const bool fits = shape.names.size() <= std::numeric_limits<std::uint16_t>::max();
    if (!attributes_->tabled() || !fits) return;
    for (const Symbol name : attributes_->names()) {
        shape.slots.push_back(static_cast<std::uint16_t>(shape.find(name)));
    }
}

void Shapes::tabulate() {
    for (const auto& shape : shapes_) tabulate(*shape);
}

void Shapes::trim(std::size_t most) {
    if (shapes_.size() <= most) return;
    shapes_.clear();
    lately_.fill(nullptr);
}

}  // namespace postvern::policy::engine::compiled
