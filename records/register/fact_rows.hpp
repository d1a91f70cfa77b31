// What rows say of an account, a processor and a case, as facts; and what was known earlier. `Source`
// prepares statements: a Commit, or what Store::reader() lends.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "policy/facts.hpp"
#include "records/archive/store.hpp"
#include "records/cases.hpp"
#include "records/consent_texts.hpp"
#include "records/register/facts_codec.hpp"

namespace postvern::records {

class Vault;

// Numbers are on disk.
enum class FactKind : std::uint8_t { account = 1, staff = 2, processor = 3, legal_case = 4, hold = 5 };

// Under what a case or hold is sealed: its own number, and apart from what it was earlier, so that neither
// another one nor an earlier state can be put in its place.
std::string case_label(std::uint64_t number);
std::string past_case_label(std::uint64_t number);
std::string hold_label(std::uint64_t number);
std::string past_hold_label(std::uint64_t number);

// The purpose of that name; absent: there is none.
std::optional<policy::Purpose> purpose_named(std::string_view name);

// The row of an account: without `consents` and `valid_until`.
template <typename Source>
std::optional<policy::AccountFacts> account_row(Source& source, policy::AccountId account) {
    auto rows = source("SELECT state, purge_due, restricted, no_snapshots, retained_until"
                       " FROM accounts WHERE id = ?").query(account);
    const auto row = rows.next();
    if (!row) return {};
    policy::AccountFacts facts;
    facts.state = static_cast<policy::AccountState>(row->integer(0));
    if (!row->is_null(1)) facts.purge_due = row->integer(1);
    facts.restricted = row->integer(2) != 0;
    facts.no_snapshots = row->integer(3) != 0;
    if (!row->is_null(4)) facts.retained_until = row->integer(4);
    return facts;
}

// Those in force: neither withdrawn nor to another text than that of `texts`.
template <typename Source>
std::vector<policy::Purpose> consents_of(Source& source, policy::AccountId account,
                                         const ConsentTexts& texts) {
    std::vector<policy::Purpose> consents;
    for (const auto& row : source("SELECT purpose, text FROM consents WHERE account = ?"
                                  " AND withdrawn IS NULL ORDER BY id").query(account)) {
        const auto purpose = purpose_named(row.octets(0));
        if (purpose && texts.in_force(*purpose) == row.integer(1)) consents.push_back(*purpose);
    }
    return consents;
}

// Both, without `valid_until`.
template <typename Source>
std::optional<policy::AccountFacts> account_facts(Source& source, policy::AccountId account,
                                                  const ConsentTexts& texts) {
    auto facts = account_row(source, account);
    if (facts) facts->consents = consents_of(source, account, texts);
    return facts;
}

template <typename Source>
std::optional<policy::ProcessorFacts> processor_facts(Source& source, std::uint64_t number) {
    policy::ProcessorFacts facts;
    {
        auto rows = source("SELECT agreement_until FROM processors WHERE id = ?").query(number);
        const auto row = rows.next();
        if (!row) return {};
        if (!row->is_null(0)) facts.agreement_until = row->integer(0);
    }
    for (const auto& row : source("SELECT id FROM instructions WHERE processor = ?"
                                  " AND ended IS NULL ORDER BY id").query(number)) {
        facts.instructions.push_back(static_cast<std::uint64_t>(row.integer(0)));
    }
    return facts;
}

// Whom a case names, and who has an account that it is about.
template <typename Source>
std::vector<std::uint32_t> recused_from(Source& source, const CaseRecord& record) {
    std::vector<std::uint32_t> recused = record.named;
    for (const policy::AccountId account : record.accounts) {
        for (const auto& row : source("SELECT user FROM staff WHERE account = ?").query(account)) {
            recused.push_back(static_cast<std::uint32_t>(row.integer(0)));
        }
    }
    return recused;
}

policy::CaseFacts facts_of(const CaseRecord& record, std::vector<std::uint32_t> recused, std::int64_t moment);

// Keeps what is known of `subject` from `moment` on; absent: it is on record no more.
void keep_history(Commit& commit, FactKind kind, std::uint64_t subject, std::int64_t moment,
                  const std::optional<std::string>& facts);
// What was known of `subject` is kept no longer.
void forget_history(Commit& commit, FactKind kind, std::uint64_t subject);
// The same of an account, somebody of the house, or a processor, as the rows say by now; and of a case or hold.
void keep_account_history(Commit& commit, policy::AccountId account, const ConsentTexts& texts);
void keep_staff_history(Commit& commit, std::uint32_t user);
void keep_processor_history(Commit& commit, std::uint64_t number);
void keep_case_history(Commit& commit, const Vault& vault, std::uint64_t number,
                       const CaseRecord& record);
void keep_hold_history(Commit& commit, const Vault& vault, std::uint64_t number,
                       const HoldRecord& record);

}  // namespace postvern::records
