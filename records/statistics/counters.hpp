// The counters: what happened on a day, in memory only. Whatever one account does on a day counts up to the table's
// sensitivity and no further, so that the sums are ready for noise. A stop or a crash loses them.
// Thread-safe; counting takes a lock that few share and allocates only for an account's first event of a day.
//
// INVARIANT: an event counts into the day that its shard is at or a later one, never into one that was closed.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "records/identifiers.hpp"
#include "records/statistics/tables.hpp"

namespace postvern::records::statistics {

// By table and number.
using Sums = std::array<std::array<std::uint64_t, kMostNumbers>, kStatisticsTableCount>;

Day day_at(std::int64_t moment) noexcept;             // of Unix seconds
std::int64_t beginning_of(Day day) noexcept;          // its first Unix second

// A day that is over.
struct CountedDay {
    Day day;
    std::int64_t since;  // Unix seconds: what happened earlier on the day was lost with an earlier process
    Sums sums;
};

class Counters {
  public:
    // Counts from `now` (Unix seconds) on.
    explicit Counters(std::int64_t now) : day_(day_at(now)), since_(now) {}

    // One event of `account` at `now`. Throws std::logic_error for a number that the table does not have.
    void count(StatisticsTable table, std::size_t number, AccountId account, std::int64_t now);

    // The day being counted, if `now` lies behind it; the day of `now` is counted from then on. Days in between were not
    // counted. Absent as well when the clock was set back.
    std::optional<CountedDay> close(std::int64_t now);

  private:
    // Of one account on the day of its shard, by table.
    using Contribution = std::array<std::uint16_t, kStatisticsTableCount>;
    struct Hash {
        std::size_t operator()(AccountId account) const noexcept;
    };
    struct alignas(64) Shard {
        std::mutex mutex;
        Day day{};
        std::map<Day, Sums> sums;
        std::unordered_map<AccountId, Contribution, Hash> contributions;
        // Closes the days before `today`.
        void turn_to(Day today);
    };
    static constexpr std::size_t kShards = 16;
    Shard& shard_of(AccountId account);

    std::array<Shard, kShards> shards_;
    std::mutex mutex_;  // of what follows
    Day day_;
    std::int64_t since_;
};

}  // namespace postvern::records::statistics
