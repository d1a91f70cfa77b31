// Port: what the rules ask about. Implemented by the register (records/register.hpp).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "policy/action.hpp"
#include "policy/case_facts.hpp"
#include "policy/principal.hpp"

namespace postvern::policy {

enum class AccountState : std::uint8_t {
    open,
    disabled,  // no sign-in; mail still arrives
    closed,    // nothing but retention
};

// Moments are Unix seconds. `valid_until` of each kind: until when it may be relied upon; absent: it is
// of this moment.
struct AccountFacts {
    AccountState state = AccountState::closed;
    // From when something in the account is due for destruction; absent: nothing.
    std::optional<std::int64_t> purge_due{};
    bool restricted = false;    // GDPR Art. 18
    bool no_snapshots = false;  // as the owner wants it (ISP-27)
    std::vector<Purpose> consents{};  // the optional processing that the owner consents to now
    // Until when its owner has it kept (ISP-28); absent: no end is set.
    std::optional<std::int64_t> retained_until{};
    std::optional<std::int64_t> valid_until{};
};

// Somebody of the house. Until when what they signed is in force, and their device attested; absent:
// never.
struct StaffFacts {
    std::vector<StaffRole> roles{};
    std::optional<std::int64_t> policy_until{};
    std::optional<std::int64_t> secrecy_until{};
    std::optional<std::int64_t> agreement_until{};
    std::optional<std::int64_t> device_until{};
    std::optional<std::int64_t> valid_until{};
    // Their own account here, if they have one: they are recused from cases about it.
    std::optional<AccountId> account{};
};

// A company that processes data for the house (GDPR Art. 28).
struct ProcessorFacts {
    std::optional<std::int64_t> agreement_until{};
    std::vector<std::uint64_t> instructions{};  // the documented ones that are in force
};

// Thread-safe. What is absent denies. May throw: the Gate then denies.
class Facts {
  public:
    virtual ~Facts() = default;
    virtual std::optional<AccountFacts> account(AccountId account) const = 0;
    // By Unix user id.
    virtual std::optional<StaffFacts> staff(std::uint32_t user) const = 0;
    // By the numbers that the register gave. Case 0 is one that is not opened yet: it names nobody.
    virtual std::optional<ProcessorFacts> processor(std::uint64_t number) const = 0;
    virtual std::optional<CaseFacts> legal_case(std::uint64_t number) const = 0;
    virtual std::optional<HoldFacts> hold(std::uint64_t number) const = 0;
    // Rises with every change of a fact; a standing grant is asked anew when it differs.
    virtual std::uint64_t generation() const noexcept = 0;
};

}  // namespace postvern::policy
