// MemoryBudget: how much memory the messages that are being received may take together, by whatever
// protocol, so that many large ones at once end in a temporary refusal and not in the end of the
// server. Thread-safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <utility>

namespace postvern::services::net {

class MemoryBudget {
  public:
    static constexpr std::uint64_t kDefault = 512ULL * 1024 * 1024;

    explicit MemoryBudget(std::uint64_t octets = kDefault) : limit_(octets) {}
    MemoryBudget(const MemoryBudget&) = delete;
    MemoryBudget& operator=(const MemoryBudget&) = delete;

    // What one message takes of the budget, given back when it dies. The budget must outlive it.
    // Not thread-safe by itself.
    class Lease {
      public:
        explicit Lease(MemoryBudget& budget) : budget_(&budget) {}
        Lease(Lease&& other) noexcept
            : budget_(other.budget_), octets_(std::exchange(other.octets_, 0)) {}
        Lease& operator=(Lease&&) = delete;
        ~Lease() { release(); }

        // Grows to hold `octets` at least. False: the budget does not have them; the lease stays as
        // it was.
        bool cover(std::uint64_t octets);
        void release();

      private:
        MemoryBudget* budget_;
        std::uint64_t octets_ = 0;
    };

    // Octets leased at this moment.
    std::uint64_t used() const { return used_.load(std::memory_order_relaxed); }

  private:
    bool take(std::uint64_t octets);

    const std::uint64_t limit_;
    std::atomic<std::uint64_t> used_{0};
};

}  // namespace postvern::services::net
