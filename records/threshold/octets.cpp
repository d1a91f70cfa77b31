#include "records/threshold/octets.hpp"

#include <sodium.h>

namespace postvern::records::threshold {

void wipe(void* octets, std::size_t size) noexcept { sodium_memzero(octets, size); }

void fill_random(void* octets, std::size_t size) {
    static const int started = sodium_init();  // once, by whichever thread is first
    if (started < 0) throw std::runtime_error("libsodium does not start: no random generator");
    randombytes_buf(octets, size);
}

bool same(const void* left, const void* right, std::size_t size) noexcept {
    return sodium_memcmp(left, right, size) == 0;
}

}  // namespace postvern::records::threshold
