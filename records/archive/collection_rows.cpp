#include "records/archive/collection_rows.hpp"

#include <algorithm>

#include "records/archive/item_rows.hpp"

namespace postvern::records {

namespace {

CollectionId to_collection(std::int64_t id) {
    return CollectionId{static_cast<std::uint64_t>(id)};
}

std::optional<CollectionId> find_child(Commit& commit, AccountId account, CollectionKind kind,
                                       CollectionId parent, const SealedLevel& level) {
    const auto id = commit(
        "SELECT id FROM collections WHERE account = ? AND kind = ? AND parent = ? AND name_lookup = ?")
                        .integer(account, kind, parent, sql::Blob{level.lookup});
    if (!id) return {};
    return to_collection(*id);
}

// From the account-wide counter: never given twice (RFC 9051 2.3.1.1).
UidValidity next_uid_validity(Commit& commit, AccountId account) {
    const auto value = commit(
        "UPDATE accounts SET uid_validity = uid_validity + 1 WHERE id = ? RETURNING uid_validity")
                           .integer(account);
    if (!value) throw NotFound("no such account");
    return UidValidity{static_cast<std::uint32_t>(*value)};
}

CollectionId insert_collection(Commit& commit, AccountId account, CollectionKind kind,
                               CollectionRole role, CollectionId parent, const SealedLevel& level) {
    const ModSeq modseq = commit.step(account);
    const auto id = commit(
        "INSERT INTO collections (account, parent, kind, role, selectable, name_lookup, name,"
        " uid_validity, uid_next, highest_modseq, oldest_complete, items, unseen, deleted, octets)"
        " VALUES (?, ?, ?, ?, 1, ?, ?, ?, 1, ?, ?, 0, 0, 0, 0) RETURNING id")
                        .integer(account, parent, kind, role, sql::Blob{level.lookup},
                                 sql::Blob{level.name}, next_uid_validity(commit, account), modseq,
                                 modseq);
    return to_collection(*id);
}

void revive(Commit& commit, const PlacedCollection& collection, CollectionRole role) {
    const ModSeq modseq = commit.step(collection.account);
    commit("UPDATE collections SET selectable = 1, role = ?, uid_validity = ?, uid_next = 1,"
           " highest_modseq = ?, oldest_complete = ? WHERE id = ?")
        .run(role, next_uid_validity(commit, collection.account), modseq, modseq, collection.id);
}

// The collection at `levels`, made with those above it where missing. Value: its id and whether the last
// level was there before.
struct Level {
    CollectionId id;
    bool existed;
};
Level ensure_levels(Commit& commit, AccountId account, CollectionKind kind, CollectionRole role,
                    const std::vector<SealedLevel>& levels) {
    Level level{policy::kNoCollection, true};
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const auto known = find_child(commit, account, kind, level.id, levels[i]);
        const CollectionRole own = i + 1 == levels.size() ? role : CollectionRole::none;
        level = {known ? *known : insert_collection(commit, account, kind, own, level.id, levels[i]),
                 known.has_value()};
    }
    return level;
}

bool has_children(Commit& commit, CollectionId collection) {
    return commit("SELECT 1 FROM collections WHERE parent = ? LIMIT 1").integer(collection).has_value();
}

}  // namespace

std::vector<SealedLevel> seal_levels(Vault& vault, policy::KeySession keys, AccountId account,
                                     const std::vector<std::string>& levels) {
    std::vector<SealedLevel> sealed;
    for (const std::string& level : levels) {
        sealed.push_back({vault.private_lookup(keys, account, kCollectionLabel, level),
                          vault.seal_private(keys, account, kCollectionLabel, level)});
    }
    return sealed;
}

PlacedCollection find_placed(Commit& commit, AccountId account, CollectionId collection) {
    auto& select = commit(
        "SELECT parent, kind, role, selectable FROM collections WHERE id = ? AND account = ?");
    auto rows = select.query(collection, account);
    const auto row = rows.next();
    if (!row) throw NotFound("no such collection");
    return {account,
            collection,
            to_collection(row->integer(0)),
            static_cast<CollectionKind>(row->integer(1)),
            static_cast<CollectionRole>(row->integer(2)),
            row->integer(3) != 0};
}

