// One credential: what a password or code must prove, and the account's keys wrapped under it. A
// chosen password goes through Argon2id first; a generated one has bits enough. Then HKDF gives a
// verifier, which is stored, and a wrap key, which is not. All of it is keyed with a subkey of the
// site, so that nobody can try passwords on a copy of keys.db alone. Thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "records/vault/account_keys.hpp"
#include "records/vault/generated_secret.hpp"
#include "records/vault/vault.hpp"

namespace postvern::records::vault {

// Numbers are on disk.
enum class CredentialKind : std::uint8_t { password = 0, app_password = 1, recovery_code = 2 };

constexpr CredentialKind kind_of(GeneratedKind kind) {
    return kind == GeneratedKind::app_password ? CredentialKind::app_password
                                               : CredentialKind::recovery_code;
}

struct Credential {
    CredentialKind kind = CredentialKind::password;
    std::uint64_t generation = 0;  // of the keys that it wraps
    std::string salt;              // of a chosen password; generated ones need none
    PasswordCost cost{};
    std::string verifier;
    std::string wrap;
    std::string label;  // of an app password: sealed to the owner
};

// What a presented password gives.
struct Proof {
    Secret verifier;
    Secret wrap_key;
};

class CredentialMaker {
  public:
    explicit CredentialMaker(Secret pepper) : pepper_(std::move(pepper)) {}

    // Slow. `salt` and `cost` are those of the credential.
    Proof prove_chosen(AccountId account, std::string_view prepared_password, std::string_view salt,
                       const PasswordCost& cost) const;
    Proof prove_generated(AccountId account, const Recognised& typed) const;

    // Slow.
    Credential for_chosen(AccountId account, const AccountKeys& keys,
                          std::string_view prepared_password, const PasswordCost& cost) const;
    Credential for_generated(AccountId account, const AccountKeys& keys,
                             const Recognised& generated) const;

    // The keys that `credential` wraps. Throws StorageError when it is damaged.
    static AccountKeys open(AccountId account, const Credential& credential, const Proof& proof);

  private:
    Proof prove(CredentialKind kind, AccountId account, std::string_view strong_secret) const;

    const Secret pepper_;
};

inline constexpr std::size_t kSaltSize = 16;

}  // namespace postvern::records::vault
