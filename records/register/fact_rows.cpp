#include "records/register/fact_rows.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "records/register/staff_rows.hpp"
#include "records/vault/vault.hpp"

namespace postvern::records {

std::optional<policy::Purpose> purpose_named(std::string_view name) {
    for (std::size_t index = 0; index < policy::kPurposeCount; ++index) {
        const auto purpose = static_cast<policy::Purpose>(index);
        if (policy::name(purpose) == name) return purpose;
    }
    return {};
}

policy::CaseFacts facts_of(const CaseRecord& record, std::vector<std::uint32_t> recused, std::int64_t moment) {
    policy::CaseFacts facts;
    facts.accounts = record.accounts;
    facts.recused = std::move(recused);
    facts.basis = record.basis;
    facts.route = record.route;
    facts.references = record.references;
    facts.order = record.order;
    if (facts.order) {
        const std::set<std::uint32_t> validators(record.validators.begin(), record.validators.end());
        facts.order->validated = validators.size() >= 2;
    }
    // The two who approve are two people.
    const bool apart = record.director != record.second_officer;
    facts.director_approved = record.director.has_value() && apart;
    facts.second_officer_approved = record.second_officer.has_value() && apart;
    for (const Substitute& each : record.substitutes) {
        if (!each.is_in_force(moment)) continue;
        facts.substitutes.push_back(each.user);
        if (each.until) facts.valid_until = std::min(facts.valid_until, *each.until - 1);
    }
    facts.objection = record.objection;
    facts.silence = record.silence;
    facts.silent_until = record.silent_until;
    facts.owners_told = record.owners_told;
    return facts;
}

void keep_history(Commit& commit, FactKind kind, std::uint64_t subject, std::int64_t moment,
                  const std::optional<std::string>& facts) {
    std::optional<sql::Blob> octets;
    if (facts) octets = sql::Blob{*facts};
    commit("INSERT INTO facts_history (kind, subject, moment, facts) VALUES (?, ?, ?, ?)")
        .run(kind, subject, moment, octets);
}

void forget_history(Commit& commit, FactKind kind, std::uint64_t subject) {
    commit("DELETE FROM facts_history WHERE kind = ? AND subject = ?").run(kind, subject);
}

std::string case_label(std::uint64_t number) { return "case " + std::to_string(number); }
std::string past_case_label(std::uint64_t number) { return "past case " + std::to_string(number); }
std::string hold_label(std::uint64_t number) { return "hold " + std::to_string(number); }
std::string past_hold_label(std::uint64_t number) { return "past hold " + std::to_string(number); }

void keep_staff_history(Commit& commit, std::uint32_t user) {
    std::optional<std::string> octets;
    {
        auto rows = commit(kMemberOfUser).query(user);
        if (const auto row = rows.next()) octets = encode(read_member(*row).facts);
    }
    keep_history(commit, FactKind::staff, user, commit.now(), octets);
}

void keep_processor_history(Commit& commit, std::uint64_t number) {
    std::optional<std::string> octets;
    if (const auto facts = processor_facts(commit, number)) octets = encode(*facts);
    keep_history(commit, FactKind::processor, number, commit.now(), octets);
}

void keep_case_history(Commit& commit, const Vault& vault, std::uint64_t number,
                       const CaseRecord& record) {
    keep_history(commit, FactKind::legal_case, number, commit.now(),
                 vault.seal_for_site(past_case_label(number), encode(record)));
}

void keep_hold_history(Commit& commit, const Vault& vault, std::uint64_t number,
                       const HoldRecord& record) {
    keep_history(commit, FactKind::hold, number, commit.now(),
                 vault.seal_for_site(past_hold_label(number), encode(record)));
}

void keep_account_history(Commit& commit, policy::AccountId account, const ConsentTexts& texts) {
    std::optional<std::string> octets;
    if (const auto facts = account_facts(commit, account, texts)) octets = encode(*facts);
    keep_history(commit, FactKind::account, static_cast<std::uint64_t>(account), commit.now(), octets);
}

}  // namespace postvern::records
