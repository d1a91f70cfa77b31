// Counts the allocations of the whole test program: its operator new is replaced. In a file of its own,
// because a compiler that sees one half of new and delete inlined takes them for a mismatch.
#pragma once

#include <cstddef>

namespace postvern::policy::engine::compiled::testing {

// How often memory was asked for since the start, by all threads.
std::size_t allocations() noexcept;

}  // namespace postvern::policy::engine::compiled::testing
