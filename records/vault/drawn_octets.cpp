#include "records/vault/drawn_octets.hpp"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <pthread.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <stdexcept>

namespace postvern::records::vault {

namespace {

// How often a process forked on the way to this one. getpid() would tell a child as well, by a call of the kernel for
// each nonce.
std::atomic<unsigned> forks{0};

void require(bool succeeded) {
    if (!succeeded) throw std::runtime_error("the random generator failed");
}

unsigned forks_so_far() {
    static const int watched =
        ::pthread_atfork(nullptr, nullptr, [] { forks.fetch_add(1, std::memory_order_relaxed); });
    require(watched == 0);
    return forks.load(std::memory_order_relaxed);
}

template <std::size_t Size>
class Drawn {
  public:
    explicit Drawn(int (*generator)(unsigned char*, int)) : generator_(generator) {}
    Drawn(const Drawn&) = delete;
    Drawn& operator=(const Drawn&) = delete;
    ~Drawn() { OPENSSL_cleanse(octets_.data(), octets_.size()); }

    void take(unsigned char* out) {
        const unsigned here = forks_so_far();
        if (used_ == octets_.size() || drawn_in_ != here) {
            used_ = octets_.size();  // should the generator fail
            require(generator_(octets_.data(), static_cast<int>(octets_.size())) == 1);
            used_ = 0;
            drawn_in_ = here;
        }
        std::copy_n(octets_.begin() + used_, Size, out);
        OPENSSL_cleanse(octets_.data() + used_, Size);
        used_ += Size;
    }

  private:
    int (*generator_)(unsigned char*, int);
    std::array<unsigned char, 64 * Size> octets_{};
    std::size_t used_ = octets_.size();
    unsigned drawn_in_ = 0;
};

}  // namespace

void draw_nonce(unsigned char* out) {
    thread_local Drawn<kNonceOctets> drawn(RAND_bytes);
    drawn.take(out);
}

Secret draw_seed() {
    thread_local Drawn<kSeedOctets> drawn(RAND_priv_bytes);
    Secret seed(kSeedOctets);
    drawn.take(seed.data());
    return seed;
}

}  // namespace postvern::records::vault
