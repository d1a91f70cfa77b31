// How an item's octets become an object of the store: its plain octets are the item as the client sees
// it followed by INTERNALDATE (seconds, 8 octets, and zone in minutes, 4, big-endian), so that the summary,
// which holds the date too, can be made anew from them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "records/archive/store.hpp"
#include "records/message.hpp"
#include "records/vault/vault.hpp"

namespace postvern::records {

inline constexpr std::size_t kStoredDateOctets = 12;

// Row id of part `part` (0-based) of an object.
constexpr std::int64_t part_id(ObjectId object, std::int64_t part) {
    return static_cast<std::int64_t>(number(object) << 16) + part;
}

// Removes the date from the end of stored octets. Throws StorageError when they are too short.
InternalDate take_stored_date(std::string& octets);

// Opens all parts of an object into `octets`, which is grown once, so that nothing of them is left elsewhere
// in memory. False when a part is not there (any more). Throws StorageError for a damaged one.
bool read_parts(sql::Readers::Lease& reader, const ObjectLabel& label, const Secret& key,
                std::int64_t parts, std::string& octets);

// A message, sealed for one account and ready to be written.
struct SealedObject {
    ObjectId id{};
    AccountId account{};
    Day day{};
    std::uint64_t size = 0;  // octets of the item as the client sees it
    PeriodKeyId period{};
    std::string wrap;
    PeriodKeyId summary_period{};
    std::string summary_wrap;
    std::string summary;              // sealed
    std::int64_t part_count = 0;
    std::vector<std::string> parts;   // sealed; empty once they are staged
};

// Seals `message` and its summary for `account`. Touches the disk when a new period key is due.
SealedObject seal_message(Store& store, Vault& vault, AccountId account, std::string_view message,
                          InternalDate date, const std::string& summary);

// Writes object, summary and those parts that are not staged yet.
void insert_object(Commit& commit, const SealedObject& object);

// An object of more than one part is written ahead, a part per transaction, so that a large message stalls
// nobody; insert_object() publishes it later. Blocks until the last part is durable. Smaller objects are left
// as they are. Throws Unavailable.
void stage_large(Store& store, SealedObject& object);
// Gives up what was staged for objects that were not published after all.
void abandon_staged(Store& store, ObjectId object);

// Destroys the octets of doomed objects, a few parts per transaction, in the background.
void sweep_doomed(Store& store);

}  // namespace postvern::records
