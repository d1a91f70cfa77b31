// Logins and credentials in keys.db. Each call is one transaction, durable when it returns; what it
// deletes is gone from file and log. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "records/vault/credential.hpp"
#include "records/vault/keys_database.hpp"
#include "records/vault/site_keys.hpp"

namespace postvern::records::vault {

class CredentialsStore {
  public:
    CredentialsStore(const SiteKeys& site, KeysDatabase& database)
        : site_(site), database_(database) {}

    std::optional<AccountId> account_of(std::string_view login);
    std::vector<Credential> read(AccountId account, CredentialKind kind);
    // Of the account's keys; absent without account.
    std::optional<std::uint64_t> generation(AccountId account);

    // Throws AlreadyExists for an account or login that has keys.
    void create(AccountId account, std::string_view login, const AccountKeys& keys,
                std::span<const Credential> credentials);
    // Puts new keys and credentials in the place of all old ones; period keys go with them. Throws
    // Unavailable when the account's keys changed meanwhile.
    void renew(AccountId account, const AccountKeys& keys, std::span<const Credential> credentials);
    void destroy(AccountId account);

    void add_login(AccountId account, std::string_view login);
    void remove_login(AccountId account, std::string_view login);

    // False, and nothing is changed, when the account has newer keys than the credential wraps.
    bool add(AccountId account, const Credential& credential);
    // The same for several at once, after deleting those of their kinds.
    bool replace(AccountId account, std::span<const Credential> credentials);
    // How many there were.
    std::uint32_t remove(AccountId account, CredentialKind kind);

  private:
    const SiteKeys& site_;
    KeysDatabase& database_;
};

}  // namespace postvern::records::vault
