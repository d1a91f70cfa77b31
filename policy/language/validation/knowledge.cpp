#include "policy/language/validation/knowledge.hpp"

#include <algorithm>
#include <iterator>

namespace postvern::policy::language::validation {

namespace {

void sort_unique(Capabilities& capabilities) {
    std::sort(capabilities.begin(), capabilities.end());
    capabilities.erase(std::unique(capabilities.begin(), capabilities.end()), capabilities.end());
}

}  // namespace

Capabilities common_to(Capabilities left, Capabilities right) {
    sort_unique(left);
    sort_unique(right);
    Capabilities common;
    std::set_intersection(left.begin(), left.end(), right.begin(), right.end(),
                          std::back_inserter(common));
    return common;
}

void Knowledge::learn(std::span<const Capability> capabilities) {
    for (const Capability& capability : capabilities) {
        ++held_[capability];
        order_.push_back(capability);
    }
}

void Knowledge::forget_since(std::size_t mark) {
    for (; order_.size() > mark; order_.pop_back()) {
        const auto held = held_.find(order_.back());
        if (--held->second == 0) held_.erase(held);
    }
}

}  // namespace postvern::policy::language::validation
