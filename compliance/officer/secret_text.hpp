// Text that must not outlive its use nor reach a disk: in pages of its own that are locked into memory, between
// guard pages, wiped as they are given back. Not thread-safe.
#pragma once

#include <sodium.h>

#include <new>
#include <string_view>
#include <vector>

namespace postvern::compliance::officer {

template <typename T>
struct LockedAllocator {
    using value_type = T;
    LockedAllocator() = default;
    template <typename Other>
    LockedAllocator(const LockedAllocator<Other>& /*same*/) {}
    T* allocate(std::size_t count) {
        void* const place = sodium_allocarray(count, sizeof(T));
        if (place == nullptr) throw std::bad_alloc();
        return static_cast<T*>(place);
    }
    void deallocate(T* place, std::size_t /*count*/) { sodium_free(place); }
    friend bool operator==(const LockedAllocator&, const LockedAllocator&) { return true; }
};

using SecretText = std::vector<char, LockedAllocator<char>>;

inline std::string_view view(const SecretText& text) { return {text.data(), text.size()}; }
inline void append(SecretText& text, std::string_view more) { text.insert(text.end(), more.begin(), more.end()); }

}  // namespace postvern::compliance::officer
