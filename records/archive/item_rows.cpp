#include "records/archive/item_rows.hpp"

#include <algorithm>

#include "policy/facts.hpp"
#include "records/errors.hpp"

namespace postvern::records {

namespace {

std::int64_t unseen(Flags flags) { return (flags.system & SystemFlag::seen) == 0 ? 1 : 0; }
std::int64_t deleted(Flags flags) { return (flags.system & SystemFlag::deleted) != 0 ? 1 : 0; }

// Moves the counters of a collection by what changed in it.
struct Difference {
    std::int64_t items = 0;
    std::int64_t unseen = 0;
    std::int64_t deleted = 0;
    std::int64_t octets = 0;
};

// Value: the collection's UIDNEXT.
Uid count(Commit& commit, const CollectionRow& collection, const Difference& by, std::int64_t uids) {
    const ModSeq modseq = commit.step(collection.account);
    const auto next = commit(
        "UPDATE collections SET items = items + ?, unseen = unseen + ?, deleted = deleted + ?,"
        " octets = octets + ?, highest_modseq = ?, uid_next = uid_next + ? WHERE id = ?"
        " RETURNING uid_next").integer(by.items, by.unseen, by.deleted, by.octets, modseq, uids,
                                       collection.id);
    const Uid uid_next{static_cast<std::uint32_t>(*next)};
    View::Change& change = commit.change(collection.id);
    change.uid_next = uid_next;
    change.highest_modseq = modseq;
    return uid_next;
}

}  // namespace

ItemState read_item(const sql::Row& row) {
    ItemState item;
    item.uid = Uid{static_cast<std::uint32_t>(row.integer(0))};
    item.modseq = ModSeq{static_cast<std::uint64_t>(row.integer(1))};
    item.flags.system = static_cast<std::uint8_t>(row.integer(2));
    item.flags.keywords = static_cast<std::uint64_t>(row.integer(3));
    item.size = static_cast<std::uint64_t>(row.integer(4));
    item.day = Day{static_cast<std::int32_t>(row.integer(5))};
    item.object = ObjectId{static_cast<std::uint64_t>(row.integer(6))};
    return item;
}

CollectionRow find_collection(Commit& commit, AccountId account, CollectionId collection) {
    auto& select = commit(
        "SELECT id, uid_validity, selectable FROM collections WHERE id = ? AND account = ?");
    auto rows = select.query(collection, account);
    const auto row = rows.next();
    if (!row || row->integer(2) == 0) throw NotFound("no such collection");
    return {account, CollectionId{static_cast<std::uint64_t>(row->integer(0))},
            UidValidity{static_cast<std::uint32_t>(row->integer(1))}, true};
}

CollectionRow find_inbox(Commit& commit, AccountId account) {
    const auto inbox =
        commit("SELECT id FROM collections WHERE account = ? AND kind = ? AND role = ?")
            .integer(account, CollectionKind::mailbox, CollectionRole::inbox);
    if (!inbox) throw NotFound("no such account");
    return find_collection(commit, account, CollectionId{static_cast<std::uint64_t>(*inbox)});
}

std::vector<ItemState> find_items(Commit& commit, CollectionId collection, const UidSet& uids) {
    std::vector<ItemState> items;
    auto& select = commit(
        "SELECT uid, modseq, flags, keywords, size, day, object FROM items"
        " WHERE collection = ? AND uid BETWEEN ? AND ? ORDER BY uid");
    for (const auto& range : uids.ranges()) {
        for (const auto& row : select.query(collection, range.first, range.last)) {
            items.push_back(read_item(row));
        }
    }
    return items;
}

void use_beyond_quota(Commit& commit, AccountId account, std::uint64_t octets, std::uint64_t items) {
    const auto changed = commit("UPDATE accounts SET used = used + ?, items = items + ? WHERE id = ? AND state <> ?")
                             .run(octets, items, account, policy::AccountState::closed);
    if (changed != 1) throw NotFound("no such account");
}

void use_quota(Commit& commit, AccountId account, std::uint64_t octets, std::uint64_t items) {
    const auto changed = commit(
        "UPDATE accounts SET used = used + ?, items = items + ?"
        " WHERE id = ? AND state <> ? AND used + ? <= quota").run(octets, items, account,
                                                                  policy::AccountState::closed, octets);
    if (changed == 1) return;
    const auto state = commit("SELECT state FROM accounts WHERE id = ?").integer(account);
    if (!state || *state == static_cast<std::int64_t>(policy::AccountState::closed)) {
        throw NotFound("no such account");
    }
    throw OverQuota();
}

Uid insert_item(Commit& commit, const CollectionRow& collection, ItemState item) {
    const Difference by{1, unseen(item.flags), deleted(item.flags), static_cast<std::int64_t>(item.size)};
    const Uid uid_next = count(commit, collection, by, 1);
    item.uid = Uid{number(uid_next) - 1};
    item.modseq = commit.step(collection.account);
    commit("INSERT INTO items (collection, uid, modseq, flags, keywords, size, day, object)"
           " VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .run(collection.id, item.uid, item.modseq, item.flags.system, item.flags.keywords, item.size,
             item.day, item.object);
    commit.change(collection.id).upserted.push_back(item);
    return item.uid;
}

void update_flags(Commit& commit, const CollectionRow& collection, std::span<const Flagging> items) {
    if (items.empty()) return;
    const ModSeq modseq = commit.step(collection.account);
    Difference by;
    for (const auto& [before, flags] : items) {
        commit("UPDATE items SET flags = ?, keywords = ?, modseq = ? WHERE collection = ? AND uid = ?")
            .run(flags.system, flags.keywords, modseq, collection.id, before.uid);
        by.unseen += unseen(flags) - unseen(before.flags);
        by.deleted += deleted(flags) - deleted(before.flags);
        ItemState item = before;
        item.flags = flags;
        item.modseq = modseq;
        commit.change(collection.id).upserted.push_back(item);
    }
    count(commit, collection, by, 0);
}

void delete_items(Commit& commit, const CollectionRow& collection, std::span<const ItemState> items,
                  Leaving leaving, std::int64_t now) {
    if (items.empty()) return;
    const ModSeq modseq = commit.step(collection.account);
    Difference by;
    for (const ItemState& item : items) {
        commit("DELETE FROM items WHERE collection = ? AND uid = ?").run(collection.id, item.uid);
        commit("INSERT INTO tombstones (collection, uid, modseq, moment) VALUES (?, ?, ?, ?)")
            .run(collection.id, item.uid, modseq, now);
        if (leaving == Leaving::account) release_object(commit, item.object);
        by.items -= 1;
        by.unseen -= unseen(item.flags);
        by.deleted -= deleted(item.flags);
        by.octets -= static_cast<std::int64_t>(item.size);
        commit.change(collection.id).removed.push_back(item.uid);
    }
    count(commit, collection, by, 0);
    const std::int64_t due = now + kTombstoneSeconds;
    if (commit("UPDATE accounts SET purge_due = ? WHERE id = ? AND (purge_due IS NULL OR purge_due > ?)")
            .run(due, collection.account, due) > 0) {
        commit.facts_changed(collection.account);
    }
    if (leaving == Leaving::account) {
        commit("UPDATE accounts SET used = used + ?, items = items + ? WHERE id = ?")
            .run(by.octets, by.items, collection.account);
    }
}

Copied move_items(Commit& commit, const CollectionRow& out, const CollectionRow& into,
                  const UidSet& uids, std::int64_t now) {
    Copied moved{into.uid_validity, {}, {}};
    const auto items = find_items(commit, out.id, uids);
    for (const ItemState& item : items) {
        moved.source.push_back(item.uid);
        moved.target.push_back(insert_item(commit, into, item));
    }
    delete_items(commit, out, items, Leaving::collection, now);
    return moved;
}

void set_purge_due(Commit& commit, AccountId account) {
    const auto oldest =
        commit("SELECT min(moment) FROM tombstones WHERE collection IN"
               " (SELECT id FROM collections WHERE account = ?)").integer(account);
    const auto kept =
        commit("SELECT retained_until FROM accounts WHERE id = ?").integer(account);
    std::optional<std::int64_t> due;
    if (oldest) due = *oldest + kTombstoneSeconds;
    if (kept && (!due || *kept < *due)) due = *kept + 1;  // until then included
    commit("UPDATE accounts SET purge_due = ? WHERE id = ?").run(due, account);
}

void release_object(Commit& commit, ObjectId object) {
    const auto left =
        commit("UPDATE objects SET refs = refs - 1 WHERE id = ? RETURNING refs").integer(object);
    if (!left || *left > 0) return;
    // The wraps go in this commit: what remains until it is swept is unreadable.
    commit("INSERT INTO doomed (object, parts, staged) SELECT id, parts, 0 FROM objects WHERE id = ?")
        .run(object);
    commit("DELETE FROM objects WHERE id = ?").run(object);
    commit("DELETE FROM summaries WHERE object = ?").run(object);
}

}  // namespace postvern::records
