// Who acts. Plain values: naming a principal gives no right; only a `Subject`, which the Gate mints
// after the credentials were verified, can ask for anything.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace postvern::policy {

// Key of an account in the store; 0 is no account.
enum class AccountId : std::uint64_t {};
inline constexpr AccountId kNoAccount{0};

enum class Role : std::uint8_t {
    owner,           // the person whose account it is
    delivery_agent,  // hands in mail from strangers; holds no key
    system_job,      // a job of the house itself (`Job`)
    staff,           // people of the house, known by Unix user id
    founder,         // says who the people of the house are, while nobody directs it
    processor,       // a company that processes data for the house
    authority,       // police, courts, supervisors, foreign states: they ask, and never act
};

enum class Job : std::uint8_t {
    retention,
    ledger,
    backup,
    restore,
    spam_filter,
    retrieval,
    preservation,
    notices,
    statistics,
};
inline constexpr std::size_t kJobCount = static_cast<std::size_t>(Job::statistics) + 1;

// What somebody of the house does there.
enum class StaffRole : std::uint8_t {
    operator_,
    support,
    legal_officer,
    managing_director,
    second_officer,
    data_protection_officer,
};
inline constexpr std::size_t kStaffRoleCount =
    static_cast<std::size_t>(StaffRole::data_protection_officer) + 1;

// `id` is the account (owner), the Unix user id (staff), the `Job` (system job), the number that the
// register gave (processor, authority), otherwise 0.
struct Principal {
    Role role;
    std::uint64_t id;

    static constexpr Principal owner(AccountId account) {
        return {Role::owner, static_cast<std::uint64_t>(account)};
    }
    static constexpr Principal job(Job job) {
        return {Role::system_job, static_cast<std::uint64_t>(job)};
    }
    static constexpr Principal staff(std::uint32_t user) { return {Role::staff, user}; }
    static constexpr Principal delivery_agent() { return {Role::delivery_agent, 0}; }
    static constexpr Principal founder() { return {Role::founder, 0}; }

    friend constexpr bool operator==(const Principal&, const Principal&) = default;
};

std::string_view name(Job job) noexcept;
std::string_view name(StaffRole role) noexcept;

}  // namespace postvern::policy
