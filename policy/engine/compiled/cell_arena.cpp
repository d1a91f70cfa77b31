#include "policy/engine/compiled/cell_arena.hpp"

#include <algorithm>

namespace postvern::policy::engine::compiled {

namespace {

constexpr std::size_t kFirstChunk = 64;
constexpr std::size_t kLargestChunk = std::size_t{1} << 16;

}  // namespace

// Chunks kept from earlier work are used again where one is large enough.
void CellArena::refill(std::size_t count) {
    std::size_t next = chunks_.empty() ? 0 : current_ + 1;
    while (next < chunks_.size() && chunks_[next].size < count) ++next;
    if (next >= chunks_.size()) {
        const std::size_t grown =
            chunks_.empty() ? kFirstChunk : std::min(chunks_.back().size * 2, kLargestChunk);
        const std::size_t size = std::max(count, grown);
        chunks_.push_back({std::make_unique<Cell[]>(size), size});
        next = chunks_.size() - 1;
    }
    current_ = next;
    next_ = chunks_[next].cells.get();
    left_ = chunks_[next].size;
}

}  // namespace postvern::policy::engine::compiled
