#pragma once
// Memory of a process and all its descendants, as Linux accounts it.

#include <cstdint>

namespace postvern::tests::bench::mailload {

struct ProcessMemory {
    std::uint64_t pss_kib = 0;  // proportional set size: shared pages divided among their users
    std::uint64_t processes = 0;
};

// Throws std::runtime_error when not even the memory of `pid` can be read (another user's).
ProcessMemory measure_tree(int pid);

}  // namespace postvern::tests::bench::mailload
