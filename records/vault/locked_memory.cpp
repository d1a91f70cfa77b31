#include "records/vault/locked_memory.hpp"

#include <sys/mman.h>

#include <new>

namespace postvern::records::vault {

namespace {

// Whole pages from the kernel.
class LockedPages final : public std::pmr::memory_resource {
    void* do_allocate(std::size_t size, std::size_t) override {
        void* pages =
            ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (pages == MAP_FAILED) throw std::bad_alloc();
        static_cast<void>(::mlock(pages, size));  // see the header for why failure is tolerated
        static_cast<void>(::madvise(pages, size, MADV_DONTDUMP));
        return pages;
    }
    void do_deallocate(void* pages, std::size_t size, std::size_t) override {
        ::munmap(pages, size);
    }
    bool do_is_equal(const memory_resource& other) const noexcept override {
        return this == &other;
    }
};

}  // namespace

std::pmr::memory_resource* locked_memory() {
    // Never destroyed, since secrets in static objects may outlive any order of destruction.
    static auto* const pages = new LockedPages;
    static auto* const pool = new std::pmr::synchronized_pool_resource(pages);
    return pool;
}

}  // namespace postvern::records::vault
