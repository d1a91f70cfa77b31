// Archive: calls about collections.
#include <algorithm>
#include <map>

#include "records/archive/collection_path.hpp"
#include "records/archive/collection_rows.hpp"
#include "records/archive/item_rows.hpp"
#include "records/archive/state.hpp"
#include "records/archive/stored_object.hpp"

namespace postvern::records {

using policy::Action;
using policy::Grant;

namespace {

constexpr const char* kSubscriptionLabel = "subscription";

Collection read_collection(const sql::Row& row) {
    Collection collection;
    collection.id = CollectionId{static_cast<std::uint64_t>(row.integer(0))};
    collection.kind = static_cast<CollectionKind>(row.integer(1));
    collection.role = static_cast<CollectionRole>(row.integer(2));
    collection.selectable = row.integer(3) != 0;
    collection.uid_validity = UidValidity{static_cast<std::uint32_t>(row.integer(4))};
    collection.uid_next = Uid{static_cast<std::uint32_t>(row.integer(5))};
    collection.highest_modseq = ModSeq{static_cast<std::uint64_t>(row.integer(6))};
    collection.items = static_cast<std::uint64_t>(row.integer(7));
    collection.unseen = static_cast<std::uint64_t>(row.integer(8));
    collection.deleted = static_cast<std::uint64_t>(row.integer(9));
    collection.octets = static_cast<std::uint64_t>(row.integer(10));
    return collection;
}

// INBOX first, then by path, which puts parents before their children.
bool in_order(const Collection& a, const Collection& b) {
    const bool a_inbox = a.role == CollectionRole::inbox;
    const bool b_inbox = b.role == CollectionRole::inbox;
    if (a_inbox != b_inbox) return a_inbox;
    return a.path < b.path;
}

}  // namespace

std::vector<Collection> Archive::collections(Grant&& grant) {
    const Grant held = std::move(grant);
    state_->require(held, {Action::list});
    const AccountId account = held.resource().account;
    auto reader = state_->store.reader();

    std::vector<Collection> found;
    std::map<CollectionId, std::pair<CollectionId, std::string>> names;  // parent and leaf name
    {
        auto& select = reader(
            "SELECT id, kind, role, selectable, uid_validity, uid_next, highest_modseq, items, unseen,"
            " deleted, octets, parent, name FROM collections WHERE account = ?");
        for (const auto& row : select.query(account)) {
            found.push_back(read_collection(row));
            names[found.back().id] = {
                CollectionId{static_cast<std::uint64_t>(row.integer(11))},
                state_->vault.open_private(held, account, kCollectionLabel, row.octets(12))};
        }
    }
    for (Collection& collection : found) {
        std::vector<std::string> levels;
        for (CollectionId id = collection.id; id != policy::kNoCollection; id = names.at(id).first) {
            levels.insert(levels.begin(), names.at(id).second);
            if (levels.size() > kMaxLevels) {
                throw StorageError("content.db: collections contain each other in a circle");
            }
        }
        collection.path = join_path(levels);
    }
    std::sort(found.begin(), found.end(), in_order);
    return found;
}

std::vector<std::string> Archive::subscriptions(Grant&& grant) {
    const Grant held = std::move(grant);
    state_->require(held, {Action::list});
    const AccountId account = held.resource().account;
    auto reader = state_->store.reader();
    std::vector<std::string> paths;
    auto& select = reader("SELECT path FROM subscriptions WHERE account = ?");
    for (const auto& row : select.query(account)) {
        paths.push_back(
            state_->vault.open_private(held, account, kSubscriptionLabel, row.octets(0)));
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

Quota Archive::quota(Grant&& grant) {
    const Grant held = std::move(grant);
    state_->require(held, {Action::list});
    auto reader = state_->store.reader();
    auto& select = reader("SELECT used, quota, items FROM accounts WHERE id = ?");
    auto rows = select.query(held.resource().account);
    const auto row = rows.next();
    if (!row) throw NotFound("no such account");
    return {static_cast<std::uint64_t>(row->integer(0)), static_cast<std::uint64_t>(row->integer(1)),
            static_cast<std::uint64_t>(row->integer(2))};
}

void Archive::create(Grant&& grant, std::string_view path, CollectionKind kind, CollectionRole role,
                     Done<CollectionId> done) {
    const Grant held = std::move(grant);
    state_->require(held, {Action::create_collection});
    auto levels = seal_levels(state_->vault, held.keys(), held.resource().account, split_path(path));
    state_->store.write<CollectionId>(
        [account = held.resource().account, kind, role, levels = std::move(levels)](Commit& commit) {
            return create_collection(commit, account, kind, role, levels);
        },
        std::move(done));
}

void Archive::rename(Grant&& grant, std::string_view path, Done<std::monostate> done) {
    const Grant held = std::move(grant);
    state_->require(held, {Action::rename_collection});
    auto levels = seal_levels(state_->vault, held.keys(), held.resource().account, split_path(path));
    state_->store.write<std::monostate>(
        [&store = state_->store, resource = held.resource(),
         levels = std::move(levels)](Commit& commit) {
            const PlacedCollection collection =
                find_placed(commit, resource.account, resource.collection);
            if (collection.role != CollectionRole::inbox) {
                move_collection(commit, collection, levels);
                return std::monostate{};
            }
            // RFC 9051 6.3.6: renaming INBOX moves its messages into a new mailbox and leaves INBOX empty.
            const CollectionId target = create_collection(commit, resource.account, collection.kind,
                                                          CollectionRole::none, levels);
            move_items(commit, find_collection(commit, resource.account, collection.id),
                       find_collection(commit, resource.account, target), UidSet::all(), store.now());
            return std::monostate{};
        },
        std::move(done));
}

void Archive::remove(Grant&& grant, Done<std::monostate> done) {
    const Grant held = std::move(grant);
    state_->require(held, {Action::delete_collection});
    state_->store.write<std::monostate>(
        [&store = state_->store, resource = held.resource()](Commit& commit) {
            delete_collection(commit, find_placed(commit, resource.account, resource.collection),
                              store.now());
            return std::monostate{};
        },
        [&store = state_->store, done = std::move(done)](Outcome<std::monostate> outcome) {
            if (outcome.index() == 0) sweep_doomed(store);
            done(std::move(outcome));
        });
}

void Archive::subscribe(Grant&& grant, std::string_view path, bool subscribed,
                        Done<std::monostate> done) {
    const Grant held = std::move(grant);
    state_->require(held, {Action::subscribe});
    const AccountId account = held.resource().account;
    const std::string whole = join_path(split_path(path));
    auto lookup = state_->vault.private_lookup(held, account, kSubscriptionLabel, whole);
    auto sealed = state_->vault.seal_private(held, account, kSubscriptionLabel, whole);
    state_->store.write<std::monostate>(
        [account, subscribed, lookup = std::move(lookup), sealed = std::move(sealed)](Commit& commit) {
            if (subscribed) {
                commit("INSERT INTO subscriptions (account, lookup, path) VALUES (?, ?, ?)"
                       " ON CONFLICT DO NOTHING")
                    .run(account, sql::Blob{lookup}, sql::Blob{sealed});
            } else {
                commit("DELETE FROM subscriptions WHERE account = ? AND lookup = ?")
                    .run(account, sql::Blob{lookup});
            }
            return std::monostate{};
        },
        std::move(done));
}

}  // namespace postvern::records
