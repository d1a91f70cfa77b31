// Where the cells of sets and records lie: chunks that never move, filled from the front and
// cleared at once. Keeps its memory when cleared, so that work of the same size allocates once.
// Not thread-safe while it is filled.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <vector>

#include "policy/engine/compiled/cell.hpp"

namespace postvern::policy::engine::compiled {

class CellArena {
  public:
    // `count` cells in a row, of any content.
    Cell* take(std::size_t count) {
        if (count > left_) refill(count);
        Cell* const cells = next_;
        next_ += count;
        left_ -= count;
        taken_ += count;
        return cells;
    }

    const language::extension::IpAddress* keep(const language::extension::IpAddress& address) {
        constexpr std::size_t kCells = (sizeof(address) + sizeof(Cell) - 1) / sizeof(Cell);
        return new (take(kCells)) language::extension::IpAddress(address);
    }

    // Cells taken since the last clear().
    std::size_t taken() const { return taken_; }

    // Gives up all cells.
    void clear() {
        if (taken_ == 0) return;
        taken_ = 0;
        current_ = 0;
        next_ = chunks_.front().cells.get();
        left_ = chunks_.front().size;
    }

  private:
    struct Chunk {
        std::unique_ptr<Cell[]> cells;
        std::size_t size;
    };

    void refill(std::size_t count);

    std::vector<Chunk> chunks_;
    std::size_t current_ = 0;  // the chunk that is being filled
    Cell* next_ = nullptr;
    std::size_t left_ = 0;
    std::size_t taken_ = 0;
};

}  // namespace postvern::policy::engine::compiled
