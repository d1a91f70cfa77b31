// The attribute names that an image's policies ask for, numbered densely from 0; and the shapes of
// records, made once for each list of names. Not thread-safe while they grow.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <vector>

#include "policy/engine/compiled/cell.hpp"

namespace postvern::policy::engine::compiled {

using AttributeNumber = std::uint32_t;

class Attributes {
  public:
    // Above this many, a table per shape would cost more than it gains.
    static constexpr std::size_t kMaxTabled = 256;

    AttributeNumber number(Symbol name);

    std::span<const Symbol> names() const { return names_; }
    Symbol name(AttributeNumber attribute) const { return names_[attribute]; }
    bool tabled() const { return names_.size() <= kMaxTabled; }

  private:
    std::vector<Symbol> names_;
    std::map<Symbol, AttributeNumber> numbers_;
};

class Shapes {
  public:
    // `attributes` must outlive this. If it grows, tabulate() must follow before a shape is used.
    explicit Shapes(const Attributes& attributes) : attributes_(&attributes) {}

    // The shape of these names, which ascend, each once. Valid as long as this.
    const Shape* of(std::span<const Symbol> names);

    // Makes the tables of all shapes anew.
    void tabulate();

    // Forgets all shapes if there are more than a request's own memory should hold.
    void trim(std::size_t most);

  private:
    struct Ascending {
        using is_transparent = void;
        bool operator()(const std::unique_ptr<Shape>& left,
                        const std::unique_ptr<Shape>& right) const {
            return left->names < right->names;
        }
        bool operator()(const std::unique_ptr<Shape>& left, std::span<const Symbol> right) const;
        bool operator()(std::span<const Symbol> left, const std::unique_ptr<Shape>& right) const;
    };

    void tabulate(Shape& shape) const;

    const Attributes* attributes_;
    std::set<std::unique_ptr<Shape>, Ascending> shapes_;
    // Requests of one host look alike: those found lately, by how many names they have.
    std::array<const Shape*, 16> lately_{};
};

// The field of `record` under the attribute of this number; absent where there is none.
inline Cell field(const Cell* record, AttributeNumber attribute, const Attributes& attributes) {
    const Shape& shape = shape_of(record);
    const std::size_t place =
        shape.slots.empty() ? shape.find(attributes.name(attribute)) : shape.slots[attribute];
    return record[place];  // place 0 is the head, which is absent
}

}  // namespace postvern::policy::engine::compiled