CollectionId create_collection(Commit& commit, AccountId account, CollectionKind kind,
                               CollectionRole role, const std::vector<SealedLevel>& levels) {
    const Level level = ensure_levels(commit, account, kind, role, levels);
    if (!level.existed) return level.id;
    const PlacedCollection collection = find_placed(commit, account, level.id);
    if (collection.selectable) throw AlreadyExists("the collection exists already");
    revive(commit, collection, role);
    return level.id;
}

void move_collection(Commit& commit, const PlacedCollection& collection,
                     const std::vector<SealedLevel>& levels) {
    const std::vector<SealedLevel> above(levels.begin(), levels.end() - 1);
    const CollectionId parent =
        ensure_levels(commit, collection.account, collection.kind, CollectionRole::none, above).id;
    for (CollectionId id = parent; id != policy::kNoCollection;
         id = find_placed(commit, collection.account, id).parent) {
        if (id == collection.id) throw Unacceptable("a collection cannot be moved below itself");
    }
    if (find_child(commit, collection.account, collection.kind, parent, levels.back())) {
        throw AlreadyExists("the collection exists already");
    }
    commit.step(collection.account);
    commit("UPDATE collections SET parent = ?, name_lookup = ?, name = ? WHERE id = ?")
        .run(parent, sql::Blob{levels.back().lookup}, sql::Blob{levels.back().name}, collection.id);
}

void delete_collection(Commit& commit, const PlacedCollection& collection, std::int64_t now) {
    if (collection.role == CollectionRole::inbox) throw Unacceptable("INBOX cannot be deleted");
    const bool children = has_children(commit, collection.id);
    if (!collection.selectable && children) {
        throw Unacceptable("the name holds nothing but other collections: delete those first");
    }
    if (collection.selectable) {
        const CollectionRow row = find_collection(commit, collection.account, collection.id);
        delete_items(commit, row, find_items(commit, collection.id, UidSet::all()), Leaving::account,
                     now);
    }
    commit.step(collection.account);
    // Whoever comes back to it finds another UIDVALIDITY: nothing to resynchronise.
    commit("DELETE FROM tombstones WHERE collection = ?").run(collection.id);
    if (children) {
        commit("UPDATE collections SET selectable = 0, role = 0 WHERE id = ?").run(collection.id);
    } else {
        commit("DELETE FROM collections WHERE id = ?").run(collection.id);
    }
    commit.gone(collection.id);
}

std::uint64_t delete_contents(Commit& commit, AccountId account) {
    const auto items = commit("SELECT items FROM accounts WHERE id = ?").integer(account).value_or(0);
    commit("INSERT INTO doomed (object, parts, staged) SELECT id, parts, 0 FROM objects"
           " WHERE account = ?").run(account);
    commit("DELETE FROM summaries WHERE object IN (SELECT id FROM objects WHERE account = ?)")
        .run(account);
    commit("DELETE FROM objects WHERE account = ?").run(account);
    std::vector<CollectionId> collections;
    for (const auto& row : commit("SELECT id FROM collections WHERE account = ?").query(account)) {
        collections.push_back(to_collection(row.integer(0)));
    }
    for (const CollectionId collection : collections) {
        commit("DELETE FROM items WHERE collection = ?").run(collection);
        commit("DELETE FROM tombstones WHERE collection = ?").run(collection);
        commit("DELETE FROM collections WHERE id = ?").run(collection);
        commit.gone(collection);
    }
    commit("DELETE FROM subscriptions WHERE account = ?").run(account);
    commit("DELETE FROM keywords WHERE account = ?").run(account);
    commit("UPDATE accounts SET used = 0, items = 0 WHERE id = ?").run(account);
    set_purge_due(commit, account);
    return static_cast<std::uint64_t>(items);
}

}  // namespace postvern::records
