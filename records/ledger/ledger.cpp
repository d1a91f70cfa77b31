#include "records/ledger.hpp"

#include <algorithm>
#include <stdexcept>

#include "policy/gate.hpp"
#include "policy/grant.hpp"
#include "records/ledger/attestation_parts.hpp"
#include "records/ledger/contradiction.hpp"
#include "records/ledger/parts.hpp"
#include "records/ledger/reader.hpp"
#include "records/ledger/sealed_entry.hpp"

namespace postvern::records {

using ledger::PrivateRecord;

struct Ledger::Parts {
    Parts(LedgerSettings given, LedgerKeys& keys)
        : settings(std::move(given)),
          site(keys),
          anchor(ledger::anchor_in(settings.keys_directory)),
          witnesses(settings.attestors),
          desk(settings, keys, site, anchor, board, witnesses),
          reader(ledger::database_in(settings.data_directory), keys, site, witnesses, desk.pending(), settings.clock),
          attestations(std::make_unique<Attestations::Parts>(
              ledger::database_in(settings.data_directory), site, witnesses, settings,
              [this](const auto& keep) { keep_attestation(keep); })) {}

    // One entry, not yet with whom to call, for each whom the act is about.
    std::vector<ledger::Writer::Item> described(const policy::Act& act) const;
    void start();
    // Has the writer's thread keep what an outsider attests, and what is given out follow.
    void keep_attestation(const std::function<void(sql::Connection&)>& keep);
    // Runs a duty and keeps account of its failure.
    void attempt(const std::function<void()>& duty);
    // Throws policy::Denied unless `grant` is for `action` and of the gate that was named.
    void honour(const policy::Grant& grant, policy::Action action) const;
    // What `grant` lets see. Throws policy::Denied unless it is for reading the record or reviewing a case.
    ledger::Sight sight_of(const policy::Grant& grant, const ReadingKey* key = nullptr) const;

