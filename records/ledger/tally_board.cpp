#include "records/ledger/tally_board.hpp"

namespace postvern::records::ledger {

namespace {

std::size_t house_index(policy::Channel channel, policy::Action action, policy::Outcome outcome) {
    return (static_cast<std::size_t>(channel) * policy::kActionCount +
            static_cast<std::size_t>(action)) * 2 + static_cast<std::size_t>(outcome);
}

// Account numbers are consecutive; the multiplier (2^64 / golden ratio) spreads them.
std::uint64_t spread(std::uint64_t number) { return number * 0x9e3779b97f4a7c15U; }

}  // namespace

std::size_t TallyBoard::Hash::operator()(const Key& key) const noexcept {
    return spread(static_cast<std::uint64_t>(key.account) ^
                  static_cast<std::uint64_t>(static_cast<std::uint32_t>(key.day)) << 40);
}

TallyBoard::Shard& TallyBoard::shard_of(AccountId account) {
    return shards_[spread(static_cast<std::uint64_t>(account)) >> 60];
}

void TallyBoard::Shard::drop(AccountId account) {
    std::erase_if(counts, [account](const auto& entry) { return entry.first.account == account; });
}

void TallyBoard::count_owner(AccountId account, Day day, policy::Channel channel) {
    Shard& shard = shard_of(account);
    const std::lock_guard lock(shard.mutex);
    if (!shard.uncounted.empty() && shard.uncounted.contains(account)) return;
    ++shard.counts[{account, day}][static_cast<std::size_t>(channel)];
}

void TallyBoard::count(AccountId account, bool counted) {
    Shard& shard = shard_of(account);
    const std::lock_guard lock(shard.mutex);
    if (counted) {
        shard.uncounted.erase(account);
        return;
    }
    shard.uncounted.insert(account);
    shard.drop(account);
}

bool TallyBoard::counts(AccountId account) {
    Shard& shard = shard_of(account);
    const std::lock_guard lock(shard.mutex);
    return !shard.uncounted.contains(account);
}

void TallyBoard::count_house(policy::Channel channel, policy::Action action,
                             policy::Outcome outcome) {
    house_[house_index(channel, action, outcome)].fetch_add(1, std::memory_order_relaxed);
}

std::uint64_t TallyBoard::house(policy::Channel channel, policy::Action action,
                                policy::Outcome outcome) const {
    return house_[house_index(channel, action, outcome)].load(std::memory_order_relaxed);
}

std::vector<OwnerCount> TallyBoard::take() {
    std::vector<OwnerCount> taken;
    for (Shard& shard : shards_) {
        const std::lock_guard lock(shard.mutex);
        for (const auto& [key, counts] : shard.counts) taken.push_back({key.account, key.day, counts});
        shard.counts.clear();
    }
    return taken;
}

void TallyBoard::give_back(const std::vector<OwnerCount>& counts) {
    for (const OwnerCount& count : counts) {
        Shard& shard = shard_of(count.account);
        const std::lock_guard lock(shard.mutex);
        auto& target = shard.counts[{count.account, count.day}];
        for (std::size_t i = 0; i < target.size(); ++i) target[i] += count.by_channel[i];
    }
}

void TallyBoard::forget(AccountId account) {
    Shard& shard = shard_of(account);
    const std::lock_guard lock(shard.mutex);
    shard.drop(account);
}

}  // namespace postvern::records::ledger
