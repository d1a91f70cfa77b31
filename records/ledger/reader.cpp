#include "records/ledger/reader.hpp"

#include <map>

#include "records/ledger/base64.hpp"
#include "records/ledger/checkpoint.hpp"
#include "records/ledger/publisher.hpp"
#include "records/ledger/sealed_entry.hpp"
#include "records/ledger/stored_entry.hpp"
#include "records/merkle/tree.hpp"

namespace postvern::records {

namespace {

// C2SP tlog-proof; extra data may be what "is necessary to reconstruct the record hash".
std::string tlog_proof(const LeafProof& proof, std::string_view extra) {
    std::string text = "c2sp.org/tlog-proof@v1\nextra " + ledger::base64(extra) + "\nindex " +
                       std::to_string(proof.index) + '\n';
    for (const merkle::Hash& hash : proof.path) text += ledger::base64(merkle::octets(hash)) + '\n';
    return text + '\n' + proof.checkpoint;
}

}  // namespace

std::string LeafProof::text() const { return tlog_proof(*this, leaf); }
std::string ExportedEntry::text() const { return tlog_proof(proof, opening); }

namespace ledger {

namespace {

std::string_view name(RecordedRole role) {
    switch (role) {
        case RecordedRole::owner: return "owner";
        case RecordedRole::delivery_agent: return "delivery agent";
        case RecordedRole::system_job: return "system job";
        case RecordedRole::staff: return "staff";
        case RecordedRole::founder: return "founder";
        case RecordedRole::processor: return "processor";
        case RecordedRole::authority: return "authority";
    }
    return "";
}

std::string_view name(RecordedData data) {
    switch (data) {
        case RecordedData::not_stated: return "not stated";
        case RecordedData::mail: return "mail";
        case RecordedData::calendar: return "calendar";
        case RecordedData::contacts: return "contacts";
        case RecordedData::files: return "files";
        case RecordedData::subscriber: return "subscriber";
        case RecordedData::access_record: return "access record";
        case RecordedData::whole_site: return "whole site";
    }
    return "";
}

// By band_of()'s numbers.
constexpr std::array<std::string_view, kBandBounds.size() + 1> kBandNames = {
    "0", "1", "2-10", "11-100", "101-1000", "1001-10000", "10001-"};

bool fits(const PrivateRecord& record, const RecordFilter& filter, const SiteKeys& site) {
    return (!filter.subject || record.subject == site.pseudonym_of(*filter.subject)) &&
           (!filter.actor || record.actor == site.pseudonym_of(*filter.actor)) &&
           (!filter.from || record.moment >= *filter.from) &&
           (!filter.before || record.moment < *filter.before);
}

RecordedAct shown(const StoredEntry& entry, PrivateRecord record) {
    return {.sequence = static_cast<std::uint64_t>(entry.sequence),
            .leaf = entry.leaf,
            .moment = record.moment,
            .rounded_to = rounding_of(record.retention),
            .role = name(record.role),
            .actor = hex(record.actor),
            .data = name(record.data),
            .subject = hex(record.subject),
            .operation = std::move(record.operation),
            .purpose = std::move(record.purpose),
            .legal_basis = std::move(record.legal_basis),
            .rules = std::move(record.rules),
            .cut = record.legal_basis_cut || record.rules_cut,
            .rulebook = record.rulebook,
            .outcome = record.outcome,
            .objects = kBandNames[record.band]};
}

// Record keys found during one query, so that each is looked up once.
class FoundKeys {
  public:
    explicit FoundKeys(RecordKeys& keys) : keys_(keys) {}
    const std::optional<Secret>& find(std::int64_t id) {
        const auto known = found_.find(id);
        if (known != found_.end()) return known->second;
        return found_.emplace(id, keys_.find(id)).first->second;
    }

  private:
    RecordKeys& keys_;
    std::map<std::int64_t, std::optional<Secret>> found_;
};

}  // namespace

Reader::Reader(const std::filesystem::path& database, LedgerKeys& keys, const SiteKeys& site)
    : site_(site),
      connection_(database, sql::Access::read_only),
      tree_(connection_),
      keys_(connection_, keys, site) {}

std::string Reader::head() const {
    const std::lock_guard lock(mutex_);
    return latest_note(connection_).value_or("");
}

LeafProof Reader::prove(merkle::LeafIndex leaf) const {
    const std::lock_guard lock(mutex_);
    return proof_of(leaf);
}

LeafProof Reader::proof_of(merkle::LeafIndex leaf) const {
    const auto note = latest_note(connection_);
    const auto checkpoint = note ? open_checkpoint(site_.verifier(), *note) : std::nullopt;
    if (note && !checkpoint) throw StorageError("ledger.db: the latest checkpoint is damaged");
    if (!checkpoint || leaf >= checkpoint->size) throw NotFound("that leaf is not published");
    // Leaves and subtrees of a published size never change: no transaction is needed.
    return {leaf, tree_.leaf(leaf), merkle::Tree(tree_, checkpoint->size).inclusion_proof(leaf), *note};
}

ExportedEntry Reader::exported(std::uint64_t sequence, std::optional<AccountId> only) const {
    const std::lock_guard lock(mutex_);
    const std::string name = "entry " + std::to_string(sequence);
    const NotFound absent("there is no " + name + ", or its keys are destroyed");
    if (sequence == 0) throw absent;
    sql::Statement select(connection_, kSelectEntries);
    auto rows = select.query(sequence - 1);
    const auto row = rows.next();
    if (!row) throw absent;
    const StoredEntry entry = stored_entry(*row, connection_.file().string());
    if (static_cast<std::uint64_t>(entry.sequence) != sequence || !entry.content) throw absent;
    try {
        const auto key = keys_.find(key_id_of(*entry.content, site_.index_key()));
        if (!key) throw absent;
        const OpenedEntry opened = open_whole_entry(*entry.content, *key);
        const bool may_see = !only || (opened.record.stream == Stream::visible &&
                                       opened.record.subject == site_.pseudonym_of(*only));
        if (!may_see) throw absent;
        if (!entry.leaf) throw NotFound(name + " is not published yet: it waits for the next batch");
        LeafProof proof = proof_of(*entry.leaf);
        std::string opening = proof.leaf.substr(kLeafDayOffset, kLeafDaySize);
        opening += opened.seed.view();
        opening += opened.octets;
        return {std::move(proof), std::move(opening)};
    } catch (const StorageError& error) {
        throw StorageError(connection_.file().string() + ": " + name + ": " + error.what());
    }
}

std::vector<RecordedAct> Reader::entries(const RecordFilter& filter) const {
    const std::lock_guard lock(mutex_);
    std::vector<RecordedAct> found;
    FoundKeys keys(keys_);
    sql::Statement select(connection_, kSelectEntries);
    for (const auto& row : select.query(filter.after_sequence)) {
        if (found.size() == filter.most) break;
        const StoredEntry entry = stored_entry(row, connection_.file().string());
        if (!entry.content) continue;
        try {
            const auto& key = keys.find(key_id_of(*entry.content, site_.index_key()));
            if (!key) continue;
            PrivateRecord record = open_entry(*entry.content, *key);
            if (fits(record, filter, site_)) found.push_back(shown(entry, std::move(record)));
        } catch (const StorageError& error) {
            throw StorageError(connection_.file().string() + ": entry " +
                               std::to_string(entry.sequence) + ": " + error.what());
        }
    }
    return found;
}

void Reader::copy_to(const std::filesystem::path& file) const {
    const std::lock_guard lock(mutex_);
    connection_.copy_to(file);
}

}  // namespace ledger

}  // namespace postvern::records
