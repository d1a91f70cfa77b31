#include "policy/engine/compiled/hash_index.hpp"

#include <algorithm>
#include <utility>

namespace postvern::policy::engine::compiled {

void HashIndex::insert(std::uint64_t hash, std::uint32_t number) {
    if (2 * (used_ + 1) > slots_.size()) {
        std::vector<Slot> old(std::max<std::size_t>(16, 2 * slots_.size()));
        old.swap(slots_);
        for (const Slot& slot : old) {
            if (slot.era == era_) place(slot);
        }
    }
    place({static_cast<std::uint32_t>(hash >> 32U), number, hash, era_});
    ++used_;
}

void HashIndex::place(const Slot& slot) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = slot.hash & mask;
    while (slots_[at].era == era_) at = (at + 1) & mask;
    slots_[at] = slot;
}

void HashIndex::clear() {
    if (used_ == 0) return;
    ++era_;
    used_ = 0;
}

}  // namespace postvern::policy::engine::compiled
