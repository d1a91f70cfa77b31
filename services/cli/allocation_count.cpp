#include "services/cli/allocation_count.hpp"

#include <cstdlib>
#include <new>

namespace {

thread_local std::uint64_t count = 0;

void* counted(std::size_t octets) {
    ++count;
    if (void* const found = std::malloc(octets == 0 ? 1 : octets)) return found;
    throw std::bad_alloc();
}

void* counted(std::size_t octets, std::align_val_t alignment) {
    ++count;
    const auto boundary = static_cast<std::size_t>(alignment);
    // aligned_alloc() wants a whole multiple of the alignment.
    const std::size_t whole = (octets + boundary - 1) / boundary * boundary;
    if (void* const found = std::aligned_alloc(boundary, whole == 0 ? boundary : whole)) {
        return found;
    }
    throw std::bad_alloc();
}

}  // namespace

// The standard's other forms call these.
void* operator new(std::size_t octets) { return counted(octets); }
void* operator new(std::size_t octets, std::align_val_t alignment) {
    return counted(octets, alignment);
}
void* operator new[](std::size_t octets) { return counted(octets); }
void* operator new[](std::size_t octets, std::align_val_t alignment) {
    return counted(octets, alignment);
}
void operator delete(void* pointer) noexcept { std::free(pointer); }
void operator delete(void* pointer, std::size_t) noexcept { std::free(pointer); }
void operator delete(void* pointer, std::align_val_t) noexcept { std::free(pointer); }
void operator delete(void* pointer, std::size_t, std::align_val_t) noexcept { std::free(pointer); }
void operator delete[](void* pointer) noexcept { std::free(pointer); }
void operator delete[](void* pointer, std::size_t) noexcept { std::free(pointer); }
void operator delete[](void* pointer, std::align_val_t) noexcept { std::free(pointer); }
void operator delete[](void* pointer, std::size_t, std::align_val_t) noexcept {
    std::free(pointer);
}

namespace postvern::services::cli {

std::uint64_t allocations_so_far() noexcept { return count; }

}  // namespace postvern::services::cli
