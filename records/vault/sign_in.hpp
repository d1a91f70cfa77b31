// Checks a name and a password. Thread-safe. A wrong password, a name that nobody has and an
// account without password cost the same work and give the same answer.
#pragma once

#include <functional>
#include <optional>

#include "records/vault/credentials_store.hpp"
#include "records/vault/key_sessions.hpp"
#include "records/vault/login_cache.hpp"
#include "records/vault/site_keys.hpp"

namespace postvern::records::vault {

class SignIn {
  public:
    // What it works with, borrowed. `clock` gives Unix seconds.
    struct Parts {
        const SiteKeys& site;
        const CredentialMaker& maker;
        CredentialsStore& store;
        KeySessions& sessions;
        LoginCache& cache;
        std::function<std::int64_t()> clock;
    };
    // `cost` is what an unknown name is made to cost.
    SignIn(Parts parts, PasswordCost cost)
        : parts_(std::move(parts)), cost_(cost), salt_(Secret::random(kSaltSize)) {}

    std::optional<policy::Verified> verify(const policy::LoginClaim& claim);

  private:
    std::optional<AccountKeys> open_generated(std::optional<AccountId> account,
                                              const Recognised& typed);
    std::optional<AccountKeys> open_chosen(std::optional<AccountId> account,
                                           std::string_view password);

    Parts parts_;
    const PasswordCost cost_;
    const Secret salt_;  // hashed with passwords for unknown names
};

}  // namespace postvern::records::vault
