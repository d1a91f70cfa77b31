// Who acts. Plain values: naming a principal gives no right; only a `Subject`, which the Gate mints
// after the credentials were verified, can ask for anything.
#pragma once

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
    operator_,       // staff on the machine, known by Unix user id
    founder,         // makes the first account, while the access record is empty
};

enum class Job : std::uint8_t { retention, ledger, backup, restore };

// `id` is the account (owner), the Unix user id (operator), the `Job` (system job), otherwise 0.
struct Principal {
    Role role;
    std::uint64_t id;

    static constexpr Principal owner(AccountId account) {
        return {Role::owner, static_cast<std::uint64_t>(account)};
    }
    static constexpr Principal job(Job job) {
        return {Role::system_job, static_cast<std::uint64_t>(job)};
    }
    static constexpr Principal operator_user(std::uint32_t user) { return {Role::operator_, user}; }
    static constexpr Principal delivery_agent() { return {Role::delivery_agent, 0}; }
    static constexpr Principal founder() { return {Role::founder, 0}; }

    friend constexpr bool operator==(const Principal&, const Principal&) = default;
};

std::string_view name(Job job) noexcept;

}  // namespace postvern::policy
