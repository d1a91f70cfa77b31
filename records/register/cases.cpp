#include "records/cases.hpp"

#include <algorithm>
#include <limits>

#include "records/archive/held_objects.hpp"
#include "records/archive/store.hpp"
#include "records/register/fact_rows.hpp"
#include "records/register/staff_rows.hpp"
#include "records/vault/held_keys.hpp"
#include "records/vault/vault.hpp"

namespace postvern::records {

using policy::Action;
using policy::Grant;
using policy::ResourceType;

namespace {

constexpr const char* kNoCase = "there is no such case";

template <typename Source>
CaseRecord read_record(Source& source, const Vault& vault, std::uint64_t number) {
    const auto sealed = source("SELECT sealed FROM cases WHERE id = ?").octets(number);
    if (!sealed) throw NotFound(kNoCase);
    return decode_case(vault.open_for_site(case_label(number), *sealed));
}

void keep(Commit& commit, const Vault& vault, std::uint64_t number, const CaseRecord& record) {
    const std::string sealed = vault.seal_for_site(case_label(number), encode(record));
    commit("UPDATE cases SET sealed = ? WHERE id = ?").run(sql::Blob{sealed}, number);
    keep_case_history(commit, vault, number, record);
    commit.facts_changed();
}

// What was found sound was another order than the one that is on record now.
void take_back_approvals(CaseRecord& record) {
    record.validators.clear();
    record.director.reset();
    record.second_officer.reset();
}

std::uint32_t user_of(const Grant& grant) {
    if (grant.principal().role != policy::Role::staff) throw policy::Denied(policy::Decision{});
    return static_cast<std::uint32_t>(grant.principal().id);
}

policy::StaffRole role_of(Approver office) {
    return office == Approver::managing_director ? policy::StaffRole::managing_director
                                                 : policy::StaffRole::second_officer;
}

bool holds(Commit& commit, const CaseRecord& record, std::uint32_t user, Approver office) {
    const Substitute as_substitute{office, user};
    const auto& substitutes = record.substitutes;
    if (std::find(substitutes.begin(), substitutes.end(), as_substitute) != substitutes.end()) {
        return true;
    }
    const auto roles = commit("SELECT roles FROM staff WHERE user = ?").integer(user);
    return roles && (*roles & role_bits({role_of(office)})) != 0;
}

bool has(const std::vector<std::uint32_t>& users, std::uint32_t user) {
    return std::find(users.begin(), users.end(), user) != users.end();
}

void require_sense(const policy::OrderFacts& order) {
    if (order.until < order.from) throw Unacceptable("the order ends before it begins");
    if (order.window_until < order.window_from) {
        throw Unacceptable("the window of the order ends before it begins");
    }
    if (order.accounts.empty()) throw Unacceptable("the order names no account");
    if (order.classes.empty()) throw Unacceptable("the order names no class of data");
}

}  // namespace

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

// `change(commit, record, grant)` makes the case of the grant what it shall be.
template <typename Change>
void Cases::change(Grant&& grant, Action action, Change change) {
    const Grant held = require(std::move(grant), action, ResourceType::legal_case);
    const std::uint64_t number = held.resource().number;
    store_.write_and_wait<std::monostate>([&](Commit& commit) {
        CaseRecord record = read_record(commit, vault_, number);
        change(commit, record, held);
        keep(commit, vault_, number, record);
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
        keep(commit, vault_, static_cast<std::uint64_t>(*number), record);
        return static_cast<std::uint64_t>(*number);
    });
}

CaseRecord Cases::read(Grant&& grant) const {
    const Grant held = require(std::move(grant), Action::read_case, ResourceType::legal_case);
    auto reader = store_.reader();
    return read_record(reader, vault_, held.resource().number);
}

void Cases::classify(Grant&& grant, policy::Basis basis, policy::Route route,
                     std::vector<policy::Office> references) {
    change(std::move(grant), Action::decide_case, [&](Commit&, CaseRecord& record, const Grant&) {
        record.basis = basis;
        record.route = route;
        record.references = std::move(references);
        take_back_approvals(record);
    });
}

void Cases::enter_order(Grant&& grant, const policy::OrderFacts& order) {
    require_sense(order);
    change(std::move(grant), Action::decide_case, [&](Commit&, CaseRecord& record, const Grant&) {
        for (const policy::AccountId account : order.accounts) {
            const auto& accounts = record.accounts;
            if (std::find(accounts.begin(), accounts.end(), account) == accounts.end()) {
                throw Unacceptable("the order names an account that the case is not about");
            }
        }
        record.order = order;
        record.order->validated = false;
        take_back_approvals(record);
    });
}

void Cases::validate(Grant&& grant) {
    change(std::move(grant), Action::decide_case, [](Commit&, CaseRecord& record, const Grant& held) {
        if (!record.order) throw Unacceptable("there is no order on record to validate");
        const std::uint32_t user = user_of(held);
        if (has(record.validators, user)) {
            throw Unacceptable("the same person does not validate an order twice: somebody else has to");
        }
        record.validators.push_back(user);
    });
}

void Cases::set_silence(Grant&& grant, policy::Silence silence, std::optional<std::int64_t> until) {
    if ((silence == policy::Silence::court) != until.has_value()) {
        throw Unacceptable("a court's silence has an end, and no other has one");
    }
    change(std::move(grant), Action::decide_case, [&](Commit&, CaseRecord& record, const Grant&) {
        record.silence = silence;
        record.silent_until = until;
    });
}

void Cases::appoint(Grant&& grant, const Substitute& substitute) {
    change(std::move(grant), Action::appoint_substitute,
           [&](Commit& commit, CaseRecord& record, const Grant&) {
               if (has(recused_from(commit, record), substitute.user)) {
                   throw Unacceptable("who is named in a case or affected by it does not act in it");
               }
               std::erase(record.substitutes, substitute);
               record.substitutes.push_back(substitute);
           });
}

void Cases::approve(Grant&& grant, Approver office) {
    change(std::move(grant), Action::approve,
           [&](Commit& commit, CaseRecord& record, const Grant& held) {
               const std::uint32_t user = user_of(held);
               if (!holds(commit, record, user, office)) {
                   throw Unacceptable("who approves holds the office or was appointed in its place");
               }
               const bool directs = office == Approver::managing_director;
               if ((directs ? record.second_officer : record.director) == user) {
                   throw Unacceptable("the two who approve are two people");
               }
               (directs ? record.director : record.second_officer) = user;
           });
}

void Cases::object(Grant&& grant) {
    change(std::move(grant), Action::object,
           [](Commit&, CaseRecord& record, const Grant&) { record.objection = true; });
}

void Cases::answer_objection(Grant&& grant) {
    change(std::move(grant), Action::answer_objection,
           [](Commit&, CaseRecord& record, const Grant&) {
               if (!record.objection) throw Unacceptable("no objection stands");
               record.objection = false;
           });
}

void Cases::owners_told(Grant&& grant) {
    change(std::move(grant), Action::notify,
           [](Commit&, CaseRecord& record, const Grant&) { record.owners_told = true; });
}

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
            const CaseRecord of = read_record(commit, vault_, record.legal_case);
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
