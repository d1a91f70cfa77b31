#include "records/statistics/counters.hpp"

#include <stdexcept>

namespace postvern::records::statistics {

namespace {

constexpr std::int64_t kDay = 86'400;  // seconds

// Account numbers are consecutive; the multiplier (2^64 / golden ratio) spreads them.
std::uint64_t spread(AccountId account) noexcept {
    return static_cast<std::uint64_t>(account) * 0x9e3779b97f4a7c15U;
}

Day next(Day day) noexcept { return Day{static_cast<std::int32_t>(day) + 1}; }

}  // namespace

Day day_at(std::int64_t moment) noexcept {
    // Rounded down, also before 1970.
    return Day{static_cast<std::int32_t>((moment >= 0 ? moment : moment - kDay + 1) / kDay)};
}

std::int64_t beginning_of(Day day) noexcept { return static_cast<std::int32_t>(day) * kDay; }

std::size_t Counters::Hash::operator()(AccountId account) const noexcept { return spread(account); }

Counters::Shard& Counters::shard_of(AccountId account) { return shards_[spread(account) >> 60]; }

void Counters::Shard::turn_to(Day today) {
    if (today <= day) return;
    day = today;
    contributions.clear();
}

void Counters::count(StatisticsTable table, std::size_t number, AccountId account, std::int64_t now) {
    const std::size_t row = index_of(table);
    if (number >= kTables[row].size()) throw std::logic_error("the table has no such number");
    const Day today = day_at(now);
    Shard& shard = shard_of(account);
    const std::lock_guard lock(shard.mutex);
    shard.turn_to(today);
    // The clock was set back: that day is closed, and what its accounts had counted is forgotten.
    if (today < shard.day) return;
    std::uint16_t& counted = shard.contributions[account][row];
    if (counted >= kTables[row].sensitivity) return;
    ++counted;
    ++shard.sums[today][row][number];
}

std::optional<CountedDay> Counters::close(std::int64_t now) {
    const Day today = day_at(now);
    const std::lock_guard lock(mutex_);
    if (today <= day_) return {};
    CountedDay closed{day_, since_, {}};
    for (Shard& shard : shards_) {
        const std::lock_guard shard_lock(shard.mutex);
        shard.turn_to(today);
        for (std::size_t row = 0; row < kStatisticsTableCount; ++row) {
            for (std::size_t number = 0; number < kMostNumbers; ++number) {
                closed.sums[row][number] += shard.sums[day_][row][number];
            }
        }
        shard.sums.erase(shard.sums.begin(), shard.sums.lower_bound(today));
    }
    since_ = today == next(day_) ? beginning_of(today) : now;
    day_ = today;
    return closed;
}

}  // namespace postvern::records::statistics
