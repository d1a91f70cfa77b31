#include "services/cli/allocation_count.hpp"

#include <cstdlib>
#include <new>

namespace {

thread_local std::uint64_t count = 0;

// Each: null where there is no memory.
void* counted(std::size_t octets) noexcept {
    ++count;
    return std::malloc(octets == 0 ? 1 : octets);
}

void* counted(std::size_t octets, std::align_val_t alignment) noexcept {
    ++count;
    const auto boundary = static_cast<std::size_t>(alignment);
    // aligned_alloc() wants a whole multiple of the alignment.
    const std::size_t whole = (octets + boundary - 1) / boundary * boundary;
    return std::aligned_alloc(boundary, whole == 0 ? boundary : whole);
}

void* found(void* memory) {
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
}

}  // namespace

// Every form there is: the sanitizers bring forms of their own, which do not call these.
void* operator new(std::size_t octets) { return found(counted(octets)); }
void* operator new(std::size_t octets, const std::nothrow_t&) noexcept { return counted(octets); }
void* operator new(std::size_t octets, std::align_val_t alignment) {
    return found(counted(octets, alignment));
}
void* operator new(std::size_t octets, std::align_val_t alignment, const std::nothrow_t&) noexcept {
    return counted(octets, alignment);
}
void* operator new[](std::size_t octets) { return found(counted(octets)); }
void* operator new[](std::size_t octets, const std::nothrow_t&) noexcept { return counted(octets); }
void* operator new[](std::size_t octets, std::align_val_t alignment) {
    return found(counted(octets, alignment));
}
void* operator new[](std::size_t octets, std::align_val_t alignment,
                     const std::nothrow_t&) noexcept {
    return counted(octets, alignment);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t, const std::nothrow_t&) noexcept {
    std::free(memory);
}
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete[](void* memory, std::align_val_t, const std::nothrow_t&) noexcept {
    std::free(memory);
}

namespace postvern::services::cli {

std::uint64_t allocations_so_far() noexcept { return count; }

}  // namespace postvern::services::cli
