#include "records/cases.hpp"

#include <algorithm>

#include "records/archive/held_objects.hpp"
#include "records/archive/store.hpp"
#include "records/register/case_changes.hpp"
#include "records/register/fact_rows.hpp"
#include "records/vault/held_keys.hpp"
#include "records/vault/vault.hpp"

namespace postvern::records {

using policy::Action;
using policy::Grant;
using policy::ResourceType;

Cases::Cases(Store& store, Vault& vault, policy::Gate& gate)
    : store_(store), vault_(vault), gate_(gate) {
    store.serve(gate);
}

// A grant of `action` on a resource of that type: by another type a number would mean something else.
Grant Cases::require(Grant&& grant, Action action, ResourceType type) const {
    Grant held = std::move(grant);
    if (!gate_.honours(held, action) || held.resource().type != type) {
        throw policy::Denied(policy::Decision{});
    }
    return held;
}

void Cases::change(Grant&& grant, Action action, const CaseChange& change) {
    const Grant held = require(std::move(grant), action, ResourceType::legal_case);
    const std::uint64_t number = held.resource().number;
    store_.write_and_wait<std::monostate>([&](Commit& commit) {
        CaseRecord record = read_case_record(commit, vault_, number);
        apply(commit, record, held, change);
        keep_case(commit, vault_, number, record);
        return std::monostate{};
    });
}

std::uint64_t Cases::open(Grant&& grant, std::vector<policy::AccountId> accounts,
                          std::vector<std::uint32_t> named) {
    const Grant held = require(std::move(grant), Action::open_case, ResourceType::legal_case);
    if (held.resource().number != 0) throw Unacceptable("a case is opened as case 0 and then gets its number");
    CaseRecord record;
    record.accounts = std::move(accounts);
    record.named = std::move(named);
    return store_.write_and_wait<std::uint64_t>([&](Commit& commit) {
        const auto number =
            commit("INSERT INTO cases (sealed) VALUES (?) RETURNING id").integer(sql::Blob{""});
        keep_case(commit, vault_, static_cast<std::uint64_t>(*number), record);
        return static_cast<std::uint64_t>(*number);
    });
}

CaseRecord Cases::read(Grant&& grant) const {
    const Grant held = require(std::move(grant), Action::read_case, ResourceType::legal_case);
    auto reader = store_.reader();
    return read_case_record(reader, vault_, held.resource().number);
}

void Cases::classify(Grant&& grant, policy::Basis basis, policy::Route route,
                     std::vector<policy::Office> references) {
    change(std::move(grant), Action::decide_case, Classified{basis, route, std::move(references)});
}

void Cases::enter_order(Grant&& grant, const policy::OrderFacts& order) {
    change(std::move(grant), Action::decide_case, Ordered{order});
}

void Cases::validate(Grant&& grant) { change(std::move(grant), Action::decide_case, Validated{}); }

void Cases::set_silence(Grant&& grant, policy::Silence silence, std::optional<std::int64_t> until) {
    change(std::move(grant), Action::decide_case, Silenced{silence, until});
}

void Cases::appoint(Grant&& grant, const Substitute& substitute) {
    change(std::move(grant), Action::appoint_substitute, Appointed{substitute});
}

void Cases::approve(Grant&& grant, Approver office) {
    change(std::move(grant), Action::approve, Approved{office});
}

void Cases::object(Grant&& grant) { change(std::move(grant), Action::object, Objected{}); }

void Cases::answer_objection(Grant&& grant) {
    change(std::move(grant), Action::answer_objection, ObjectionAnswered{});
}

void Cases::owners_told(Grant&& grant) { change(std::move(grant), Action::notify, OwnersTold{}); }

Held Cases::hold(Grant&& grant, const HoldScope& scope, std::int64_t until) {
    const Grant held = require(std::move(grant), Action::preserve, ResourceType::legal_case);
    if (until <= held.moment()) throw Unacceptable("a hold ends in the future");
    if (scope.window_from && scope.window_until && *scope.window_until < *scope.window_from) {
        throw Unacceptable("the window of the hold ends before it begins");
    }
    const HoldRecord record{held.resource().number, scope.account, until};
    std::uint64_t begun = 0;
    try {
        return store_.write_and_wait<Held>([&](Commit& commit) {
            const CaseRecord of = read_case_record(commit, vault_, record.legal_case);
            if (std::find(of.accounts.begin(), of.accounts.end(), scope.account) == of.accounts.end()) {
                throw Unacceptable("the case is not about that account");
            }
            const auto number =
                commit("INSERT INTO holds (sealed) VALUES (?) RETURNING id").integer(sql::Blob{""});
            const auto made = static_cast<std::uint64_t>(*number);
            const std::string sealed = vault_.seal_for_site(hold_label(made), encode(record));
            commit("UPDATE holds SET sealed = ? WHERE id = ?").run(sql::Blob{sealed}, made);
            keep_hold_history(commit, vault_, made, record);
            commit.facts_changed();
            begun = made;
            return begin_hold(commit, vault_, made, scope);
        });
    } catch (...) {
        // Its keys may be durable already; should this fail too, the next start ends it.
        if (begun != 0) vault_.held_keys().end(begun);
        throw;
    }
}

std::uint64_t Cases::hold(Grant&& grant, policy::AccountId account, std::int64_t until) {
    HoldScope all;
    all.account = account;
    return hold(std::move(grant), all, until).number;
}

void Cases::renew(Grant&& grant, std::uint64_t hold, std::int64_t until) {
    const Grant held = require(std::move(grant), Action::preserve, ResourceType::legal_case);
    store_.write_and_wait<std::monostate>([&](Commit& commit) {
        const auto sealed = commit("SELECT sealed FROM holds WHERE id = ?").octets(hold);
        if (!sealed) throw NotFound("there is no such hold");
        HoldRecord record = decode_hold(vault_.open_for_site(hold_label(hold), *sealed));
        if (record.legal_case != held.resource().number) throw NotFound("there is no such hold");
        if (until <= record.until) throw Unacceptable("a renewal ends later than the hold does");
        record.until = until;
        const std::string renewed = vault_.seal_for_site(hold_label(hold), encode(record));
        commit("UPDATE holds SET sealed = ? WHERE id = ?").run(sql::Blob{renewed}, hold);
        keep_hold_history(commit, vault_, hold, record);
        commit.facts_changed();
        return std::monostate{};
    });
}

std::uint64_t Cases::prolong(Grant&& grant, policy::AccountId account, std::int64_t until) {
    const Grant held = require(std::move(grant), Action::preserve, ResourceType::legal_case);
    return store_.write_and_wait<std::uint64_t>([&](Commit& commit) {
        const CaseRecord of = read_case_record(commit, vault_, held.resource().number);
        if (std::find(of.accounts.begin(), of.accounts.end(), account) == of.accounts.end()) {
            throw Unacceptable("the case is not about that account");
        }
        std::vector<std::pair<std::uint64_t, HoldRecord>> shorter;
        auto rows = commit("SELECT id, sealed FROM holds ORDER BY id").query();
        for (const auto& row : rows) {
            const auto hold = static_cast<std::uint64_t>(row.integer(0));
            const HoldRecord record = decode_hold(vault_.open_for_site(hold_label(hold), row.octets(1)));
            if (record.account == account && record.until < until) shorter.emplace_back(hold, record);
        }
        for (auto& [hold, record] : shorter) {
            record.until = until;
            const std::string prolonged = vault_.seal_for_site(hold_label(hold), encode(record));
            commit("UPDATE holds SET sealed = ? WHERE id = ?").run(sql::Blob{prolonged}, hold);
            keep_hold_history(commit, vault_, hold, record);
        }
        if (!shorter.empty()) commit.facts_changed();
        return shorter.size();
    });
}

void Cases::release(Grant&& grant) {
    const bool purging = grant.action() == Action::purge;
    const Grant held = require(std::move(grant), purging ? Action::purge : Action::release_hold,
                               ResourceType::hold);
    const std::uint64_t number = held.resource().number;
    store_.write_and_wait<std::monostate>([&](Commit& commit) {
        if (commit("DELETE FROM holds WHERE id = ?").run(number) == 0) {
            throw NotFound("there is no such hold");
        }
        // The keys go first, durably; stopped before the commit, the hold is released once more.
        vault_.held_keys().end(number);
        end_hold(commit, vault_, number);
        keep_history(commit, FactKind::hold, number, commit.now(), std::nullopt);
        commit.facts_changed();
        return std::monostate{};
    });
    sweep_doomed(store_);
}

}  // namespace postvern::records
