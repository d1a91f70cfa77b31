// Port: what the rules ask about. Implemented by the register (records/register.hpp).
#pragma once

#include <cstdint>
#include <optional>

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
    std::optional<std::int64_t> purge_due;
};

// Thread-safe. An absent account denies. May throw: the Gate then denies.
class Facts {
  public:
    virtual ~Facts() = default;
    virtual std::optional<AccountFacts> account(AccountId account) const = 0;
    // Rises with every change of a fact; a standing grant is asked anew when it differs.
    virtual std::uint64_t generation() const noexcept = 0;
};

}  // namespace postvern::policy
