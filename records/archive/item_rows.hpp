// Rows of items and of the collections that hold them, changed inside one commit: the counters, the
// quota, the references of objects and the published change follow each row. Writer's thread only.
#pragma once

#include <span>
#include <vector>

#include "records/archive.hpp"
#include "records/archive/store.hpp"

namespace postvern::records {

// How long the UID of a deleted item is remembered.
inline constexpr std::int64_t kTombstoneSeconds = std::int64_t{90} * 86'400;

// Notes when the first thing in the account is due: a tombstone, or all of it by its owner's wish.
void set_purge_due(Commit& commit, AccountId account);

// The item in a row of (uid, modseq, flags, keywords, size, day, object).
ItemState read_item(const sql::Row& row);

// A collection as the writer sees it.
struct CollectionRow {
    AccountId account{};
    CollectionId id{};
    UidValidity uid_validity{};
    bool selectable = true;
};

// The collection of that account. Throws NotFound, also for a name that holds nothing.
CollectionRow find_collection(Commit& commit, AccountId account, CollectionId collection);
// The collection of that account whose role is INBOX. Throws NotFound.
CollectionRow find_inbox(Commit& commit, AccountId account);

// Items of `collection` within `uids`, ascending.
std::vector<ItemState> find_items(Commit& commit, CollectionId collection, const UidSet& uids);

// Takes `octets` and `items` more of the account's quota. Throws OverQuota, or NotFound for an account that
// is closed.
void use_quota(Commit& commit, AccountId account, std::uint64_t octets, std::uint64_t items);
// The same whatever the quota. Throws NotFound.
void use_beyond_quota(Commit& commit, AccountId account, std::uint64_t octets, std::uint64_t items);

// Adds an item: UID and modification counter are given here. The quota is not touched.
Uid insert_item(Commit& commit, const CollectionRow& collection, ItemState item);

// An item and the flags that it shall have.
struct Flagging {
    ItemState before;
    Flags flags;
};
// Writes new flags of items, in ascending order of UIDs.
void update_flags(Commit& commit, const CollectionRow& collection, std::span<const Flagging> items);

// Whether items that leave a collection leave the account too, or go to another collection of it.
enum class Leaving { account, collection };

// Removes items: tombstones, counters, and, when they leave the account, quota and references of their
// objects; what nobody references any more is erased.
void delete_items(Commit& commit, const CollectionRow& collection, std::span<const ItemState> items,
                  Leaving leaving, std::int64_t now);

// Moves the items of `out` within `uids` into `into`, of the same account: rows only; objects keep their key
// and day.
Copied move_items(Commit& commit, const CollectionRow& out, const CollectionRow& into,
                  const UidSet& uids, std::int64_t now);

// Takes one reference of an object away; with the last one its keys go and its octets are doomed.
void release_object(Commit& commit, ObjectId object);

}  // namespace postvern::records