    LedgerSettings settings;
    Opening opening = Opening::normal;
    ledger::SiteKeys site;
    ledger::Anchor anchor;
    ledger::TallyBoard board;
    ledger::Witnesses witnesses;
    ledger::Desk desk;
    ledger::Reader reader;
    Attestations attestations;
    std::atomic<bool> empty{true};
    std::atomic<std::uint64_t> commits{0};
    std::atomic<const policy::Gate*> gate{nullptr};
    std::mutex choice_mutex;  // one choice at a time: memory and what is kept of it say the same
    mutable std::mutex fault_mutex;
    std::optional<std::string> fault;
    std::optional<ledger::Writer> writer;  // last: ends first, while all that it uses is there
};

namespace {

LedgerSettings checked(LedgerSettings settings) {
    if (!settings.clock || !settings.commits) {
        throw std::logic_error("the ledger needs a clock and the counters of commits");
    }
    return settings;
}

// Calls `done` once, when it was itself called `times` times, with the first failure, if there was one.
std::function<void(std::exception_ptr)> once_after(std::size_t times,
                                                   std::function<void(std::exception_ptr)> done) {
    struct Waiting {
        std::mutex mutex;
        std::size_t left;
        std::exception_ptr failure;
    };
    // shared: each of the calls holds a copy
    auto waiting = std::make_shared<Waiting>();
    waiting->left = times;
    return [waiting, done = std::move(done)](std::exception_ptr failure) {
        std::exception_ptr first;
        {
            const std::lock_guard lock(waiting->mutex);
            if (failure && !waiting->failure) waiting->failure = std::move(failure);
            if (--waiting->left > 0) return;
            first = std::move(waiting->failure);
        }
        done(std::move(first));
    };
}

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

std::vector<ledger::Writer::Item> Ledger::Parts::described(const policy::Act& act) const {
    PrivateRecord record = ledger::describe(act);
    record.actor = site.pseudonym_of(act.actor);
    record.subject = site.pseudonym_of(act.subject);
    if (!act.legal_case) return {{std::move(record), {}, act.subject}};
    record.case_reference = site.reference_of_case(act.legal_case->number);
    if (act.legal_case->accounts.empty()) return {{std::move(record), {}, act.subject}};
    std::vector<ledger::Writer::Item> items;
    for (const AccountId account : act.legal_case->accounts) {
        record.subject = site.pseudonym_of(account);
        items.push_back({record, {}, account});
    }
    return items;
}

void Ledger::Parts::attempt(const std::function<void()>& duty) {
    std::optional<std::string> failure;
    try {
        duty();
    } catch (const std::exception& error) {
        failure = error.what();
    }
    const std::lock_guard lock(fault_mutex);
    fault = std::move(failure);
}

void Ledger::Parts::start() {
    empty = desk.is_empty();
    ledger::Writer::Duties duties;
    duties.write = [this](std::span<ledger::Writer::Item> group) {
        desk.write(group);
        empty = false;
        ++commits;
    };
    duties.timed = {{settings.batch_interval, [this] { attempt([this] { desk.publish(); }); }},
                    {settings.tally_interval, [this] {
                         attempt([this] {
                             desk.flush_tallies();
                             desk.publisher().refresh_anchor();
                         });
                     }}};
    writer.emplace(std::move(duties));
}

void Ledger::Parts::keep_attestation(const std::function<void(sql::Connection&)>& keep) {
    writer->run([&] {
        desk.attest(keep);
        // What cannot be written now is written with the next batch.
        attempt([this] { desk.bring_up_tiles(); });
    });
}

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

Ledger::Ledger(LedgerSettings settings, LedgerKeys& keys)
    : Ledger(std::move(settings), keys, Opening::normal) {}

Ledger::Ledger(LedgerSettings settings, LedgerKeys& keys, Opening opening)
    : parts_(std::make_unique<Parts>(checked(std::move(settings)), keys)) {
    parts_->opening = opening;
    ledger::Publisher& publisher = parts_->desk.publisher();
    if (opening == Opening::normal) {
        const auto anchored = parts_->anchor.read(parts_->site.verifier());
        if (!anchored && publisher.size() > 0) {
            throw StorageError(parts_->anchor.file().string() +
                               ": the anchored checkpoint is missing, which this ledger needs to see "
                               "roll-backs: put it back, or run `postvern restore`");
        }
        if (anchored) {
            const auto found = ledger::contradiction(*anchored, parts_->desk.tree(),
                                                     parts_->settings.commits(),
                                                     publisher.entries());
            if (found) {
                throw StorageError(parts_->settings.data_directory.string() +
                                   " was rolled back: " + *found +
                                   ". If older data was put back on purpose, run `postvern restore`, "
                                   "which records that");
            }
        }
        publisher.write_anchor();
        // What cannot be written now is written with the next batch.
        parts_->attempt([this] { parts_->desk.bring_up_tiles(); });
    }
    parts_->start();
}

Ledger::~Ledger() {
    try {
        flush_tallies();
        if (parts_->opening == Opening::after_restore) return;
        // A roll-back of the stopped store shall show. What is pending stays so: a batch out of its time
        // would tell that there was something.
        parts_->writer->run([this] { parts_->desk.publisher().refresh_anchor(); });
    } catch (const std::exception&) {
        // The anchor is as old as its last minute then; there is nobody left to tell.
        return;
    }
}

void Ledger::acknowledge_restore(const LedgerSettings& settings, LedgerKeys& keys,
                                 const policy::Act& act) {
    Ledger restored(settings, keys, Opening::after_restore);
    Parts& parts = *restored.parts_;
    PrivateRecord record = parts.described(act).front().record;
    if (const auto anchored = parts.anchor.read(parts.site.verifier())) {
        const auto& root = anchored->checkpoint.root;
        std::copy_n(root.begin(), record.case_reference.size(), record.case_reference.begin());
        record.legal_basis = "contradicts checkpoint of " + ledger::to_string(anchored->checkpoint) +
                             ", content commits " + std::to_string(anchored->commits.content);
        record.legal_basis_cut = false;
    }
    parts.writer->run([&parts, &record, subject = act.subject] {
        ledger::Writer::Item item{record, {}, subject};
        parts.desk.write(std::span(&item, 1));
        // The anchor keeps contradicting until the leaf that says so is published.
        do parts.desk.publisher().publish();
        while (parts.desk.publisher().has_pending());
        parts.desk.publisher().write_anchor();
    });
}

void Ledger::tally(const policy::Act& act) {
    const bool owners_own = act.actor.role == policy::Role::owner &&
                            act.outcome == policy::Outcome::granted &&
                            act.action != policy::Action::deliver &&
                            act.subject == AccountId{act.actor.id};
    if (owners_own) {
        parts_->board.count_owner(act.subject, ledger::day_of(act.moment), act.channel);
    } else {
        parts_->board.count_house(act.channel, act.action, act.outcome);
    }
}

void Ledger::record(const policy::Act& act, std::function<void(std::exception_ptr)> done) {
    std::vector<ledger::Writer::Item> items;
    std::function<void(std::exception_ptr)> written;
    try {
        items = parts_->described(act);
        written = items.size() > 1 ? once_after(items.size(), done) : done;
    } catch (...) {
        done(std::current_exception());
        return;
    }
    for (ledger::Writer::Item& item : items) {
        item.done = written;
        parts_->writer->add(std::move(item));
    }
}

bool Ledger::is_empty() const noexcept { return parts_->empty; }
std::string Ledger::head() const { return parts_->reader.head(); }
const std::string& Ledger::origin() const noexcept { return parts_->site.origin(); }

const std::string& Ledger::verifier_key() const noexcept {
    return parts_->site.signer().verifier_key();
}
LeafProof Ledger::prove(std::uint64_t leaf) const { return parts_->reader.prove(leaf); }
std::uint64_t Ledger::commits() const noexcept { return parts_->commits; }

std::uint64_t Ledger::tallied(policy::Channel channel, policy::Action action,
                              policy::Outcome outcome) const {
    return parts_->board.house(channel, action, outcome);
}

std::optional<std::string> Ledger::standing_fault() const {
    {
        const std::lock_guard lock(parts_->fault_mutex);
        if (parts_->fault) return parts_->fault;
    }
    try {
        return parts_->attestations.fault();
    } catch (const std::exception& error) {
        return error.what();  // ledger.db cannot be read
    }
}

Attestations& Ledger::attestations() const noexcept { return parts_->attestations; }

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

void Ledger::publish_now() {
    parts_->writer->run([this] { parts_->desk.publish(); });
}

void Ledger::flush_tallies() {
    parts_->writer->run([this] { parts_->desk.flush_tallies(); });
}

SealedKeys Ledger::seal_anew(std::span<const AccountId> people) {
    return parts_->reader.seal_anew(people, nullptr);
}

SealedKeys Ledger::seal_anew(policy::Grant&& grant, std::span<const AccountId> people,
                             const ReadingKey& key) {
    const policy::Grant used = std::move(grant);
    parts_->honour(used, policy::Action::read_record);
    if (only_account(used)) deny();
    return parts_->reader.seal_anew(people, &key);
}

std::size_t Ledger::purge(std::int64_t now) {
    const std::int64_t moment = std::min(now, parts_->settings.clock());
    std::size_t destroyed = 0;
    parts_->writer->run([&] { destroyed = parts_->desk.purge(moment); });
    return destroyed;
}

void Ledger::backup(const std::filesystem::path& file) const {
    if (std::filesystem::exists(file)) throw AlreadyExists(file.string() + ": exists already");
    parts_->reader.copy_to(file);
}

}  // namespace postvern::records
