#include "records/past_facts.hpp"

#include <algorithm>

#include "records/archive/store.hpp"
#include "records/register/fact_rows.hpp"
#include "records/vault/vault.hpp"

namespace postvern::records {

namespace {

// What was written down last, up to `moment`; absent: nothing, or that it is on record no more.
std::optional<std::string> known_at(Store& store, FactKind kind, std::uint64_t subject,
                                    std::int64_t moment) {
    auto reader = store.reader();
    return reader("SELECT facts FROM facts_history WHERE kind = ? AND subject = ? AND moment <= ?"
                  " ORDER BY id DESC LIMIT 1").octets(kind, subject, moment);
}

std::vector<std::uint64_t> subjects(Store& store, FactKind kind) {
    std::vector<std::uint64_t> found;
    auto reader = store.reader();
    for (const auto& row : reader("SELECT DISTINCT subject FROM facts_history WHERE kind = ?"
                                  " ORDER BY subject").query(kind)) {
        found.push_back(static_cast<std::uint64_t>(row.integer(0)));
    }
    return found;
}

}  // namespace

std::optional<policy::AccountFacts> PastFacts::account(policy::AccountId account) const {
    const auto octets =
        known_at(store_, FactKind::account, static_cast<std::uint64_t>(account), moment_);
    if (!octets) return {};
    policy::AccountFacts facts = decode_account(*octets);
    facts.purge_due = moment_;
    return facts;
}

std::optional<policy::StaffFacts> PastFacts::staff(std::uint32_t user) const {
    const auto octets = known_at(store_, FactKind::staff, user, moment_);
    if (!octets) return {};
    return decode_staff(*octets);
}

std::optional<policy::ProcessorFacts> PastFacts::processor(std::uint64_t number) const {
    const auto octets = known_at(store_, FactKind::processor, number, moment_);
    if (!octets) return {};
    return decode_processor(*octets);
}

std::optional<policy::CaseFacts> PastFacts::legal_case(std::uint64_t number) const {
    if (number == 0) return policy::CaseFacts{};
    const auto sealed = known_at(store_, FactKind::legal_case, number, moment_);
    if (!sealed) return {};
    const CaseRecord record = decode_case(vault_.open_for_site(past_case_label(number), *sealed));
    std::vector<std::uint32_t> recused = record.named;
    for (const std::uint64_t user : subjects(store_, FactKind::staff)) {
        const auto member = staff(static_cast<std::uint32_t>(user));
        const auto& about = record.accounts;
        if (member && member->account &&
            std::find(about.begin(), about.end(), *member->account) != about.end()) {
            recused.push_back(static_cast<std::uint32_t>(user));
        }
    }
    return facts_of(record, std::move(recused), moment_);
}

std::optional<policy::HoldFacts> PastFacts::hold(std::uint64_t number) const {
    const auto sealed = known_at(store_, FactKind::hold, number, moment_);
    if (!sealed) return {};
    const HoldRecord record = decode_hold(vault_.open_for_site(past_hold_label(number), *sealed));
    const auto of = legal_case(record.legal_case);
    if (!of) return {};
    return policy::HoldFacts{record.legal_case, record.until, of->recused};
}

std::vector<std::int64_t> PastFacts::changes(Store& store, std::int64_t from, std::int64_t before) {
    std::vector<std::int64_t> moments;
    auto reader = store.reader();
    for (const auto& row : reader("SELECT DISTINCT moment FROM facts_history WHERE moment >= ?"
                                  " AND moment < ? ORDER BY moment").query(from, before)) {
        moments.push_back(row.integer(0));
    }
    return moments;
}

EverKnown ever_known(Store& store) {
    EverKnown known;
    for (const std::uint64_t id : subjects(store, FactKind::account)) {
        known.accounts.push_back(policy::AccountId{id});
    }
    for (const std::uint64_t user : subjects(store, FactKind::staff)) {
        known.staff.push_back(static_cast<std::uint32_t>(user));
    }
    known.processors = subjects(store, FactKind::processor);
    known.cases = subjects(store, FactKind::legal_case);
    known.holds = subjects(store, FactKind::hold);
    return known;
}

}  // namespace postvern::records
