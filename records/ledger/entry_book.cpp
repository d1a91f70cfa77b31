#include "records/ledger/entry_book.hpp"

#include <algorithm>

#include "records/errors.hpp"
#include "records/ledger/big_endian.hpp"
#include "records/ledger/sealed_entry.hpp"
#include "records/vault/aead.hpp"
#include "records/vault/framing.hpp"
#include "records/vault/kdf.hpp"

namespace postvern::records::ledger {

namespace {

// Streams held in memory; more are dropped and read anew.
constexpr std::size_t kMostStreams = 4096;

std::string_view view(const LookupTag& tag) {
    return {reinterpret_cast<const char*>(tag.data()), tag.size()};
}

// Lookup tag: PRF(stream key, counter).
LookupTag tag_of(const Secret& stream_key, std::uint64_t counter) {
    const auto message = vault::Framing("ledger lookup tag").number(counter);
    const Secret hash = vault::hmac(stream_key.view(), message.view());
    LookupTag tag;
    std::copy_n(hash.data(), tag.size(), tag.begin());
    return tag;
}

std::string reference_of(const Secret& stream_key) {
    const vault::Framing message("ledger stream reference");
    return std::string(vault::hmac(stream_key.view(), message.view()).view().substr(0, 16));
}

}  // namespace

EntryBook::EntryBook(sql::Connection& connection, RecordKeys& keys, const SiteKeys& site)
    : keys_(keys),
      site_(site),
      select_counter_(connection, "SELECT sealed_counter FROM streams WHERE reference = ?"),
      write_counter_(connection, "INSERT OR REPLACE INTO streams (reference, sealed_counter) "
                                 "VALUES (?, ?)"),
      insert_(connection, "INSERT INTO entries (commitment, tag, key_reference, sealed) "
                          "VALUES (?, ?, ?, ?)"),
      any_(connection, "SELECT 1 FROM entries LIMIT 1") {}

EntryBook::Position& EntryBook::position_of(const PrivateRecord& record, const Secret& stream_key) {
    const std::pair key(record.subject, record.stream);
    if (const auto known = streams_.find(key); known != streams_.end()) return known->second;

    Position position{reference_of(stream_key), 0};
    if (const auto sealed = select_counter_.octets(sql::Blob{position.reference})) {
        const std::string octets =
            vault::open_small(stream_key, position.reference, *sealed, "ledger.db: a stream's counter");
        if (octets.size() != 8) throw StorageError("ledger.db: a stream's counter is damaged");
        position.next = big_endian<std::uint64_t>(octets);
    }
    if (streams_.size() >= kMostStreams) streams_.clear();
    return streams_.insert_or_assign(key, std::move(position)).first->second;
}

void EntryBook::append(PrivateRecord record) {
    // The key is copied out: the next use of the directory may drop what it holds.
    const Secret stream_key =
        keys_.use(stream_key_name(record.subject, record.stream), std::nullopt).key.clone();
    Position& position = position_of(record, stream_key);
    record.tag = tag_of(stream_key, position.next);

    const auto held = keys_.use(record_key_name(record),
                                end_of_term(record.retention, month_of(record.moment)));
    const SealedEntry entry = seal_entry(record, site_.index_key(), held.id, held.key);
    insert_.run(sql::Blob{merkle::octets(entry.commitment)}, sql::Blob{view(entry.tag)},
                sql::Blob{entry.key_reference}, sql::Blob{entry.sealed});

    std::string counter;
    append_big_endian(counter, ++position.next);
    const std::string sealed =
        vault::seal_small(stream_key, position.reference, std::string_view(counter));
    write_counter_.run(sql::Blob{position.reference}, sql::Blob{sealed});
}

bool EntryBook::is_empty() { return !any_.integer(); }

}  // namespace postvern::records::ledger
