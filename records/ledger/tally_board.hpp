// Counts in memory: an owner's accesses by account, channel and day, and all else without a subject.
// Thread-safe; counting takes a lock that few share and allocates only for an account's first access of
// the day since take().
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "policy/journal.hpp"
#include "records/ledger/retention.hpp"

namespace postvern::records::ledger {

struct OwnerCount {
    AccountId account;
    Day day;
    std::array<std::uint32_t, policy::kChannelCount> by_channel;
};

class TallyBoard {
  public:
    void count_owner(AccountId account, Day day, policy::Channel channel);
    void count_house(policy::Channel channel, policy::Action action, policy::Outcome outcome);

    // Whether an account's owner is counted from now on; of who is not, nothing stays on the board.
    void count(AccountId account, bool counted);
    bool counts(AccountId account);

    // Takes the owners' counts off the board.
    std::vector<OwnerCount> take();
    // Puts back what could not be written.
    void give_back(const std::vector<OwnerCount>& counts);
    // Drops what is counted for an account.
    void forget(AccountId account);

    // Acts without a subject since the start.
    std::uint64_t house(policy::Channel channel, policy::Action action, policy::Outcome outcome) const;

  private:
    struct Key {
        AccountId account;
        Day day;
        friend bool operator==(const Key&, const Key&) = default;
    };
    struct Hash {
        std::size_t operator()(const Key& key) const noexcept;
    };
    struct alignas(64) Shard {
        std::mutex mutex;
        std::unordered_map<Key, std::array<std::uint32_t, policy::kChannelCount>, Hash> counts;
        std::unordered_set<AccountId> uncounted;  // whose owners want it so
        void drop(AccountId account);             // under the mutex
    };
    static constexpr std::size_t kShards = 16;
    Shard& shard_of(AccountId account);

    std::array<Shard, kShards> shards_;
    std::array<std::atomic<std::uint64_t>, policy::kChannelCount * policy::kActionCount * 2> house_{};
};

}  // namespace postvern::records::ledger
