// Appends entries: gives each its lookup tag from the subject's stream and seals it under its record
// key. Works within the caller's transaction. Used by the writer's thread only.
#pragma once

#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "records/ledger/private_record.hpp"
#include "records/ledger/record_keys.hpp"
#include "records/ledger/sealer.hpp"
#include "records/ledger/site_keys.hpp"
#include "records/sql/statement.hpp"

namespace postvern::records::ledger {

class EntryBook {
  public:
    // All are borrowed.
    EntryBook(sql::Connection& connection, RecordKeys& keys, const SiteKeys& site);

    // Takes a pending entry, which write() writes. `record` is complete but for its tag; new keys are sealed for `subject`, whom its
    // pseudonym stands for (kNoAccount: the house). Throws what keys and store throw.
    void append(PrivateRecord record, AccountId subject);
    // Writes what was appended, and the counters of its streams: before the transaction is committed. Value: the tags, in
    // order.
    std::vector<LookupTag> write();

    // After a rollback: drops the counters that it took back.
    void forget() {
        streams_.clear();
        unsettled_.clear();
        appended_.clear();
    }

    bool is_empty();

  private:
    // A stream's place: the next counter, and under what name its row is found without naming anybody.
    struct Position {
        std::string reference;  // 16 octets
        std::uint64_t next;
        std::shared_ptr<const Secret> key;
        bool settled = true;  // `next` is what is stored
        // The record key of its latest entry: the next one is mostly of the same class and month.
        struct Used {
            RetentionClass retention;
            Month month;
            std::uint64_t forgotten;  // as RecordKeys said then
            RecordKeys::Held held;
        };
        std::optional<Used> used{};
    };
    // Pseudonyms are keyed hashes: any of their octets are as good as a hash.
    struct Hash {
        std::size_t operator()(const std::pair<Pseudonym, Stream>& place) const noexcept {
            std::size_t octets = 0;
            std::memcpy(&octets, place.first.data(), sizeof octets);
            return octets ^ static_cast<std::size_t>(place.second);
        }
    };
    Position& position_of(const PrivateRecord& record, const RecordAudience& audience);
    RecordKeys::Held record_key_of(Position& position, const PrivateRecord& record, const RecordAudience& audience);

    void write_counters();

    RecordKeys& keys_;
    Sealer sealer_;
    sql::Statement select_counter_, write_counter_, insert_, any_;
    std::vector<Sealer::Unsealed> appended_;
    std::unordered_map<std::pair<Pseudonym, Stream>, Position, Hash> streams_;
    std::vector<Position*> unsettled_;  // within streams_, whose elements do not move
};

}  // namespace postvern::records::ledger
