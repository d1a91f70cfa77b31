#include "records/register.hpp"

#include "records/archive/store.hpp"
#include "records/register/staff_rows.hpp"

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

std::optional<policy::StaffFacts> read_staff(Store& store, std::uint32_t user) {
    auto reader = store.reader();
    auto rows = reader(
        "SELECT user, roles, policy_until, secrecy_until, agreement_until, device_until FROM staff"
        " WHERE user = ?").query(user);
    const auto row = rows.next();
    if (!row) return {};
    return read_member(*row).facts;
}

}  // namespace

std::optional<policy::AccountFacts> Register::account(policy::AccountId account) const {
    return accounts_.find(store_.facts_generation(), account,
                          [&] { return read_account(store_, account); });
}

std::optional<policy::StaffFacts> Register::staff(std::uint32_t user) const {
    return staff_.find(store_.facts_generation(), user, [&] { return read_staff(store_, user); });
}

bool Register::lacks_director() const {
    auto reader = store_.reader();
    return !has_director(reader(kDirectorInForce), store_.now());
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
