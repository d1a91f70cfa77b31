// Port: what the rules ask about. Implemented by the register (records/register.hpp).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "policy/action.hpp"
#include "policy/principal.hpp"

namespace postvern::policy {

enum class AccountState : std::uint8_t {
    open,
    disabled,  // no sign-in; mail still arrives
    closed,    // nothing but retention
};

struct AccountFacts {
    AccountState state = AccountState::closed;
    // Unix seconds from which something in the account is due for destruction; absent: nothing.
    std::optional<std::int64_t> purge_due{};
    bool restricted = false;    // GDPR Art. 18
    bool no_snapshots = false;  // as the owner wants it (ISP-27)
    std::vector<Purpose> consents{};  // the optional processing that the owner consents to now
};

// Somebody of the house. Until when, in Unix seconds, what they signed is in force, and their device
// attested; absent: never.
struct StaffFacts {
    std::vector<StaffRole> roles{};
    std::optional<std::int64_t> policy_until{};
    std::optional<std::int64_t> secrecy_until{};
    std::optional<std::int64_t> agreement_until{};
    std::optional<std::int64_t> device_until{};
};

// Thread-safe. What is absent denies. May throw: the Gate then denies.
class Facts {
  public:
    virtual ~Facts() = default;
    virtual std::optional<AccountFacts> account(AccountId account) const = 0;
    // By Unix user id.
    virtual std::optional<StaffFacts> staff(std::uint32_t user) const = 0;
    // Rises with every change of a fact; a standing grant is asked anew when it differs.
    virtual std::uint64_t generation() const noexcept = 0;
};

}  // namespace postvern::policy
