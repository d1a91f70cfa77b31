#include "records/register/case_changes.hpp"

#include <algorithm>

#include "records/register/staff_rows.hpp"

namespace postvern::records {

using policy::Action;
using policy::Grant;

namespace {

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
    const auto stands_in = [&](const Substitute& each) {
        return each.office == office && each.user == user && each.is_in_force(commit.now());
    };
    if (std::any_of(record.substitutes.begin(), record.substitutes.end(), stands_in)) return true;
    const auto roles = commit("SELECT roles FROM staff WHERE user = ?").integer(user);
    return roles && (*roles & role_bits({role_of(office)})) != 0;
}

template <typename Value>
bool has(const std::vector<Value>& values, const Value& value) {
    return std::find(values.begin(), values.end(), value) != values.end();
}

template <typename Value>
void add_each(std::vector<Value>& to, const std::vector<Value>& values) {
    for (const Value& value : values) {
        if (!has(to, value)) to.push_back(value);
    }
}

void require_sense(const policy::OrderFacts& order) {
    if (order.until < order.from) throw Unacceptable("the order ends before it begins");
    if (order.window_until < order.window_from) {
        throw Unacceptable("the window of the order ends before it begins");
    }
    if (order.classes.empty()) throw Unacceptable("the order names no class of data");
}

policy::OrderFacts& order_of(CaseRecord& record) {
    if (!record.order) throw Unacceptable("there is no order on record");
    return *record.order;
}

// One call for each kind of change.
struct Applying {
    Commit& commit;
    CaseRecord& record;
    const Grant& grant;

    void operator()(const Concerned& change) const {
        add_each(record.accounts, change.accounts);
        add_each(record.named, change.named);
        take_back_approvals(record);
    }
    void operator()(const Classified& change) const {
        record.basis = change.basis;
        record.route = change.route;
        record.references = change.references;
        take_back_approvals(record);
    }
    void operator()(const Ordered& change) const {
        require_sense(change.order);
        for (const policy::AccountId account : change.order.accounts) {
            if (!has(record.accounts, account)) {
                throw Unacceptable("the order names an account that the case is not about");
            }
        }
        record.order = change.order;
        record.order->validated = false;
        take_back_approvals(record);
    }
    void operator()(const SecrecyLifted&) const { order_of(record).secrecy_lifted = true; }
    void operator()(const PrivilegeFlagged&) const { order_of(record).privileged = true; }
    void operator()(const Narrowed& change) const {
        policy::OrderFacts& order = order_of(record);
        const auto from = change.window_from.value_or(order.window_from);
        const auto until = change.window_until.value_or(order.window_until);
        const auto within = [](const auto& less, const auto& all) {
            return !less.empty() && std::all_of(less.begin(), less.end(), [&](const auto& each) { return has(all, each); });
        };
        if (!within(change.accounts, order.accounts) || !within(change.classes, order.classes) ||
            from < order.window_from || order.window_until < until || until < from) {
            throw Unacceptable("that is wider than the order on record");
        }
        order.accounts = change.accounts;
        order.classes = change.classes;
        order.window_from = from;
        order.window_until = until;
    }
    void operator()(const Validated&) const {
        if (!record.order) throw Unacceptable("there is no order on record to validate");
        const std::uint32_t user = user_of(grant);
        if (has(record.validators, user)) {
            throw Unacceptable("the same person does not validate an order twice: somebody else has to");
        }
        record.validators.push_back(user);
    }
    void operator()(const Silenced& change) const {
        if ((change.silence == policy::Silence::court) != change.until.has_value()) {
            throw Unacceptable("a court's silence has an end, and no other has one");
        }
        record.silence = change.silence;
        record.silent_until = change.until;
    }
    void operator()(const Appointed& change) const {
        if (has(recused_from(commit, record), change.substitute.user)) {
            throw Unacceptable("who is named in a case or affected by it does not act in it");
        }
        std::erase_if(record.substitutes, [&](const Substitute& each) {
            return each.office == change.substitute.office && each.user == change.substitute.user;
        });
        record.substitutes.push_back(change.substitute);
    }
    void operator()(const Approved& change) const {
        const std::uint32_t user = user_of(grant);
        if (!holds(commit, record, user, change.office)) {
            throw Unacceptable("who approves holds the office or was appointed in its place");
        }
        const bool directs = change.office == Approver::managing_director;
        if ((directs ? record.second_officer : record.director) == user) {
            throw Unacceptable("the two who approve are two people");
        }
        (directs ? record.director : record.second_officer) = user;
    }
    void operator()(const Objected&) const { record.objection = true; }
    void operator()(const ObjectionAnswered&) const {
        if (!record.objection) throw Unacceptable("no objection stands");
        record.objection = false;
    }
    void operator()(const OwnersTold&) const { record.owners_told = true; }
    void operator()(const ApprovalsTakenBack&) const {
        record.director.reset();
        record.second_officer.reset();
    }
};

}  // namespace

void keep_case(Commit& commit, const Vault& vault, std::uint64_t number, const CaseRecord& record) {
    const std::string sealed = vault.seal_for_site(case_label(number), encode(record));
    commit("UPDATE cases SET sealed = ? WHERE id = ?").run(sql::Blob{sealed}, number);
    keep_case_history(commit, vault, number, record);
    commit.facts_changed();
}

std::optional<Action> action_of(const CaseChange& change) noexcept {
    if (std::holds_alternative<ApprovalsTakenBack>(change)) return {};
    if (std::holds_alternative<Appointed>(change)) return Action::appoint_substitute;
    if (std::holds_alternative<Approved>(change)) return Action::approve;
    if (std::holds_alternative<Objected>(change)) return Action::object;
    if (std::holds_alternative<ObjectionAnswered>(change)) return Action::answer_objection;
    if (std::holds_alternative<OwnersTold>(change)) return Action::notify;
    return Action::decide_case;
}

void apply(Commit& commit, CaseRecord& record, const Grant& grant, const CaseChange& change) {
    const auto taken = action_of(change);
    if (taken && grant.action() != *taken) throw policy::Denied(policy::Decision{});
    std::visit(Applying{commit, record, grant}, change);
}

}  // namespace postvern::records
