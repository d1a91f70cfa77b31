#include "policy/engine/compiled/selectors.hpp"

namespace postvern::policy::engine::compiled {

Selector Selectors::number(std::vector<Selector>& numbers, EntityId constant, bool descendants) {
    if (constant >= numbers.size()) numbers.resize(constant + std::size_t{1}, kNone);
    if (numbers[constant] == kNone) {
        numbers[constant] = static_cast<Selector>(constants_.size());
        constants_.push_back({constant, descendants});
    }
    return numbers[constant];
}

}  // namespace postvern::policy::engine::compiled
