// Counts what this program takes from the heap, for `rules bench`: operator new is replaced
// (allocation_count.cpp). Thread-safe; each thread counts its own.
#pragma once

#include <cstdint>

namespace postvern::services::cli {

// Calls of operator new by this thread since it began.
std::uint64_t allocations_so_far() noexcept;

}  // namespace postvern::services::cli
