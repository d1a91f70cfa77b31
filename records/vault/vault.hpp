// The vault: the site's key, the accounts' keys, and who may have them opened. Every sealed thing
// of the house is sealed and opened here. The site's key lies in KEYS/site.key, outside of the data
// and its backups; wrapped keys of accounts lie in DATA_DIR/keys.db, excluded from content
// snapshots, where erasure happens: a destroyed wrap makes unreadable whatever it wrapped.
// Thread-safe. Nothing here is called on an event loop: most calls touch the disk.
// INVARIANT: a key of an account is usable only through a KeySession, which only a verified
// credential of that account opens.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/credentials.hpp"
#include "records/disclosure_key.hpp"
#include "records/errors.hpp"
#include "records/identifiers.hpp"
#include "records/reading_key.hpp"
#include "records/record_readers.hpp"
#include "records/vault/sealed_object.hpp"
#include "records/vault/secret.hpp"

namespace postvern::policy {
class Grant;
}

namespace postvern::records {

namespace vault {
class HeldKeys;
}

// Cost of turning a chosen password into keys: Argon2id, RFC 9106 3.1. Stored with each password,
// so that a change holds for passwords set from then on.
struct PasswordCost {
    std::uint32_t memory_kib = 19 * 1024;
    std::uint32_t passes = 2;
    std::uint32_t lanes = 1;
};

struct VaultSettings {
    PasswordCost password_cost{};
    std::function<std::int64_t()> clock;    // Unix seconds; absent: the system's clock
    // Whether nobody directs the house, so that a founder may say who does; absent: never.
    std::function<bool()> lacks_director;
};

class Vault final : public policy::Credentials {
  public:
    // Makes the site's key in KEYS/site.key (0600; the directory 0700, made if absent). Throws
    // AlreadyExists rather than replace one, Unavailable when it cannot be written.
    static void create(const std::filesystem::path& keys_directory);

    // Opens the vault; makes DATA_DIR/keys.db at the first start. Throws StorageError, naming the
    // file and what to do, for a damaged or foreign key file or database, and for a keys.db that is
    // missing while other databases are there.
    Vault(const std::filesystem::path& keys_directory, const std::filesystem::path& data_directory,
          VaultSettings settings = {});
    ~Vault() override;

    // --- Site -------------------------------------------------------------------------------
    // Under what a name is found without being readable: 32 octets, HMAC-SHA256 of the name.
    std::string lookup(std::string_view canonical_name) const;
    // Sealed under the site's key; `label` says what it is and must be the same to open it.
    std::string seal_for_site(std::string_view label, std::string_view plain) const;
    // Throws StorageError when `sealed` is not what was sealed under `label`.
    std::string open_for_site(std::string_view label, std::string_view sealed) const;
    // The site's subkey for a purpose: 32 octets, the same at every start.
    Secret derive_site_key(std::string_view purpose) const;
    // Random 16 octets that name this site; public.
    std::string_view site_id() const noexcept;
    // How many changes of keys.db were ever committed; never falls, save by a roll-back. Thread-safe.
    std::uint64_t commits() const noexcept;
    // Proves claims of what runs inside the house; new at every start.
    policy::HouseToken house_token() const noexcept;

    // --- Named keys of records (of the ledger) ------------------------------------------------
    // The random 32-octet key of that name, made (durably) at first use and sealed to `audience` then. Throws
    // Unavailable when there is one of which the site has no copy any more.
    Secret record_key(std::string_view name, const RecordAudience& audience = {});
    // The same, absent when the site has none: it was never made, or destroyed, or given up.
    std::optional<Secret> find_record_key(std::string_view name);
    // By the private key of an owner (policy::Denied without `keys` of `account`), or of an officer; absent
    // when there is none that was sealed to it.
    std::optional<Secret> find_record_key(std::string_view name, AccountId account,
                                          policy::KeySession keys);
    std::optional<Secret> find_record_key(std::string_view name, const ReadingKey& officer);
    RecordKeyState record_key_state(std::string_view name);
    // Adds the seals that `audience` calls for and that the key lacks; where the site has no copy of it, by the private
    // key of an officer to whom it is sealed.
    RecordSealing seal_record_key(std::string_view name, const RecordAudience& audience,
                                  const ReadingKey* by = nullptr);
    // Destroys the site's own copy, in memory and on disk, if the key is sealed to an officer who is on record.
    // Value: whether it did.
    bool give_up_record_key(std::string_view name);
    // From now on unreadable, in memory and on disk. Nothing happens when there is none.
    void destroy_record_key(std::string_view name);

    // --- Officers to whom record keys are sealed, by Unix user id ------------------------------
    std::map<std::uint32_t, ReadingPublicKey> record_officers();
    // Keys made from then on are sealed to it, those of before by seal_record_key().
    void put_record_officer(std::uint32_t user, const ReadingPublicKey& key);
    // How often since the start somebody got keys to whom record keys may have to be sealed anew. Thread-safe.
    std::uint64_t reader_changes() const noexcept;
    // Nothing more is sealed to theirs. Nothing happens when there is none.
    void remove_record_officer(std::uint32_t user);

