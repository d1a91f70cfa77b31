// Rows of collections, changed inside one commit. Writer's thread only, except seal_levels.
#pragma once

#include <string>
#include <vector>

#include "records/archive.hpp"
#include "records/archive/store.hpp"
#include "records/vault/vault.hpp"

namespace postvern::records {

inline constexpr const char* kCollectionLabel = "collection";

// A level of a path: what finds it and what only the owner reads.
struct SealedLevel {
    std::string lookup;
    std::string name;  // owner-sealed
};

std::vector<SealedLevel> seal_levels(Vault& vault, policy::KeySession keys, AccountId account,
                                     const std::vector<std::string>& levels);

// A collection and its place in the tree.
struct PlacedCollection {
    AccountId account{};
    CollectionId id{};
    CollectionId parent{};
    CollectionKind kind = CollectionKind::mailbox;
    CollectionRole role = CollectionRole::none;
    bool selectable = true;
};

// The collection of that account. Throws NotFound.
PlacedCollection find_placed(Commit& commit, AccountId account, CollectionId collection);

// Makes the collection and those above it. A name that holds nothing becomes a collection again, with a new
// UIDVALIDITY. Throws AlreadyExists, also where another collection has the role.
CollectionId create_collection(Commit& commit, AccountId account, CollectionKind kind,
                               CollectionRole role, const std::vector<SealedLevel>& levels);

// Gives `collection` a new path. Throws AlreadyExists; Unacceptable for a path below itself.
void move_collection(Commit& commit, const PlacedCollection& collection,
                     const std::vector<SealedLevel>& levels);

// Removes `collection` and its items; one with children stays as a name that holds nothing. Throws
// Unacceptable for INBOX and for such a name.
void delete_collection(Commit& commit, const PlacedCollection& collection, std::int64_t now);

// Removes all collections of the account with what is in them, its subscriptions and keywords. Value: how
// many items there were.
std::uint64_t delete_contents(Commit& commit, AccountId account);

}  // namespace postvern::records
