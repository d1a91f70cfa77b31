#include "services/net/memory_budget.hpp"

namespace postvern::services::net {
namespace {

// Leases grow in steps, so that the counter is not touched for every read of a socket.
constexpr std::uint64_t kStep = 64 * 1024;

}  // namespace

bool MemoryBudget::take(std::uint64_t octets) {
    auto used = used_.load(std::memory_order_relaxed);
    do {
        if (octets > limit_ || used > limit_ - octets) return false;
    } while (!used_.compare_exchange_weak(used, used + octets, std::memory_order_relaxed));
    return true;
}

bool MemoryBudget::Lease::cover(std::uint64_t octets) {
    if (octets <= octets_) return true;
    const auto wanted = (octets - octets_ + kStep - 1) / kStep * kStep;
    if (!budget_->take(wanted)) return false;
    octets_ += wanted;
    return true;
}

void MemoryBudget::Lease::release() {
    budget_->used_.fetch_sub(std::exchange(octets_, 0), std::memory_order_relaxed);
}

}  // namespace postvern::services::net
