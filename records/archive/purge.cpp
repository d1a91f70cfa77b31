// Archive: what retention destroys.
#include <algorithm>

#include "policy/facts.hpp"
#include "records/archive/collection_rows.hpp"
#include "records/archive/item_rows.hpp"
#include "records/archive/state.hpp"
#include "records/archive/stored_object.hpp"
#include "records/register/fact_rows.hpp"

namespace postvern::records {

namespace {

// A client older than the tombstones that go has to resynchronise: the collection says since when its
// changes are all known.
std::uint64_t purge_tombstones(Commit& commit, AccountId account, std::int64_t moment) {
    std::uint64_t purged = 0;
    std::vector<CollectionId> collections;
    for (const auto& row : commit("SELECT id FROM collections WHERE account = ?").query(account)) {
        collections.push_back(CollectionId{static_cast<std::uint64_t>(row.integer(0))});
    }
    for (const CollectionId collection : collections) {
        const std::int64_t until = moment - kTombstoneSeconds;
        const auto newest =
            commit("SELECT max(modseq) FROM tombstones WHERE collection = ? AND moment <= ?")
                .integer(collection, until);
        if (!newest) continue;
        commit("UPDATE collections SET oldest_complete = max(oldest_complete, ?) WHERE id = ?")
            .run(*newest, collection);
        purged += static_cast<std::uint64_t>(
            commit("DELETE FROM tombstones WHERE collection = ? AND moment <= ?")
                .run(collection, until));
    }
    return purged;
}

// Rows of a closed account, whose keys went before.
std::uint64_t purge_account(Commit& commit, AccountId account) {
    const std::uint64_t items = delete_contents(commit, account);
    commit("DELETE FROM addresses WHERE account = ?").run(account);
    commit("DELETE FROM consents WHERE account = ?").run(account);
    forget_history(commit, FactKind::account, static_cast<std::uint64_t>(account));
    commit("UPDATE staff SET account = NULL WHERE account = ?").run(account);
    commit("DELETE FROM accounts WHERE id = ?").run(account);
    commit.facts_changed(account);
    return items + 1;
}

// Whether the account is closed, or its owner had it kept until a moment that is past; absent: it is gone.
template <typename Source>
std::optional<bool> has_ended(Source& source, AccountId account, std::int64_t moment) {
    const auto ended =
        source("SELECT state = ? OR coalesce(retained_until < ?, 0) FROM accounts WHERE id = ?")
            .integer(policy::AccountState::closed, moment, account);
    if (!ended) return {};
    return *ended != 0;
}

std::uint64_t purge_due(Commit& commit, AccountId account, std::int64_t moment) {
    const auto ended = has_ended(commit, account, moment);
    if (!ended) return 0;
    if (*ended) return purge_account(commit, account);
    const std::uint64_t purged = purge_tombstones(commit, account, moment);
    set_purge_due(commit, account);
    commit.facts_changed(account);
    return purged;
}

// Period keys that nothing is wrapped under any more go: with them the last traces of erased wraps in the
// slack of database pages become unreadable.
void destroy_unused_keys(Store& store, Vault& vault, AccountId account) {
    std::vector<PeriodKeyId> unused = vault.settled_period_keys(account);
    auto reader = store.reader();
    auto& select = reader(
        "SELECT period_key FROM objects WHERE account = ? UNION SELECT period_key FROM summaries"
        " WHERE object IN (SELECT id FROM objects WHERE account = ?)");
    for (const auto& row : select.query(account, account)) {
        std::erase(unused, PeriodKeyId{static_cast<std::uint64_t>(row.integer(0))});
    }
    vault.destroy_period_keys(account, unused);
}

}  // namespace

void Archive::purge(policy::Grant&& grant, Done<std::uint64_t> done) {
    const policy::Grant held = std::move(grant);
    state_->require(held, {policy::Action::purge});
    const AccountId account = held.resource().account;
    {
        // The keys of a closed account go before its rows, should its closing have been cut short.
        auto reader = state_->store.reader();
        if (has_ended(reader, account, held.moment()).value_or(false)) {
            state_->vault.destroy_account(account);
        } else {
            destroy_unused_keys(state_->store, state_->vault, account);
        }
    }
    state_->store.write<std::uint64_t>(
        [account, moment = held.moment()](Commit& commit) {
            return purge_due(commit, account, moment);
        },
        [&store = state_->store, done = std::move(done)](Outcome<std::uint64_t> outcome) {
            if (outcome.index() == 0) sweep_doomed(store);
            done(std::move(outcome));
        });
}

}  // namespace postvern::records
