// Objects that are held for cases (docs/decisions/0023-preserved-by-keys.md): what finds and opens one, site-sealed, while its
// octets stay where they are. What its owner does with an item goes on as without a hold: its rows and wraps go, its
// octets are doomed and swept at the same pace; only that the parts of a held object stay. Writer's thread only, save read_held().
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "records/archive/stored_object.hpp"
#include "records/cases.hpp"

namespace postvern::records {

// A held object, as a row of held_objects has it.
struct HeldObject {
    ObjectId object{};
    AccountId account{};
    DataClass data_class = DataClass::mail;
    Day day{};
    std::uint64_t size = 0;  // octets of the item
    std::int64_t parts = 0;
    PeriodKeyId period{};    // which wraps its key
    PeriodKeyId hold_key{};  // of the hold's own: which wraps that wrap; 0: none was there
    std::string wrap;        // for the disclosure key alone: see unwrap_held()
};

// The class of what is in such a collection.
DataClass class_of(CollectionKind kind);
CollectionKind kind_of(DataClass data_class);

// What the order's classes cover that has a key.
std::set<DataClass> keyed_classes(const std::vector<policy::DisclosureClass>& classes);

// The UTC day of a moment in Unix seconds; those out of range are the first or last.
Day day_of(std::int64_t moment);

// Begins the hold: all objects of the scope, and their keys, are kept from the commit on. Makes the keys durable at once; if the commit
// fails, Vault::held_keys().end(hold).
Held begin_hold(Commit& commit, Vault& vault, std::uint64_t hold, const HoldScope& scope);
// An object that arrives is kept where a hold says so.
void keep_arrival(Commit& commit, Vault& vault, const SealedObject& object, DataClass data_class);
// Forgets what the hold keeps, whose keys were destroyed before; octets that nothing shows and no other
// hold keeps are doomed. sweep_doomed() is for afterwards.
void end_hold(Commit& commit, Vault& vault, std::uint64_t hold);

bool is_held(Commit& commit, const Store& store, ObjectId object);

// All that the hold keeps.
std::vector<HeldObject> read_held(sql::Readers::Lease& reader, const Vault& vault, std::uint64_t hold);

// The wrap under the period key. `key`: the hold's. Throws StorageError.
std::string unwrap_held(const Secret& key, std::uint64_t hold, const HeldObject& object);

// Under what an object is found: a function of the site's key that lives as long as it is used.
std::function<std::string(ObjectId)> held_lookup(const Vault& vault);

}  // namespace postvern::records
