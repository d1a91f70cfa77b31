#include "records/ledger/entry_book.hpp"

#include <algorithm>

#include "records/ledger/big_endian.hpp"
#include "records/ledger/lookup_tag.hpp"
#include "records/ledger/sealed_entry.hpp"
#include "records/vault/aead.hpp"

namespace postvern::records::ledger {

namespace {

// Streams held in memory; more are dropped and read anew.
constexpr std::size_t kMostStreams = 4096;

std::string_view view(const LookupTag& tag) {
    return {reinterpret_cast<const char*>(tag.data()), tag.size()};
}

}  // namespace

EntryBook::EntryBook(sql::Connection& connection, RecordKeys& keys, const SiteKeys& site)
    : keys_(keys),
      sealer_(site.index_key()),
      select_counter_(connection, "SELECT sealed_counter FROM streams WHERE reference = ?"),
      write_counter_(connection, "INSERT OR REPLACE INTO streams (reference, sealed_counter) "
                                 "VALUES (?, ?)"),
      insert_(connection, "INSERT INTO entries (commitment, tag, key_reference, sealed) "
                          "VALUES (?, ?, ?, ?)"),
      any_(connection, "SELECT 1 FROM entries LIMIT 1") {}

EntryBook::Position& EntryBook::position_of(const PrivateRecord& record,
                                              const RecordAudience& audience) {
    const std::pair place(record.subject, record.stream);
    if (const auto known = streams_.find(place); known != streams_.end()) return known->second;

    if (streams_.size() >= kMostStreams) {
        write_counters();
        streams_.clear();
    }
    const auto held =
        keys_.use(stream_key_name(record.subject, record.stream), std::nullopt, audience);
    Position position{reference_of(*held.key), next_in_stream(select_counter_, *held.key), held.key, true, {}};
    return streams_.emplace(place, std::move(position)).first->second;
}

RecordKeys::Held EntryBook::record_key_of(Position& position, const PrivateRecord& record,
                                          const RecordAudience& audience) {
    const Month month = month_of(record.moment);
    const auto& used = position.used;
    const bool is_same = used && used->retention == record.retention && used->month == month &&
                         used->forgotten == keys_.forgotten();
    if (!is_same) {
        const auto held = keys_.use(record_key_name(record), end_of_term(record.retention, month), audience);
        position.used.emplace(Position::Used{record.retention, month, keys_.forgotten(), held});
    }
    return position.used->held;
}

void EntryBook::append(PrivateRecord record, AccountId subject) {
    const RecordAudience audience = audience_of(subject, record.stream);
    Position& position = position_of(record, audience);
    record.tag = tag_of(*position.key, position.next);

    auto held = record_key_of(position, record, audience);
    ++position.next;
    if (position.settled) unsettled_.push_back(&position);
    position.settled = false;
    appended_.push_back({std::move(record), held.id, std::move(held.key)});
}

std::vector<LookupTag> EntryBook::write() {
    std::vector<LookupTag> tags;
    tags.reserve(appended_.size());
    sealer_.seal(appended_, [&](const SealedEntry& entry) {
        insert_.run(sql::Blob{merkle::octets(entry.commitment)}, sql::Blob{view(entry.tag)},
                    sql::Blob{entry.key_reference}, sql::Blob{entry.sealed});
        tags.push_back(entry.tag);
    });
    appended_.clear();
    write_counters();
    return tags;
}

void EntryBook::write_counters() {
    // In the order of the table: one page after the other.
    std::sort(unsettled_.begin(), unsettled_.end(),
              [](const Position* one, const Position* other) { return one->reference < other->reference; });
    for (Position* const position : unsettled_) {
        std::string counter;
        append_big_endian(counter, position->next);
        const std::string sealed =
            vault::seal_small(*position->key, position->reference, std::string_view(counter));
        write_counter_.run(sql::Blob{position->reference}, sql::Blob{sealed});
        position->settled = true;
    }
    unsettled_.clear();
}

bool EntryBook::is_empty() { return !any_.integer(); }

}  // namespace postvern::records::ledger
