#include "records/register.hpp"

#include "records/archive/store.hpp"
#include "records/register/fact_rows.hpp"
#include "records/register/staff_rows.hpp"
#include "records/vault/vault.hpp"

namespace postvern::records {

namespace {

std::optional<policy::AccountFacts> read_account(Store& store, policy::AccountId account) {
    auto reader = store.reader();
    auto facts = account_row(reader, account);
    if (!facts) return {};
    facts->valid_until = store.now() + Register::kFactsValid;
    try {
        facts->consents = consents_of(reader, account, store.settings().consent_texts);
    } catch (const StorageError&) {
        // Optional processing rests then; damage to what only that needs bars no owner from reading.
        facts->consents.clear();
    }
    return facts;
}

std::optional<policy::StaffFacts> read_staff(Store& store, std::uint32_t user) {
    auto reader = store.reader();
    auto rows = reader(kMemberOfUser).query(user);
    const auto row = rows.next();
    if (!row) return {};
    policy::StaffFacts facts = read_member(*row).facts;
    facts.valid_until = store.now() + Register::kFactsValid;
    return facts;
}

std::optional<policy::CaseFacts> read_case(Store& store, const Vault& vault, std::uint64_t number) {
    auto reader = store.reader();
    const auto sealed = reader("SELECT sealed FROM cases WHERE id = ?").octets(number);
    if (!sealed) return {};
    const CaseRecord record = decode_case(vault.open_for_site(case_label(number), *sealed));
    return facts_of(record, recused_from(reader, record), store.now());
}

std::optional<HoldRecord> read_hold(Store& store, const Vault& vault, std::uint64_t number) {
    auto reader = store.reader();
    const auto sealed = reader("SELECT sealed FROM holds WHERE id = ?").octets(number);
    if (!sealed) return {};
    return decode_hold(vault.open_for_site(hold_label(number), *sealed));
}

}  // namespace

std::optional<policy::AccountFacts> Register::account(policy::AccountId account) const {
    const auto fresh = [now = store_.now()](const policy::AccountFacts& facts) {
        return now <= facts.valid_until;
    };
    return accounts_.find(store_.facts_generation(), account, fresh,
                          [&] { return read_account(store_, account); });
}

std::optional<policy::StaffFacts> Register::staff(std::uint32_t user) const {
    const auto fresh = [now = store_.now()](const policy::StaffFacts& facts) {
        return now <= facts.valid_until;
    };
    return staff_.find(store_.facts_generation(), user, fresh,
                       [&] { return read_staff(store_, user); });
}

std::optional<policy::ProcessorFacts> Register::processor(std::uint64_t number) const {
    return processors_.find(store_.facts_generation(), number, [&] {
        auto reader = store_.reader();
        return processor_facts(reader, number);
    });
}

std::optional<policy::CaseFacts> Register::legal_case(std::uint64_t number) const {
    if (number == 0) return policy::CaseFacts{};
    const auto fresh = [now = store_.now()](const policy::CaseFacts& facts) { return now <= facts.valid_until; };
    return cases_.find(store_.facts_generation(), number, fresh,
                       [&] { return read_case(store_, vault_, number); });
}

std::optional<policy::HoldFacts> Register::hold(std::uint64_t number) const {
    return holds_.find(store_.facts_generation(), number, [&]() -> std::optional<policy::HoldFacts> {
        const auto record = read_hold(store_, vault_, number);
        if (!record) return {};
        const auto of = legal_case(record->legal_case);
        if (!of) return {};
        return policy::HoldFacts{record->legal_case, record->until, of->recused};
    });
}

std::vector<std::uint64_t> Register::told_cases(
    std::optional<policy::AccountId> about) const {
    // Together, and not each anew: how long it takes does not tell whether there are any.
    const auto all = every_case_.find(store_.facts_generation(), 0, [this] { return read_cases(); });
    std::vector<std::uint64_t> told;
    for (const auto& [number, facts] : **all) {
        const auto& accounts = facts.accounts;
        if (about && std::find(accounts.begin(), accounts.end(), *about) == accounts.end()) continue;
        if (policy::may_be_shown(facts, store_.now())) told.push_back(number);
    }
    return told;
}

std::optional<Register::EveryCase> Register::read_cases() const {
    std::vector<std::uint64_t> numbers;
    {
        auto reader = store_.reader();
        for (const auto& row : reader("SELECT id FROM cases ORDER BY id").query()) {
            numbers.push_back(static_cast<std::uint64_t>(row.integer(0)));
        }
    }
    auto all = std::make_shared<std::vector<std::pair<std::uint64_t, policy::CaseFacts>>>();
    for (const std::uint64_t number : numbers) {
        if (auto facts = legal_case(number)) all->emplace_back(number, *std::move(facts));
    }
    return all;
}

std::vector<policy::AccountId> Register::accounts_without_tallies() const {
    std::vector<policy::AccountId> accounts;
    auto reader = store_.reader();
    for (const auto& row : reader("SELECT id FROM accounts WHERE no_tallies = 1").query()) {
        accounts.push_back(policy::AccountId{static_cast<std::uint64_t>(row.integer(0))});
    }
    return accounts;
}

std::vector<std::uint64_t> Register::all_holds() const {
    std::vector<std::uint64_t> holds;
    auto reader = store_.reader();
    for (const auto& row : reader("SELECT id FROM holds ORDER BY id").query()) {
        holds.push_back(static_cast<std::uint64_t>(row.integer(0)));
    }
    return holds;
}

std::uint64_t Register::forget_before(std::int64_t moment) {
    return store_.write_and_wait<std::uint64_t>([moment](Commit& commit) {
        return static_cast<std::uint64_t>(
            commit("DELETE FROM facts_history WHERE (facts IS NULL AND moment < ?1) OR EXISTS"
                   " (SELECT 1 FROM facts_history AS next WHERE next.kind = facts_history.kind"
                   " AND next.subject = facts_history.subject AND next.id > facts_history.id"
                   " AND next.moment < ?1)").run(moment));
    });
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

std::vector<policy::AccountId> Register::all_accounts() const {
    std::vector<policy::AccountId> all;
    auto reader = store_.reader();
    for (const auto& row : reader("SELECT id FROM accounts ORDER BY id").query()) {
        all.push_back(policy::AccountId{static_cast<std::uint64_t>(row.integer(0))});
    }
    return all;
}

std::uint64_t Register::generation() const noexcept { return store_.facts_generation(); }

}  // namespace postvern::records
