#include "records/choices.hpp"

#include "records/archive/item_rows.hpp"
#include "records/archive/store.hpp"
#include "records/ledger.hpp"
#include "records/register/fact_rows.hpp"

namespace postvern::records {

using policy::AccountId;
using policy::Action;
using policy::Grant;

namespace {

std::vector<Consent> read_consents(Store& store, AccountId account) {
    std::vector<Consent> consents;
    auto reader = store.reader();
    for (const auto& row : reader("SELECT purpose, text, given, withdrawn FROM consents"
                                  " WHERE account = ? ORDER BY id").query(account)) {
        const auto purpose = purpose_named(row.octets(0));
        if (!purpose) throw StorageError("content.db: a consent to a purpose that there is not");
        Consent consent{*purpose, row.integer(1), row.integer(2)};
        if (!row.is_null(3)) consent.withdrawn = row.integer(3);
        consent.in_force = !consent.withdrawn &&
                           consent.text == store.settings().consent_texts.in_force(*purpose);
        consents.push_back(consent);
    }
    return consents;
}

std::int64_t withdraw_from(Commit& commit, AccountId account, policy::Purpose purpose) {
    return commit("UPDATE consents SET withdrawn = ? WHERE account = ? AND purpose = ?"
                  " AND withdrawn IS NULL").run(commit.now(), account, policy::name(purpose));
}

}  // namespace

Choices::Choices(Store& store, policy::Gate& gate, Ledger& ledger)
    : store_(store), gate_(gate), ledger_(ledger) {
    store.serve(gate);
}

// `change(commit, account)` changes rows of the account of the grant.
template <typename Change>
void Choices::change(Grant&& grant, Action action, Change change) {
    const Grant held = std::move(grant);
    change_under(held, action, change);
}

template <typename Change>
void Choices::change_under(const Grant& held, Action action, Change change) {
    const AccountId account = held.resource().account;
    if (!gate_.honours(held, action) || held.resource().type != policy::ResourceType::account) {
        throw policy::Denied(policy::Decision{});
    }
    store_.write_and_wait<std::monostate>([&](Commit& commit) {
        change(commit, account);
        keep_account_history(commit, account, store_.settings().consent_texts);
        commit.facts_changed(account);
        return std::monostate{};
    });
}

ChoicesMade Choices::read(Grant&& grant) const {
    const Grant held = std::move(grant);
    if (!gate_.honours(held, Action::export_) ||
        held.resource().type != policy::ResourceType::account) {
        throw policy::Denied(policy::Decision{});
    }
    const AccountId account = held.resource().account;
    ChoicesMade made;
    made.consents = read_consents(store_, account);
    auto reader = store_.reader();
    const auto facts = account_facts(reader, account, store_.settings().consent_texts);
    if (!facts) throw NotFound("no such account");
    made.restricted = facts->restricted;
    made.no_snapshots = facts->no_snapshots;
    made.retained_until = facts->retained_until;
    made.no_tallies =
        reader("SELECT no_tallies FROM accounts WHERE id = ?").integer(account).value_or(0) != 0;
    return made;
}

void Choices::give(Grant&& grant, policy::Purpose purpose, std::int64_t text) {
    const std::int64_t in_force = store_.settings().consent_texts.in_force(purpose);
    if (in_force == 0) {
        throw Unacceptable("there is no consent to " + std::string(policy::name(purpose)));
    }
    if (text != in_force) {
        throw Unacceptable("the text of that consent is version " + std::to_string(in_force) +
                           " by now: read it before agreeing to it");
    }
    change(std::move(grant), Action::give_consent, [&](Commit& commit, AccountId account) {
        withdraw_from(commit, account, purpose);
        commit("INSERT INTO consents (account, purpose, text, given) VALUES (?, ?, ?, ?)")
            .run(account, policy::name(purpose), text, commit.now());
    });
}

void Choices::withdraw(Grant&& grant, policy::Purpose purpose) {
    change(std::move(grant), Action::withdraw_consent, [&](Commit& commit, AccountId account) {
        if (withdraw_from(commit, account, purpose) == 0) {
            throw NotFound("no consent to " + std::string(policy::name(purpose)) + " is in force");
        }
    });
}

void Choices::restrict(Grant&& grant) {
    change(std::move(grant), Action::restrict, [](Commit& commit, AccountId account) {
        commit("UPDATE accounts SET restricted = 1 WHERE id = ?").run(account);
    });
}

void Choices::lift_restriction(Grant&& grant) {
    change(std::move(grant), Action::lift_restriction, [](Commit& commit, AccountId account) {
        commit("UPDATE accounts SET restricted = 0 WHERE id = ?").run(account);
    });
}

void Choices::want_snapshots(Grant&& grant, bool wanted) {
    change(std::move(grant), Action::set_retention, [&](Commit& commit, AccountId account) {
        commit("UPDATE accounts SET no_snapshots = ? WHERE id = ?").run(!wanted, account);
    });
}

void Choices::want_tallies(Grant&& grant, bool wanted) {
    const Grant held = std::move(grant);
    ledger_.want_tallies(held, wanted, [&] {
        change_under(held, Action::set_retention, [&](Commit& commit, AccountId account) {
            commit("UPDATE accounts SET no_tallies = ? WHERE id = ?").run(!wanted, account);
        });
    });
}

void Choices::keep_until(Grant&& grant, std::optional<std::int64_t> moment) {
    if (moment && *moment < grant.moment()) {
        throw Unacceptable("that moment is past: `postvern account delete` deletes at once");
    }
    change(std::move(grant), Action::set_retention, [&](Commit& commit, AccountId account) {
        // From the end on that was set before, its keys may be gone at any moment.
        if (commit("UPDATE accounts SET retained_until = ? WHERE id = ?"
                   " AND coalesce(retained_until >= ?, 1)").run(moment, account, commit.now()) == 0) {
            throw Unacceptable("the end that was set is past: the account is being destroyed");
        }
        set_purge_due(commit, account);
    });
}

}  // namespace postvern::records
