#include "allocations.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::uint64_t> allocated{0};

void* allocate(std::size_t octets) {
    allocated.fetch_add(1, std::memory_order_relaxed);
    if (void* const memory = std::malloc(octets == 0 ? 1 : octets)) return memory;
    throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t octets) { return allocate(octets); }
void* operator new[](std::size_t octets) { return allocate(octets); }
void* operator new(std::size_t octets, const std::nothrow_t&) noexcept {
    allocated.fetch_add(1, std::memory_order_relaxed);
    return std::malloc(octets == 0 ? 1 : octets);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

namespace postvern::bench::policy {

std::uint64_t allocations() { return allocated.load(std::memory_order_relaxed); }

}  // namespace postvern::bench::policy
