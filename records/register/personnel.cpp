#include "records/personnel.hpp"

#include <algorithm>
#include <string>

#include "records/archive/store.hpp"
#include "records/register/fact_rows.hpp"
#include "records/register/staff_rows.hpp"
#include "records/vault/vault.hpp"

namespace postvern::records {

using policy::StaffRole;

namespace {

constexpr std::int64_t bit(StaffRole role) { return std::int64_t{1} << static_cast<int>(role); }

std::optional<std::int64_t> moment(const sql::Row& row, int column) {
    if (row.is_null(column)) return {};
    return row.integer(column);
}

bool is_officer(const std::vector<StaffRole>& roles) {
    return std::find(roles.begin(), roles.end(), StaffRole::data_protection_officer) != roles.end();
}

void require_officer(const std::vector<StaffRole>& roles) {
    if (is_officer(roles)) return;
    throw Unacceptable("keys of records are sealed to data protection officers only: give that role as well");
}

// Whoever is not managing director cannot say who is.
void require_director(Commit& commit, std::int64_t moment) {
    if (has_director(commit(kDirectorInForce), moment)) return;
    throw Unacceptable(
        "nobody would be managing director with policy, agreements and device in force, and so nobody could "
        "change who is: give somebody that role first, and the dates until when these hold");
}

sql::Blob blob(const OfficerKey& key) {
    return {{reinterpret_cast<const char*>(key.octets.data()), key.octets.size()}};
}

// A key that stands for two people would let one of them sign for both.
void write_key(Commit& commit, std::uint32_t user, const OfficerKey& key) {
    if (commit("SELECT 1 FROM staff_keys WHERE public_key = ? AND user <> ?").integer(blob(key), user)) {
        throw AlreadyExists("that key is on record for somebody else: everybody has a key of their own");
    }
    commit("INSERT INTO staff_keys (user, public_key) VALUES (?, ?)"
           " ON CONFLICT (user) DO UPDATE SET public_key = excluded.public_key")
        .run(user, blob(key));
}

}  // namespace

std::map<std::uint32_t, OfficerKey> read_keys(sql::Statement& keys) {
    std::map<std::uint32_t, OfficerKey> found;
    for (const auto& row : keys.query()) {
        const std::string_view octets = row.octets(1);
        OfficerKey key;
        if (octets.size() != key.octets.size()) {
            throw StorageError("content.db: the key of user " + std::to_string(row.integer(0)) +
                               " is damaged; enter it again with `postvern staff put --key`");
        }
        std::copy(octets.begin(), octets.end(), key.octets.begin());
        found.emplace(static_cast<std::uint32_t>(row.integer(0)), key);
    }
    return found;
}

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
    if (!row.is_null(6)) {
        member.facts.account = policy::AccountId{static_cast<std::uint64_t>(row.integer(6))};
    }
    return member;
}

bool has_director(sql::Statement& in_force, std::int64_t moment) {
    return in_force.integer(bit(StaffRole::managing_director), moment).has_value();
}

std::vector<StaffMember> read_members(sql::Statement& members,
                                      const std::map<std::uint32_t, OfficerKey>& keys) {
    std::vector<StaffMember> all;
    for (const auto& row : members.query()) {
        all.push_back(read_member(row));
        const auto key = keys.find(all.back().user);
        if (key != keys.end()) all.back().key = key->second;
    }
    return all;
}

std::int64_t role_bits(const std::vector<StaffRole>& roles) {
    std::int64_t bits = 0;
    for (const StaffRole role : roles) bits |= bit(role);
    return bits;
}

Personnel::Personnel(Store& store, Vault& vault, policy::Gate& gate)
    : store_(store), vault_(vault), gate_(gate) {
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
    const auto keys = read_keys(reader(kAllKeys));
    auto members = read_members(reader(kMembers), keys);
    const auto reading_keys = vault_.record_officers();
    for (StaffMember& member : members) {
        const auto key = reading_keys.find(member.user);
        if (key != reading_keys.end()) member.reading_key = key->second;
    }
    return members;
}

// What is sealed to a key that two people hold could be read by one as the other.
void Personnel::expect_new(std::uint32_t user, const ReadingPublicKey& key) const {
    for (const auto& [other, known] : vault_.record_officers()) {
        if (other != user && known == key) {
            throw AlreadyExists("that key is on record for somebody else: everybody has a key of their own");
        }
    }
}

void Personnel::put(policy::Grant&& grant, const StaffMember& member) {
    const std::int64_t moment = grant.moment();
    require(std::move(grant));
    if (member.facts.roles.empty()) throw Unacceptable("a member of staff has at least one role");
    if (member.reading_key) {
        require_officer(member.facts.roles);
        expect_new(member.user, *member.reading_key);
    }
    store_.write_and_wait<std::monostate>([&](Commit& commit) {
        const policy::StaffFacts& facts = member.facts;
        const bool has_none = facts.account == policy::kNoAccount;
        const auto account = has_none ? std::nullopt : facts.account;
        commit("INSERT INTO staff (user, roles, policy_until, secrecy_until, agreement_until, device_until,"
               " account) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (user) DO UPDATE SET"
               " roles = excluded.roles, policy_until = excluded.policy_until,"
               " secrecy_until = excluded.secrecy_until, agreement_until = excluded.agreement_until,"
               " device_until = excluded.device_until,"
               " account = CASE WHEN ? THEN NULL ELSE coalesce(excluded.account, staff.account) END")
            .run(member.user, role_bits(facts.roles), facts.policy_until, facts.secrecy_until,
                 facts.agreement_until, facts.device_until, account, has_none);
        if (member.key) write_key(commit, member.user, *member.key);
        require_director(commit, moment);
        keep_staff_history(commit, member.user);
        commit.facts_changed();
        return std::monostate{};
    });
    // A crash before this is healed when the site opens (Site).
    if (!is_officer(member.facts.roles)) vault_.remove_record_officer(member.user);
    if (member.reading_key) vault_.put_record_officer(member.user, *member.reading_key);
}

void Personnel::remove(policy::Grant&& grant, std::uint32_t user) {
    const std::int64_t moment = grant.moment();
    require(std::move(grant));
    store_.write_and_wait<std::monostate>([&](Commit& commit) {
        if (commit("DELETE FROM staff WHERE user = ?").run(user) == 0) {
            throw NotFound("nobody of that user id is on record");
        }
        commit("DELETE FROM staff_keys WHERE user = ?").run(user);
        require_director(commit, moment);
        keep_staff_history(commit, user);
        commit.facts_changed();
        return std::monostate{};
    });
    vault_.remove_record_officer(user);
}

void Personnel::put_reading_key(policy::Grant&& grant, std::uint32_t user, const ReadingPublicKey& key) {
    require(std::move(grant));
    std::optional<StaffMember> member;
    {
        auto reader = store_.reader();
        auto rows = reader(kMemberOfUser).query(user);
        if (const auto row = rows.next()) member = read_member(*row);
    }
    if (!member) throw NotFound("nobody of that user id is on record");
    require_officer(member->facts.roles);
    expect_new(user, key);
    vault_.put_record_officer(user, key);
}

void Personnel::put_key(policy::Grant&& grant, std::uint32_t user, const OfficerKey& key) {
    require(std::move(grant));
    store_.write_and_wait<std::monostate>([&](Commit& commit) {
        if (!commit("SELECT 1 FROM staff WHERE user = ?").integer(user)) {
            throw NotFound("nobody of that user id is on record");
        }
        write_key(commit, user, key);
        return std::monostate{};
    });
}

}  // namespace postvern::records
