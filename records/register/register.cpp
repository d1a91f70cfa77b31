#include "records/register.hpp"

#include "records/archive/store.hpp"

namespace postvern::records {

namespace {

std::optional<policy::AccountFacts> read_account(Store& store, policy::AccountId account) {
    auto reader = store.reader();
    auto& select = reader("SELECT state, purge_due FROM accounts WHERE id = ?");
    auto rows = select.query(account);
    const auto row = rows.next();
    if (!row) return {};
    policy::AccountFacts facts;
    facts.state = static_cast<policy::AccountState>(row->integer(0));
    if (!row->is_null(1)) facts.purge_due = row->integer(1);
    return facts;
}

}  // namespace

std::optional<policy::AccountFacts> Register::account(policy::AccountId account) const {
    // The generation is read before the row: facts that change in between are stored under the old
    // one and asked for again.
    const std::uint64_t generation = store_.facts_generation();
    const auto key = static_cast<std::uint64_t>(account);
    {
        std::lock_guard lock(mutex_);
        if (cached_generation_ != generation) {
            cached_.clear();
            cached_generation_ = generation;
        }
        const auto known = cached_.find(key);
        if (known != cached_.end()) return known->second;
    }
    const auto facts = read_account(store_, account);
    std::lock_guard lock(mutex_);
    if (cached_generation_ == generation) cached_[key] = facts;
    return facts;
}

std::vector<policy::AccountId> Register::accounts_due(std::int64_t moment) const {
    std::vector<policy::AccountId> due;
    auto reader = store_.reader();
    for (const auto& row :
         reader("SELECT id FROM accounts WHERE purge_due <= ? ORDER BY id").query(moment)) {
        due.push_back(policy::AccountId{static_cast<std::uint64_t>(row.integer(0))});
    }
    return due;
}

std::uint64_t Register::generation() const noexcept { return store_.facts_generation(); }

}  // namespace postvern::records
