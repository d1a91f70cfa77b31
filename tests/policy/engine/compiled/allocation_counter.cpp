#include "tests/policy/engine/compiled/allocation_counter.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::size_t> allocated{0};

}  // namespace

void* operator new(std::size_t octets) {
    ++allocated;
    if (void* const memory = std::malloc(octets == 0 ? 1 : octets)) return memory;
    throw std::bad_alloc();
}
void* operator new(std::size_t octets, const std::nothrow_t&) noexcept {
    ++allocated;
    return std::malloc(octets == 0 ? 1 : octets);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace postvern::policy::engine::compiled::testing {

std::size_t allocations() noexcept { return allocated; }

}  // namespace postvern::policy::engine::compiled::testing
