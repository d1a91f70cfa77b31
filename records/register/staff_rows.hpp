// Rows of the table `staff`.
#pragma once

#include <map>

#include "records/personnel.hpp"
#include "records/sql/statement.hpp"

namespace postvern::records {

inline constexpr const char* kMembers =
    "SELECT user, roles, policy_until, secrecy_until, agreement_until, device_until, account"
    " FROM staff ORDER BY user";
inline constexpr const char* kMemberOfUser =
    "SELECT user, roles, policy_until, secrecy_until, agreement_until, device_until, account"
    " FROM staff WHERE user = ?";
// Somebody in a row of these.
StaffMember read_member(const sql::Row& row);

// The keys of all who have one, by user id; StorageError for a damaged one.
inline constexpr const char* kAllKeys = "SELECT user, public_key FROM staff_keys";
std::map<std::uint32_t, OfficerKey> read_keys(sql::Statement& keys);

// Everybody in rows of kMembers, with their keys.
std::vector<StaffMember> read_members(sql::Statement& members,
                                      const std::map<std::uint32_t, OfficerKey>& keys);

// Somebody who is managing director with all that binds them in force: asked by has_director().
inline constexpr const char* kDirectorInForce =
    "SELECT 1 FROM staff WHERE roles & ?1 <> 0 AND policy_until >= ?2 AND secrecy_until >= ?2"
    " AND agreement_until >= ?2 AND device_until >= ?2 LIMIT 1";
bool has_director(sql::Statement& in_force, std::int64_t moment);

// Roles as the bits of a number: bit n for the role of number n.
std::int64_t role_bits(const std::vector<policy::StaffRole>& roles);

}  // namespace postvern::records
