#include "records/ledger.hpp"

#include <algorithm>
#include <stdexcept>

#include "records/ledger/contradiction.hpp"
#include "records/ledger/parts.hpp"
#include "records/sha256.hpp"

namespace postvern::records {

using ledger::PrivateRecord;

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

void Ledger::Parts::attempt(Duty which, const std::function<void()>& duty) {
    std::optional<std::string> failure;
    try {
        duty();
    } catch (const std::exception& error) {
        failure = error.what();
    }
    const std::lock_guard lock(fault_mutex);
    faults.erase(which);
    if (failure) faults.emplace(which, *std::move(failure));
}

void Ledger::Parts::start() {
    empty = desk.is_empty();
    ledger::Writer::Duties duties;
    duties.write = [this](std::span<ledger::Writer::Item> group) {
        desk.write(group);
        empty = false;
        ++commits;
    };
    duties.timed = {{settings.batch_interval, [this] { attempt(Duty::publication, [this] { desk.publish(); }); }},
                    {settings.tally_interval, [this] {
                         attempt(Duty::tallies, [this] {
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
        attempt(Duty::tiles, [this] { desk.bring_up_tiles(); });
    });
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
        parts_->attempt(Parts::Duty::tiles, [this] { parts_->desk.bring_up_tiles(); });
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

std::string Ledger::case_reference(std::uint64_t number) const {
    return hexadecimal(parts_->site.reference_of_case(number));
}

std::uint64_t Ledger::tallied(policy::Channel channel, policy::Action action,
                              policy::Outcome outcome) const {
    return parts_->board.house(channel, action, outcome);
}

std::optional<std::string> Ledger::standing_fault() const {
    {
        const std::lock_guard lock(parts_->fault_mutex);
        if (!parts_->faults.empty()) return parts_->faults.begin()->second;
    }
    try {
        return parts_->attestations.fault();
    } catch (const std::exception& error) {
        return error.what();  // ledger.db cannot be read
    }
}

Attestations& Ledger::attestations() const noexcept { return parts_->attestations; }

void Ledger::publish_now() {
    parts_->writer->run([this] { parts_->desk.publish(); });
}

void Ledger::flush_tallies() {
    parts_->writer->run([this] { parts_->desk.flush_tallies(); });
}

SealedKeys Ledger::seal_anew(std::span<const AccountId> people) {
    return parts_->reader.seal_anew(people, nullptr);
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
