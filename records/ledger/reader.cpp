#include "records/ledger/reader.hpp"

#include <algorithm>
#include <iterator>

#include "records/base64.hpp"
#include "records/ledger/checkpoint.hpp"
#include "records/ledger/daily_heads.hpp"
#include "records/ledger/lookup_tag.hpp"
#include "records/ledger/sealed_entry.hpp"
#include "records/ledger/shown_act.hpp"
#include "records/ledger/stored_entry.hpp"
#include "records/merkle/tree.hpp"

namespace postvern::records {

namespace {

// C2SP tlog-proof; extra data may be what "is necessary to reconstruct the record hash".
std::string tlog_proof(const LeafProof& proof, std::string_view extra) {
    std::string text = "c2sp.org/tlog-proof@v1\nextra " + base64(extra) + "\nindex " +
                       std::to_string(proof.index) + '\n';
    for (const merkle::Hash& hash : proof.path) text += base64(merkle::octets(hash)) + '\n';
    return text + '\n' + proof.checkpoint;
}

}  // namespace

std::string LeafProof::text() const { return tlog_proof(*this, leaf); }
std::string ExportedEntry::text() const { return tlog_proof(proof, opening); }

std::string StreamProof::text() const {
    std::string text = "postvern-stream@v1\nday " + std::to_string(static_cast<std::int32_t>(day)) +
                       "\ncount " + std::to_string(count) + "\nseed " + base64(seed) +
                       "\nother " + base64(other) + '\n';
    if (!stream_key.empty()) text += "key " + base64(stream_key) + '\n';
    text += "index " + std::to_string(index) + '\n';
    for (const merkle::Hash& hash : path) text += base64(merkle::octets(hash)) + '\n';
    return text + '\n' + head.text();
}

namespace ledger {

namespace {

// Whether an entry under that key, of which nothing else is known, may be among those that are wanted.
bool may_fit(const KeyName& name, const RecordFilter& filter, const SiteKeys& site) {
    const std::int64_t end = end_of(name.records->month);
    return (!filter.subject || name.person == key_names_of(site.pseudonym_of(*filter.subject))) &&
           (!filter.from || end > *filter.from) &&
           (!filter.before || start_of(name.records->month) < *filter.before);
}

}  // namespace

Reader::Reader(const std::filesystem::path& database, LedgerKeys& keys, const SiteKeys& site,
               const Witnesses& witnesses, const PendingEntries& pending,
               std::function<std::int64_t()> clock)
    : site_(site),
      pending_(pending),
      clock_(std::move(clock)),
      connection_(database, sql::Access::read_only),
      given_out_(connection_, witnesses),
      tree_(connection_),
      keys_(connection_, keys, site) {}

std::string Reader::head() const {
    const std::lock_guard lock(mutex_);
    return given_out_.latest().note;
}

LeafProof Reader::prove(merkle::LeafIndex leaf) const {
    const std::lock_guard lock(mutex_);
    return proof_of(leaf, checked_head());
}

SignedCheckpoint Reader::checked_head() const {
    SignedCheckpoint head = given_out_.latest();
    if (head.size > 0 && !open_checkpoint(site_.verifier(), head.note)) {
        throw StorageError("ledger.db: the latest checkpoint is damaged");
    }
    return head;
}

LeafProof Reader::proof_of(merkle::LeafIndex leaf, SignedCheckpoint head) const {
    if (leaf >= head.size) {
        throw NotFound(
            leaf < tree_.size()
                ? "that leaf is published once its checkpoint bears the quorum of witnesses"
                : "that leaf is not published");
    }
    // Leaves and subtrees of a published size never change: no transaction is needed.
    return {leaf, tree_.leaf(leaf), merkle::Tree(tree_, head.size).inclusion_proof(leaf),
            std::move(head.note)};
}

std::optional<OpenedEntry> Reader::opened(const StoredEntry& entry, FoundKeys& keys,
                                          const Closed& closed) const {
    if (!entry.content) return {};
    try {
        const FoundKey& found = keys.find(key_id_of(*entry.content, site_.index_key()));
        // Of the restricted stream nothing is told, not even that something stayed closed.
        if (found.is_sealed() && found.name->stream == Stream::visible && closed) {
            closed(entry, *found.name);
        }
        if (!found.key) return {};
        return open_whole_entry(*entry.content, *found.key);
    } catch (const StorageError& error) {
        throw StorageError(connection_.file().string() + ": entry " + std::to_string(entry.sequence) + ": " +
                           error.what());
    }
}

std::vector<StoredEntry> Reader::stream_of(const std::optional<Secret>& stream_key) const {
    std::vector<StoredEntry> entries;
    if (!stream_key) return entries;
    sql::Statement select_counter(connection_, "SELECT sealed_counter FROM streams WHERE reference = ?");
    sql::Statement select(connection_, kSelectEntryByTag);
    sql::Statement select_waiting(connection_, std::string(kSelectEntries) + " LIMIT 1");
    const std::uint64_t count = next_in_stream(select_counter, *stream_key);
    for (std::uint64_t counter = 0; counter < count; ++counter) {
        const LookupTag tag = tag_of(*stream_key, counter);
        const auto waiting = pending_.find(tag);
        auto rows = waiting ? select_waiting.query(*waiting - 1)
                            : select.query(sql::Blob{{reinterpret_cast<const char*>(tag.data()), tag.size()}});
        const auto row = rows.next();
        if (!row) continue;
        StoredEntry entry = stored_entry(*row, connection_.file().string());
        if (entry.tag == tag) entries.push_back(std::move(entry));
    }
    return entries;
}

// Damage to what may be of a case in silence is told to those who examine the record, not to the person.
std::optional<OpenedEntry> Reader::opened_for_its_person(const StoredEntry& entry, FoundKeys& keys,
                                                         const Closed& closed) const {
    if (!entry.content) return {};
    try {
        return opened(entry, keys, closed);
    } catch (const StorageError&) {
        if (ledger::stream_of(*entry.content, site_.index_key()) == Stream::visible) throw;
        return {};
    }
}

// By the streams of that person, and not through all entries: how long it takes does not tell how much is recorded of
// others, or of this person in silence.
void Reader::walk_one_person(const Sight& sight, std::uint64_t after, const Visit& visit,
                             const Closed& closed) const {
    auto entries = stream_of(keys_.find(stream_key_name(*sight.only, Stream::visible)));
    if (!sight.told.empty()) {
        auto told = stream_of(keys_.find(stream_key_name(*sight.only, Stream::restricted)));
        std::move(told.begin(), told.end(), std::back_inserter(entries));
    }
    std::sort(entries.begin(), entries.end(), [](const StoredEntry& one, const StoredEntry& other) {
        return one.sequence < other.sequence;
    });
    FoundKeys keys(keys_, sight.opener, clock_());
    std::uint64_t number = 0;  // others would tell of others' entries
    for (const StoredEntry& entry : entries) {
        auto whole = opened_for_its_person(entry, keys, closed);
        if (!whole || !sight.sees(whole->record)) continue;
        if (++number > after && !visit(entry, *std::move(whole), number)) return;
    }
}

void Reader::walk(const Sight& sight, std::uint64_t after, const Visit& visit, const Closed& closed) const {
    if (sight.only) return walk_one_person(sight, after, visit, closed);
    FoundKeys keys(keys_, sight.opener, clock_());
    sql::Statement select(connection_, kSelectEntries);
    for (const auto& row : select.query(after)) {
        const StoredEntry entry = stored_entry(row, connection_.file().string());
        auto whole = opened(entry, keys, closed);
        if (!whole || !sight.sees(whole->record)) continue;
        if (!visit(entry, *std::move(whole), static_cast<std::uint64_t>(entry.sequence))) return;
    }
}

ExportedEntry Reader::exported(std::uint64_t sequence, const Sight& sight) const {
    const std::lock_guard lock(mutex_);
    std::optional<ExportedEntry> found;
    bool is_sealed = false;
    const std::string name = "entry " + std::to_string(sequence);
    walk(sight, sequence == 0 ? 0 : sequence - 1,
         [&](const StoredEntry& entry, OpenedEntry opened, std::uint64_t number) {
             if (number != sequence) return false;
             if (!entry.leaf) throw NotFound(name + " is not published yet: it waits for the next batch");
             found = exported_row(entry, std::move(opened), checked_head());
             return false;
         },
         [&](const StoredEntry& entry, const KeyName&) {
             is_sealed = is_sealed || static_cast<std::uint64_t>(entry.sequence) == sequence;
         });
    if (!found && is_sealed && !sight.only) throw NotFound(name + " is sealed: give --record-key");
    if (!found) throw NotFound("there is no " + name + ", or its keys are destroyed");
    return *std::move(found);
}

ExportedEntry Reader::exported_row(const StoredEntry& entry, OpenedEntry opened, SignedCheckpoint head) const {
    LeafProof proof = proof_of(*entry.leaf, std::move(head));
    std::string opening = proof.leaf.substr(kLeafDayOffset, kLeafDaySize);
    opening += opened.seed.view();
    opening += opened.octets;
    return {std::move(proof), std::move(opening)};
}

RecordedActs Reader::entries(const RecordFilter& filter, const Sight& sight) const {
    const std::lock_guard lock(mutex_);
    RecordedActs found;
    if (filter.most == 0) return found;
    walk(sight, filter.after_sequence,
         [&](const StoredEntry& entry, OpenedEntry opened, std::uint64_t number) {
             if (fits(opened.record, filter, site_)) {
                 found.acts.push_back(shown(entry, std::move(opened.record), site_));
                 found.acts.back().sequence = number;
             }
             return found.acts.size() < filter.most;
         },
         [&](const StoredEntry&, const KeyName& name) {
             if (may_fit(name, filter, site_)) ++found.sealed;
         });
    return found;
}

Reader::Counted Reader::count_before(std::int64_t sequence, const Pseudonym& subject,
                                     Stream stream) const {
    constexpr std::uint64_t kLooks = 256;
    Counted counted{0, keys_.find(stream_key_name(subject, stream))};
    const bool is_there = counted.key.has_value();
    if (!is_there && stream == Stream::visible) return counted;
    std::optional<Secret> other;
    if (!is_there) {
        other = keys_.find(stream_key_name(site_.pseudonym_of(policy::kNoAccount), Stream::visible));
    }
    // The house has a stream as soon as there are heads.
    const Secret& key = is_there ? *counted.key : other ? *other : site_.index_key();

    sql::Statement select_counter(connection_, "SELECT sealed_counter FROM streams WHERE reference = ?");
    sql::Statement select(connection_, "SELECT sequence FROM entries WHERE tag = ? AND leaf IS NOT NULL");
    std::uint64_t count = next_in_stream(select_counter, key);
    if (stream == Stream::restricted) {
        count = is_there ? (count + kLooks - 1) / kLooks * kLooks : kLooks;
    }
    std::uint64_t before = 0;
    for (std::uint64_t counter = 0; counter < count; ++counter) {
        const LookupTag tag = tag_of(key, counter);
        auto found = pending_.find(tag);
        const auto published =
            select.integer(sql::Blob{{reinterpret_cast<const char*>(tag.data()), tag.size()}});
        if (published) found = published;
        if (found && *found < sequence) ++before;
    }
    if (is_there) counted.entries = before;
    return counted;
}

StreamProof Reader::stream_proof(AccountId account) const {
    const std::lock_guard lock(mutex_);
    const auto heads = DailyHeads::latest(connection_, given_out_.latest().size);
    if (!heads) throw NotFound("no daily heads are published yet");
    const Pseudonym subject = site_.pseudonym_of(account);
    std::array<HalfHead, 2> halves;
    std::optional<Secret> visible_key;
    for (const Stream stream : {Stream::visible, Stream::restricted}) {
        Counted counted = count_before(heads->sequence, subject, stream);
        halves[static_cast<std::size_t>(stream)] =
            DailyHeads::half(site_, account, stream, heads->day, counted.key, counted.entries);
        if (stream == Stream::visible) visible_key = std::move(counted.key);
    }
    const auto [index, path] =
        DailyHeads::inclusion(*heads, merkle::leaf_hash(DailyHeads::leaf(halves[0], halves[1])));

    sql::Statement select(connection_, kSelectEntries);
    auto rows = select.query(heads->sequence - 1);
    const auto row = rows.next();
    const StoredEntry entry = stored_entry(*row, connection_.file().string());
    FoundKeys keys(keys_, {}, clock_());
    auto opened_head = opened(entry, keys, {});
    if (!opened_head) throw NotFound("the keys of the latest daily heads are destroyed");
    StreamProof proof{heads->day, halves[0].count, {}, std::string(halves[0].seed.view()),
                      halves[1].commitment(), index, path,
                      exported_row(entry, *std::move(opened_head), checked_head())};
    if (proof.count > 0 && visible_key) proof.stream_key = std::string(visible_key->view());
    return proof;
}

SealedKeys Reader::seal_anew(std::span<const AccountId> people, const ReadingKey* by) const {
    const std::lock_guard lock(mutex_);
    return keys_.seal_anew(people, by);
}

void Reader::copy_to(const std::filesystem::path& file) const {
    const std::lock_guard lock(mutex_);
    connection_.copy_to(file);
}

}  // namespace ledger

}  // namespace postvern::records
