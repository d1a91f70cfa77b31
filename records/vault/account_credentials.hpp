// Making, changing and ending what opens an account. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "records/vault/credentials_store.hpp"
#include "records/vault/key_sessions.hpp"
#include "records/vault/login_cache.hpp"
#include "records/vault/period_keys.hpp"

namespace postvern::records::vault {

class AccountCredentials {
  public:
    // What it works with, borrowed.
    struct Parts {
        const CredentialMaker& maker;
        CredentialsStore& store;
        KeySessions& sessions;
        LoginCache& cache;
        PeriodKeys& periods;
    };
    AccountCredentials(Parts parts, PasswordCost cost) : parts_(parts), cost_(cost) {}

    // See Vault. A session that holds no keys of the account is policy::Denied.
    Vault::NewAccount create(AccountId account, std::string_view login, std::string_view password);
    Vault::NewAccount renew(AccountId account, std::string_view password);
    void destroy(AccountId account);
    // `by`: what kind of credential opened the keys.
    std::optional<std::string> replace_password(const KeyBlock& block, CredentialKind by,
                                                std::string_view password);
    std::string replace_recovery_code(const KeyBlock& block);
    std::string add_app_password(const KeyBlock& block, std::string_view label);
    std::vector<std::string> app_password_labels(const KeyBlock& block);
    std::uint32_t revoke_app_passwords(AccountId account);

  private:
    class CacheForgets;
    struct First;
    First first_credentials(AccountId account, const AccountKeys& keys, std::string_view password);

    // Throws policy::Denied when the account has newer keys.
    void replace(AccountId account, std::span<const Credential> credentials);

    Parts parts_;
    const PasswordCost cost_;
};

}  // namespace postvern::records::vault
