#include <stdexcept>

#include "records/ledger/parts.hpp"

namespace postvern::records {

namespace {

[[noreturn]] void deny() { throw policy::Denied(policy::Decision{}); }

// An owner's grant reaches that owner's records only.
std::optional<AccountId> only_account(const policy::Grant& grant) {
    if (grant.principal().role != policy::Role::owner) return {};
    return AccountId{grant.principal().id};
}

// By whose private key entries are opened: an owner's own, or the officer's who reads.
RecordOpener opener_of(const policy::Grant& grant, const ReadingKey* key) {
    const auto own = only_account(grant);
    return {own.value_or(policy::kNoAccount), own ? grant.keys() : policy::kNoKeys, own ? nullptr : key};
}

}  // namespace

void Ledger::Parts::honour(const policy::Grant& grant, policy::Action action) const {
    const policy::Gate* const known = gate.load();
    if (known == nullptr || !known->honours(grant, action)) deny();
}

ledger::Sight Ledger::Parts::sight_of(const policy::Grant& grant, const ReadingKey* key) const {
    ledger::Sight sight;
    sight.opener = opener_of(grant, key);
    if (grant.action() == policy::Action::review) {
        honour(grant, policy::Action::review);
        if (grant.resource().type != policy::ResourceType::legal_case) deny();
        sight.of_case = site.reference_of_case(grant.resource().number);
        return sight;
    }
    const auto own = only_account(grant);
    // Owners do it as well by leave to export what is theirs (GDPR Art. 15(1)(c)).
    const bool exports = own && grant.action() == policy::Action::export_;
    honour(grant, exports ? policy::Action::export_ : policy::Action::read_record);
    if (own) sight.only = site.pseudonym_of(*own);
    if (settings.told_cases) {
        for (const std::uint64_t number : settings.told_cases(own)) {
            sight.told.push_back(site.reference_of_case(number));
        }
    }
    return sight;
}

void Ledger::honour_grants_of(const policy::Gate& gate) {
    const policy::Gate* none = nullptr;
    if (!parts_->gate.compare_exchange_strong(none, &gate)) {
        throw std::logic_error("the ledger honours the grants of one gate");
    }
}

std::vector<RecordedAct> Ledger::entries(policy::Grant&& grant, const RecordFilter& filter) const {
    return read(std::move(grant), filter).acts;
}

RecordedActs Ledger::read(policy::Grant&& grant, const RecordFilter& filter,
                          const ReadingKey* key) const {
    const policy::Grant used = std::move(grant);
    const ledger::Sight sight = parts_->sight_of(used, key);
    RecordFilter allowed = filter;
    if (const auto own = only_account(used)) allowed.subject = own;
    return parts_->reader.entries(allowed, sight);
}

std::optional<Ledger::NamedAct> Ledger::entry(policy::Grant&& grant, std::uint64_t sequence,
                                              const EverNamed& known, const ReadingKey* key) const {
    const policy::Grant used = std::move(grant);
    const ledger::Sight sight = parts_->sight_of(used, key);
    if (only_account(used) || sequence == 0) deny();
    RecordFilter filter;
    filter.after_sequence = sequence - 1;
    filter.most = 1;
    auto found = parts_->reader.entries(filter, sight).acts;
    if (found.empty() || found.front().sequence != sequence) return {};
    NamedAct named{std::move(found.front())};
    for (const policy::Principal& actor : known.actors) {
        if (ledger::hex(parts_->site.pseudonym_of(actor)) == named.act.actor) named.actor = actor;
    }
    for (const AccountId subject : known.subjects) {
        if (ledger::hex(parts_->site.pseudonym_of(subject)) == named.act.subject) named.subject = subject;
    }
    if (ledger::hex(parts_->site.pseudonym_of(policy::kNoAccount)) == named.act.subject) {
        named.subject = policy::kNoAccount;
    }
    for (const std::uint64_t number : known.cases) {
        const auto reference = ledger::hex(parts_->site.reference_of_case(number));
        if (reference == named.act.case_reference) named.legal_case = number;
    }
    return named;
}

ExportedEntry Ledger::export_entry(policy::Grant&& grant, std::uint64_t sequence,
                                   const ReadingKey* key) const {
    const policy::Grant used = std::move(grant);
    return parts_->reader.exported(sequence, parts_->sight_of(used, key));
}

CaseEvidence Ledger::case_evidence(std::vector<policy::Grant> grants, std::int64_t since) const {
    const std::vector<policy::Grant> used = std::move(grants);
    if (used.empty()) deny();
    const policy::Resource of = used.front().resource();
    std::vector<ledger::Pseudonym> subjects{parts_->site.pseudonym_of(policy::kNoAccount)};
    for (const policy::Grant& each : used) {
        parts_->honour(each, policy::Action::extract);
        const bool is_of_case = each.resource().type == policy::ResourceType::legal_case && of.number != 0 &&
                                each.resource().number == of.number;
        if (!is_of_case || !each.extent()) deny();
        subjects.push_back(parts_->site.pseudonym_of(each.extent()->account));
    }
    ledger::Sight sight;
    sight.of_case = parts_->site.reference_of_case(of.number);
    return parts_->reader.case_evidence(sight, subjects, since);
}

StreamProof Ledger::stream_proof(policy::Grant&& grant) const {
    const policy::Grant used = std::move(grant);
    if (!parts_->sight_of(used).only) deny();
    return parts_->reader.stream_proof(*only_account(used));
}

std::vector<AccessTally> Ledger::tallies(policy::Grant&& grant, AccountId account) const {
    const policy::Grant used = std::move(grant);
    if (parts_->sight_of(used).of_case || only_account(used).value_or(account) != account) deny();
    std::vector<AccessTally> shown;
    parts_->writer->run([&] {
        for (const auto& tally : parts_->desk.tallies_of(account)) {
            if (ledger::end_of_tally_term(tally.day) <= parts_->settings.clock()) continue;
            shown.push_back({tally.day, tally.channel, tally.count});
        }
    });
    return shown;
}

void Ledger::want_tallies(const policy::Grant& grant, bool wanted, const std::function<void()>& keep) {
    parts_->honour(grant, policy::Action::set_retention);
    if (grant.resource().type != policy::ResourceType::account) deny();
    const AccountId account = grant.resource().account;
    const std::lock_guard lock(parts_->choice_mutex);
    const bool before = parts_->board.counts(account);
    try {
        // What is counted goes first: were the machine to stop in between, the owner would still be counted, and
        // nothing was promised. The other way about there would be counts of somebody who wants none.
        parts_->writer->run([&] { parts_->desk.want_tallies(account, wanted); });
        keep();
    } catch (...) {
        parts_->board.count(account, before);
        throw;
    }
}

void Ledger::leave_uncounted(std::span<const AccountId> accounts) {
    for (const AccountId account : accounts) parts_->board.count(account, false);
}

void Ledger::erase_subject(policy::Grant&& grant) {
    const policy::Grant used = std::move(grant);
    const bool erasing = used.action() == policy::Action::erase;
    parts_->honour(used, erasing ? policy::Action::erase : policy::Action::administer_accounts);
    const AccountId account = used.resource().account;
    if (used.resource().type != policy::ResourceType::account) deny();
    parts_->writer->run([&] { parts_->desk.erase(account); });
}

SealedKeys Ledger::seal_anew(policy::Grant&& grant, std::span<const AccountId> people,
                             const ReadingKey& key) {
    const policy::Grant used = std::move(grant);
    parts_->honour(used, policy::Action::read_record);
    if (only_account(used)) deny();
    return parts_->reader.seal_anew(people, &key);
}

}  // namespace postvern::records
