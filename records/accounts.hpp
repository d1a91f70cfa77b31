// Accounts, their addresses and credentials, administered. Every call consumes a Grant; all calls are
// *blocking* (they hash passwords and wait for the commit), save resolve, is_local and owns: at most one read
// by key each. Thread-safe. Failures: records/errors.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/facts.hpp"
#include "policy/gate.hpp"
#include "records/errors.hpp"
#include "records/facts_cache.hpp"
#include "records/identifiers.hpp"

namespace postvern::records {

class Store;
class Vault;

struct AccountAddress {
    std::string text;  // local@domain, canonical
    bool primary = false;
};

struct AccountSummary {
    AccountId id{};
    std::vector<AccountAddress> addresses;  // primary first
    policy::AccountState state = policy::AccountState::open;
    std::uint64_t used = 0;   // octets
    std::uint64_t limit = 0;  // octets
    std::uint64_t items = 0;
};

// A recovery code or app password: shown once, stored nowhere.
struct Revealed {
    std::string secret;
    explicit Revealed(std::string text) : secret(std::move(text)) {}
    Revealed(Revealed&&) = default;
    Revealed& operator=(Revealed&&) = default;
    ~Revealed();
};

class Accounts {
  public:
    Accounts(Store& store, Vault& vault, policy::Gate& gate);

    struct Created {
        AccountId id{};
        Revealed recovery_code;
    };
    // Makes an account whose primary address is `address`, with INBOX, Drafts, Sent, Trash, Junk and
    // Archive, a calendar, an address book and a file collection. Its domain becomes one of the site's; the
    // first account of the site becomes its postmaster. [administer_accounts on the site]
    // Unacceptable: no address, or a password that will not do; AlreadyExists.
    Created add(policy::Grant&& grant, std::string_view address, std::string_view password,
                std::optional<std::uint64_t> quota = {});

    std::vector<AccountSummary> list(policy::Grant&& grant);  // [list_accounts on the site]

    // Which account an address belongs to, sub-address (user+tag) and postmaster included; absent: unknown.
    // Asked without a grant by mail reception and administration: it answers with a number only, no more
    // than RCPT TO tells anybody (RFC 5321 3.3).
    std::optional<AccountId> resolve(std::string_view address) const;
    // Whether `domain` is one of the site's.
    bool is_local(std::string_view domain) const;
    // Whether `address` is one of `account`'s own (for the sender of submitted mail).
    bool owns(AccountId account, std::string_view address) const;

    // Each on the account of the grant. [administer_accounts]
    // The alias is a name to sign in with as well. AlreadyExists; Unacceptable.
    void add_alias(policy::Grant&& grant, std::string_view address);
    // NotFound for another's address, Unacceptable for the primary one.
    void remove_alias(policy::Grant&& grant, std::string_view address);
    void set_state(policy::Grant&& grant, policy::AccountState state);
    void set_quota(policy::Grant&& grant, std::uint64_t octets);
    // Closes the account and destroys its keys at once; rows and octets follow by retention.
    void erase(policy::Grant&& grant);
    // Starts anew with fresh keys: what was stored becomes unreadable for good and is destroyed.
    struct Renewed {
        std::uint64_t unreadable_items = 0;
        Revealed recovery_code;
    };
    Renewed new_keys(policy::Grant&& grant, std::string_view password);

    // By the owner, whose sign-in (by password or recovery code) holds the keys. [change_credentials]
    // Unacceptable where the sign-in was by an app password.
    // Value: the new recovery code, where the owner signed in by the old one, which is used up by it.
    std::optional<Revealed> change_password(policy::Grant&& grant, std::string_view password);
    // The one before opens nothing from then on.
    Revealed replace_recovery_code(policy::Grant&& grant);
    Revealed add_app_password(policy::Grant&& grant, std::string_view label);
    std::vector<std::string> app_password_labels(policy::Grant&& grant);
    std::uint32_t revoke_app_passwords(policy::Grant&& grant);  // how many

  private:
    policy::Grant require(policy::Grant&& grant, policy::Action action) const;
    std::optional<AccountId> postmaster() const;

    Store& store_;
    Vault& vault_;
    policy::Gate& gate_;
    mutable FactsCache<std::string, AccountId> known_;  // by the lookup of an address
};

}  // namespace postvern::records
