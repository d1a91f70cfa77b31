// Memory that is not written to swap and left out of core dumps, for keys that stay open.
#pragma once

#include <memory_resource>

namespace postvern::records::vault {

// Thread-safe; lives until the process ends. Where the system's limit on locked memory
// (RLIMIT_MEMLOCK) is reached it gives ordinary memory: keys in swap are worse than keys in memory,
// no mail at all is worse yet.
std::pmr::memory_resource* locked_memory();

}  // namespace postvern::records::vault
