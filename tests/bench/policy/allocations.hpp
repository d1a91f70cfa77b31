// Counts every allocation of the process: allocations.cpp replaces operator new.
#pragma once

#include <cstdint>

namespace postvern::bench::policy {

// Allocations since the program began, of all threads.
std::uint64_t allocations();

}  // namespace postvern::bench::policy
