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
    return known_.find(store_.facts_generation(), account,
                       [&] { return read_account(store_, account); });
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
