#include "records/register/fact_rows.hpp"

#include <algorithm>
#include <set>

namespace postvern::records {

std::optional<policy::Purpose> purpose_named(std::string_view name) {
    for (std::size_t index = 0; index < policy::kPurposeCount; ++index) {
        const auto purpose = static_cast<policy::Purpose>(index);
        if (policy::name(purpose) == name) return purpose;
    }
    return {};
}

policy::CaseFacts facts_of(const CaseRecord& record, std::vector<std::uint32_t> recused) {
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
    for (const Substitute& each : record.substitutes) facts.substitutes.push_back(each.user);
    facts.objection = record.objection;
    facts.silence = record.silence;
    facts.silent_until = record.silent_until;
    facts.owners_told = record.owners_told;
    return facts;
}

void keep_history(Commit& commit, FactKind kind, std::uint64_t subject, std::int64_t moment,
                  std::optional<std::string_view> facts) {
    std::optional<sql::Blob> octets;
    if (facts) octets = sql::Blob{*facts};
    commit("INSERT INTO facts_history (kind, subject, moment, facts) VALUES (?, ?, ?, ?)")
        .run(kind, subject, moment, octets);
}

void forget_history(Commit& commit, FactKind kind, std::uint64_t subject) {
    commit("DELETE FROM facts_history WHERE kind = ? AND subject = ?").run(kind, subject);
}

void keep_account_history(Commit& commit, policy::AccountId account, const ConsentTexts& texts) {
    const auto facts = account_facts(commit, account, texts);
    const std::string octets = facts ? encode(*facts) : std::string();
    keep_history(commit, FactKind::account, static_cast<std::uint64_t>(account), commit.now(),
                 facts ? std::optional<std::string_view>(octets) : std::nullopt);
}

}  // namespace postvern::records
