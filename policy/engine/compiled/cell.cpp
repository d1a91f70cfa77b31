#include "policy/engine/compiled/cell.hpp"

#include <algorithm>

namespace postvern::policy::engine::compiled {

namespace {

// Below this many elements a walk is faster than a binary search.
constexpr std::size_t kFew = 8;

bool precedes(Cell left, Cell right) { return compare(left, right) == std::strong_ordering::less; }

std::strong_ordering compare_cells(std::span<const Cell> left, std::span<const Cell> right) {
    return std::lexicographical_compare_three_way(left.begin(), left.end(), right.begin(),
                                                  right.end(), compare);
}

std::strong_ordering compare_records(const Cell* left, const Cell* right) {
    const std::vector<Symbol>& left_names = shape_of(left).names;
    const std::vector<Symbol>& right_names = shape_of(right).names;
    const auto names = left_names <=> right_names;
    if (names != std::strong_ordering::equal) return names;
    return compare_cells({left + 1, left_names.size()}, {right + 1, right_names.size()});
}

}  // namespace

std::size_t Shape::find(Symbol name) const {
    const auto place = std::lower_bound(names.begin(), names.end(), name);
    if (place == names.end() || *place != name) return 0;
    return static_cast<std::size_t>(place - names.begin()) + 1;
}

std::strong_ordering compare(Cell left, Cell right) {
    if (left.tag != right.tag) return left.tag <=> right.tag;
    if (left.bits == right.bits) return std::strong_ordering::equal;
    switch (left.tag) {
        case Tag::ip:
            return *object_of<language::extension::IpAddress>(left) <=>
                   *object_of<language::extension::IpAddress>(right);
        case Tag::set:
            return compare_cells(elements_of(cells_of(left)), elements_of(cells_of(right)));
        case Tag::record:
            return compare_records(cells_of(left), cells_of(right));
        default:
            return left.bits <=> right.bits;
    }
}

bool contains(const Cell* set, Cell element) {
    const std::span<const Cell> elements = elements_of(set);
    if (elements.size() <= kFew) {
        return std::any_of(elements.begin(), elements.end(),
                           [&](Cell one) { return equal(one, element); });
    }
    return std::binary_search(elements.begin(), elements.end(), element, precedes);
}

bool contains_all(const Cell* set, const Cell* elements) {
    if (elements->bits > set->bits) return false;
    const std::span<const Cell> wanted = elements_of(elements);
    return std::all_of(wanted.begin(), wanted.end(), [&](Cell one) { return contains(set, one); });
}

bool contains_any(const Cell* set, const Cell* elements) {
    if (elements->bits > set->bits) std::swap(set, elements);
    const std::span<const Cell> wanted = elements_of(elements);
    return std::any_of(wanted.begin(), wanted.end(), [&](Cell one) { return contains(set, one); });
}

std::size_t make_set(Cell* cells, std::size_t count) {
    Cell* const begin = cells + 1;
    std::sort(begin, begin + count, precedes);
    const auto end = std::unique(begin, begin + count, equal);
    const auto left = static_cast<std::size_t>(end - begin);
    *cells = {left, Tag::absent};
    return left;
}

}  // namespace postvern::policy::engine::compiled
