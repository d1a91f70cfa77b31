#include "records/personnel.hpp"

#include "records/archive/store.hpp"
#include "records/register/fact_rows.hpp"
#include "records/register/staff_rows.hpp"

namespace postvern::records {

using policy::StaffRole;

namespace {

constexpr std::int64_t bit(StaffRole role) { return std::int64_t{1} << static_cast<int>(role); }

std::optional<std::int64_t> moment(const sql::Row& row, int column) {
    if (row.is_null(column)) return {};
    return row.integer(column);
}

// Whoever is not managing director cannot say who is.
void require_director(Commit& commit, std::int64_t moment) {
    if (has_director(commit(kDirectorInForce), moment)) return;
    throw Unacceptable(
        "nobody would be managing director with policy, agreements and device in force, and so nobody could "
        "change who is: give somebody that role first, and the dates until when these hold");
}

}  // namespace

StaffMember read_member(const sql::Row& row) {
    StaffMember member;
    member.user = static_cast<std::uint32_t>(row.integer(0));
    for (std::size_t role = 0; role < policy::kStaffRoleCount; ++role) {
        const auto each = static_cast<StaffRole>(role);
        if ((row.integer(1) & bit(each)) != 0) member.facts.roles.push_back(each);
    }
    member.facts.policy_until = moment(row, 2);
    member.facts.secrecy_until = moment(row, 3);
    member.facts.agreement_until = moment(row, 4);
    member.facts.device_until = moment(row, 5);
    if (!row.is_null(6)) member.account = policy::AccountId{static_cast<std::uint64_t>(row.integer(6))};
    return member;
}

bool has_director(sql::Statement& in_force, std::int64_t moment) {
    return in_force.integer(bit(StaffRole::managing_director), moment).has_value();
}

std::int64_t role_bits(const std::vector<StaffRole>& roles) {
    std::int64_t bits = 0;
    for (const StaffRole role : roles) bits |= bit(role);
    return bits;
}

Personnel::Personnel(Store& store, policy::Gate& gate) : store_(store), gate_(gate) {
    store.serve(gate);
}

void Personnel::require(policy::Grant&& grant) const {
    const policy::Grant held = std::move(grant);
    if (!gate_.honours(held, policy::Action::administer_staff)) {
        throw policy::Denied(policy::Decision{});
    }
}

std::vector<StaffMember> Personnel::list(policy::Grant&& grant) const {
    require(std::move(grant));
    auto reader = store_.reader();
    std::vector<StaffMember> members;
    for (const auto& row : reader(kMembers).query()) {
        members.push_back(read_member(row));
    }
    return members;
}

void Personnel::put(policy::Grant&& grant, const StaffMember& member) {
    const std::int64_t moment = grant.moment();
    require(std::move(grant));
    if (member.facts.roles.empty()) throw Unacceptable("a member of staff has at least one role");
    store_.write_and_wait<std::monostate>([&](Commit& commit) {
        const policy::StaffFacts& facts = member.facts;
        commit("INSERT INTO staff (user, roles, policy_until, secrecy_until, agreement_until, device_until,"
               " account) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (user) DO UPDATE SET"
               " roles = excluded.roles, policy_until = excluded.policy_until,"
               " secrecy_until = excluded.secrecy_until, agreement_until = excluded.agreement_until,"
               " device_until = excluded.device_until, account = excluded.account")
            .run(member.user, role_bits(facts.roles), facts.policy_until, facts.secrecy_until,
                 facts.agreement_until, facts.device_until, member.account);
        require_director(commit, moment);
        keep_history(commit, FactKind::staff, member.user, commit.now(), encode(facts));
        commit.facts_changed();
        return std::monostate{};
    });
}

void Personnel::remove(policy::Grant&& grant, std::uint32_t user) {
    const std::int64_t moment = grant.moment();
    require(std::move(grant));
    store_.write_and_wait<std::monostate>([&](Commit& commit) {
        if (commit("DELETE FROM staff WHERE user = ?").run(user) == 0) {
            throw NotFound("nobody of that user id is on record");
        }
        require_director(commit, moment);
        keep_history(commit, FactKind::staff, user, commit.now(), std::nullopt);
        commit.facts_changed();
        return std::monostate{};
    });
}

}  // namespace postvern::records