    // --- Accounts -----------------------------------------------------------------------------
    struct NewAccount {
        std::string recovery_code;  // shown once, then known to the owner alone
        policy::KeySession keys;    // open until release()
    };
    // Makes the keys of an account and its first credentials. `login` is lookup() of the canonical
    // name. Throws AlreadyExists for an account or login that has keys, Unacceptable for a password
    // that is empty, over 1024 octets, no UTF-8, with control characters, or looks like a generated
    // one.
    NewAccount create_account(AccountId account, std::string_view login, std::string_view password);
    // Another name to sign in with. Throws AlreadyExists when the name is taken, NotFound without
    // account.
    void add_login(AccountId account, std::string_view login);
    void remove_login(AccountId account, std::string_view login);
    // These act on the account that the grant is for, with the keys it holds; policy::Denied when
    // it holds none of that account, Unacceptable when an app password opened them.
    // Value: the new recovery code, where the old one opened the keys and is used up by that.
    std::optional<std::string> replace_password(const policy::Grant& grant,
                                                std::string_view password);
    std::string replace_recovery_code(const policy::Grant& grant);
    // Returns the password, shown once; `label` (what it is for) is sealed to the owner.
    std::string add_app_password(const policy::Grant& grant, std::string_view label);
    std::vector<std::string> app_password_labels(const policy::Grant& grant);
    // How many ended; needs no keys.
    std::uint32_t revoke_app_passwords(const policy::Grant& grant);
    // New keys and credentials for an account whose owner lost them all. Everything sealed to the
    // old ones is unreadable for ever, sessions and app passwords end. Throws like create_account,
    // NotFound.
    NewAccount renew_keys(AccountId account, std::string_view password);
    // Destroys keys, credentials and logins; returns when no octet of them is left in keys.db.
    void destroy_account(AccountId account);

    // --- Sign-in (policy::Credentials) --------------------------------------------------------
    std::optional<policy::Verified> verify(const policy::Claim& claim) override;
    void release(policy::KeySession keys) noexcept override;

    // --- Keys of objects ----------------------------------------------------------------------
    struct NewObjectKey {
        PeriodKeyId period;
        std::string wrap;  // the key, sealed under the period key: stored beside the object
        Secret key;
    };
    // A key for a new object. Needs no session: whoever delivers can seal, only the owner can open.
    // When it returns, the period key that wraps the object's is durable. Throws NotFound without
    // account.
    NewObjectKey new_object_key(AccountId account, ObjectId object, ObjectKind kind,
                                DataClass data_class, Day day);
    // The key of a stored object. Throws policy::Denied unless the grant holds keys of the account,
    // NotFound when the period key was destroyed, StorageError when wrap or period key is damaged.
    Secret open_object_key(const policy::Grant& grant, const ObjectLabel& label,
                           std::string_view wrap);
    Secret open_object_key(policy::KeySession keys, const ObjectLabel& label,
                           std::string_view wrap);
    // Period keys of the account from before this start, ascending: nothing new will be wrapped by
    // them, so that those which no object uses may be destroyed.
    std::vector<PeriodKeyId> settled_period_keys(AccountId account);
    // Makes unreadable whatever these wrap. Unknown ones are skipped; one that is not settled
    // throws std::logic_error, since a delivery under way may be about to use it.
    void destroy_period_keys(AccountId account, std::span<const PeriodKeyId> periods);

    // --- The disclosure key (records/disclosure.hpp) -------------------------------------------
    // See Disclosure::put_key; keys made from then on are sealed to it.
    void put_disclosure_key(const threshold::PublicKey& key);
    std::vector<DisclosureKey> disclosure_keys();  // ascending; the last is in force
    SealingState sealing_state();
    // Waits until the sealing that sign-ins of before set off is done.
    void finish_sealing();
    // Gives the account the salt and id under which its keys are sealed to the disclosure key, where it has none. `address`: its
    // primary one, canonical. Throws NotFound for an account without keys.
    void identify_account(AccountId account, std::string_view address);
    std::vector<AccountId> unidentified_accounts();
    // Of an account with keys, or of one that is held. Absent: neither.
    std::optional<threshold::Octets<32>> account_salt(AccountId account);
    // Keys of the account and class, from the day until that day, that have a seal to a disclosure key: those of now and those that are held;
    // ascending, each once.
    std::vector<DisclosableKey> disclosable_keys(AccountId account, DataClass data_class, Day from,
                                                 Day until);
    // How many credentials of which kind the account has: password, app passwords, recovery code.
    struct CredentialCounts {
        std::uint32_t passwords = 0;
        std::uint32_t app_passwords = 0;
        std::uint32_t recovery_codes = 0;
    };
    CredentialCounts count_credentials(AccountId account);

    // --- What is held for cases (vault/held_keys.hpp) ------------------------------------------
    vault::HeldKeys& held_keys() noexcept;

    // --- Small data sealed to the owner -------------------------------------------------------
    // Under the account's root key. Throws policy::Denied without keys of the account.
    std::string seal_private(const policy::Grant& grant, AccountId account, std::string_view label,
                             std::string_view plain);
    std::string seal_private(policy::KeySession keys, AccountId account, std::string_view label,
                             std::string_view plain);
    // Throws StorageError when `sealed` is not what was sealed for the account under `label`.
    std::string open_private(const policy::Grant& grant, AccountId account, std::string_view label,
                             std::string_view sealed);
    std::string open_private(policy::KeySession keys, AccountId account, std::string_view label,
                             std::string_view sealed);
    // Under what a value is found without being readable: 16 octets, HMAC under an account subkey.
    std::string private_lookup(const policy::Grant& grant, AccountId account,
                               std::string_view label, std::string_view value);
    std::string private_lookup(policy::KeySession keys, AccountId account, std::string_view label,
                               std::string_view value);

    // --- Care ---------------------------------------------------------------------------------
    // Wipes keys whose time in memory is over (period keys for delivery: 15 minutes; login cache:
    // 5). For a timer, about once a minute; they are not used after their time in any case.
    void forget_expired();
    // Writes a consistent copy of keys.db (0600). Throws AlreadyExists, Unavailable.
    void backup(const std::filesystem::path& file);

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace postvern::records
