#include "records/accounts.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <map>

#include "records/archive/collection_rows.hpp"
#include "records/archive/item_rows.hpp"
#include "records/archive/store.hpp"
#include "records/archive/stored_object.hpp"
#include "records/archive/subscriber.hpp"
#include "records/register/fact_rows.hpp"
#include "records/register/mail_address.hpp"
#include "records/vault/login_name.hpp"
#include "records/vault/vault.hpp"

namespace postvern::records {

using policy::AccountState;
using policy::Action;
using policy::Grant;

namespace {

// How long an account may be in the making before retention takes it for one whose making was cut short.
constexpr std::int64_t kUnfinishedSeconds = 3'600;

constexpr const char* kDomainLabel = "domain";

// What a new account begins with (RFC 6154 2).
struct Beginning {
    CollectionKind kind;
    CollectionRole role;
    const char* name;
};
constexpr Beginning kBeginnings[] = {
    {CollectionKind::mailbox, CollectionRole::inbox, "INBOX"},
    {CollectionKind::mailbox, CollectionRole::drafts, "Drafts"},
    {CollectionKind::mailbox, CollectionRole::sent, "Sent"},
    {CollectionKind::mailbox, CollectionRole::trash, "Trash"},
    {CollectionKind::mailbox, CollectionRole::junk, "Junk"},
    {CollectionKind::mailbox, CollectionRole::archive, "Archive"},
    {CollectionKind::calendar, CollectionRole::none, "Calendar"},
    {CollectionKind::addressbook, CollectionRole::none, "Contacts"},
    {CollectionKind::files, CollectionRole::none, "Files"},
};

std::optional<AccountId> to_account(std::optional<std::int64_t> id) {
    if (!id) return {};
    return AccountId{static_cast<std::uint64_t>(*id)};
}

MailAddress require_address(std::string_view text) {
    auto address = parse_mail_address(text);
    if (!address) throw Unacceptable("not a mail address of the form local@domain");
    return std::move(*address);
}

std::string login_lookup(const Vault& vault, const MailAddress& address) {
    const auto login = canonical_login_name(address.text());
    if (!login) throw Unacceptable("the address has characters that cannot stand in a login name");
    return vault.lookup(*login);
}

std::string address_lookup(const Vault& vault, const MailAddress& address) {
    return vault.lookup("address:" + address.text());
}

std::string domain_lookup(const Vault& vault, std::string_view domain) {
    return vault.lookup("domain:" + std::string(domain));
}

void insert_address(Commit& commit, const Vault& vault, AccountId account,
                    const MailAddress& address, bool primary) {
    commit("INSERT INTO domains (lookup, sealed) VALUES (?, ?) ON CONFLICT DO NOTHING")
        .run(sql::Blob{domain_lookup(vault, address.domain)},
             sql::Blob{vault.seal_for_site(kDomainLabel, address.domain)});
    const std::string lookup = address_lookup(vault, address);
    if (commit("SELECT 1 FROM addresses WHERE lookup = ?").integer(sql::Blob{lookup})) {
        throw AlreadyExists("the address belongs to an account already");
    }
    commit("INSERT INTO addresses (lookup, account, is_primary, sealed) VALUES (?, ?, ?, ?)")
        .run(sql::Blob{lookup}, account, primary,
             sql::Blob{vault.seal_for_site(kAddressLabel, address.text())});
    commit.facts_changed(account);
}

void delete_addresses(Commit& commit, AccountId account) {
    commit("DELETE FROM addresses WHERE account = ?").run(account);
    commit.facts_changed(account);
}

// INBOX and the other first collections, sealed with the keys of the new account.
void insert_beginnings(Commit& commit, Vault& vault, policy::KeySession keys, AccountId account) {
    for (const Beginning& beginning : kBeginnings) {
        create_collection(commit, account, beginning.kind, beginning.role,
                          seal_levels(vault, keys, account, {beginning.name}));
    }
}

// Gives up a key session when the call ends.
class HeldKeys {
  public:
    HeldKeys(Vault& vault, policy::KeySession keys) : vault_(vault), keys_(keys) {}
    HeldKeys(const HeldKeys&) = delete;
    HeldKeys& operator=(const HeldKeys&) = delete;
    ~HeldKeys() { vault_.release(keys_); }

  private:
    Vault& vault_;
    const policy::KeySession keys_;
};

}  // namespace

Revealed::~Revealed() { OPENSSL_cleanse(secret.data(), secret.size()); }

Accounts::Accounts(Store& store, Vault& vault, policy::Gate& gate)
    : store_(store), vault_(vault), gate_(gate) {
    store.serve(gate);
}

// The grant, if this gate gave it for `action`.
Grant Accounts::require(Grant&& grant, Action action) const {
    Grant held = std::move(grant);
    if (!gate_.honours(held, action)) throw policy::Denied(policy::Decision{});
    return held;
}

Accounts::Created Accounts::add(Grant&& grant, std::string_view text, std::string_view password,
                                std::optional<std::uint64_t> quota) {
    require(std::move(grant), Action::administer_accounts);
    const MailAddress address = require_address(text);
    const std::string login = login_lookup(vault_, address);
    // The row comes first and closed: an account whose keys could not be made is never open.
    const AccountId account = store_.write_and_wait<AccountId>([&](Commit& commit) {
        const auto id = commit(
            "INSERT INTO accounts (state, modseq, uid_validity, quota, used, items, purge_due, created)"
            " VALUES (?, 1, ?, ?, 0, 0, ?, ?) RETURNING id")
                            .integer(AccountState::closed, store_.now() & 0x7fffffff,
                                     quota.value_or(store_.settings().default_quota),
                                     store_.now() + kUnfinishedSeconds, store_.now());
        const AccountId made{static_cast<std::uint64_t>(*id)};
        insert_address(commit, vault_, made, address, true);
        return made;
    });
    try {
        auto keys = vault_.create_account(account, login, password);
        const HeldKeys held(vault_, keys.keys);
        vault_.identify_account(account, address.text());
        store_.write_and_wait<std::monostate>([&](Commit& commit) {
            insert_beginnings(commit, vault_, keys.keys, account);
            commit("UPDATE site SET postmaster = ? WHERE postmaster IS NULL").run(account);
            commit("UPDATE accounts SET state = ?, purge_due = NULL WHERE id = ?")
                .run(AccountState::open, account);
            keep_account_history(commit, account, store_.settings().consent_texts);
            commit.facts_changed(account);
            return std::monostate{};
        });
        return {account, Revealed(std::move(keys.recovery_code))};
    } catch (...) {
        // Should this fail too, retention finds a closed account and finishes it.
        vault_.destroy_account(account);
        store_.write_and_wait<std::monostate>([&](Commit& commit) {
            delete_contents(commit, account);
            delete_addresses(commit, account);
            commit("DELETE FROM accounts WHERE id = ?").run(account);
            return std::monostate{};
        });
        throw;
    }
}

std::vector<AccountSummary> Accounts::list(Grant&& grant) {
    require(std::move(grant), Action::list_accounts);
    auto reader = store_.reader();
    std::map<AccountId, AccountSummary> accounts;
    for (const auto& row :
         reader("SELECT id, state, used, quota, items FROM accounts").query()) {
        const AccountId id{static_cast<std::uint64_t>(row.integer(0))};
        accounts[id] = {id,
                        {},
                        static_cast<AccountState>(row.integer(1)),
                        static_cast<std::uint64_t>(row.integer(2)),
                        static_cast<std::uint64_t>(row.integer(3)),
                        static_cast<std::uint64_t>(row.integer(4))};
    }
    for (const auto& row : reader("SELECT account, is_primary, sealed FROM addresses").query()) {
        const auto owner = accounts.find(AccountId{static_cast<std::uint64_t>(row.integer(0))});
        if (owner == accounts.end()) continue;
        owner->second.addresses.push_back(
            {vault_.open_for_site(kAddressLabel, row.octets(2)), row.integer(1) != 0});
    }
    std::vector<AccountSummary> list;
    for (auto& [id, account] : accounts) {
        std::sort(account.addresses.begin(), account.addresses.end(), [](const auto& a, const auto& b) {
            return a.primary != b.primary ? a.primary : a.text < b.text;
        });
        list.push_back(std::move(account));
    }
    return list;
}

std::optional<AccountId> Accounts::resolve(std::string_view text) const {
    // RFC 5321 4.5.1: postmaster is reserved, without a domain as well.
    if (text.size() == 10 && text.find('@') == std::string_view::npos) {
        const auto name = canonical_login_name(text);
        if (name == "postmaster") return postmaster();
    }
    const auto address = parse_mail_address(text);
    if (!address) return {};
    const std::string lookup = address_lookup(vault_, *address);
    const auto account = known_.find(store_.facts_generation(), lookup, [&] {
        auto reader = store_.reader();
        return to_account(
            reader("SELECT account FROM addresses WHERE lookup = ?").integer(sql::Blob{lookup}));
    });
    if (account) return account;
    if (address->local == "postmaster" && is_local(address->domain)) return postmaster();
    return {};
}

std::optional<AccountId> Accounts::postmaster() const {
    auto reader = store_.reader();
    const auto account = reader(
        "SELECT coalesce((SELECT id FROM accounts WHERE id = site.postmaster AND state <> ?),"
        " (SELECT min(id) FROM accounts WHERE state <> ?)) FROM site")
                             .integer(AccountState::closed, AccountState::closed);
    return to_account(account);
}

bool Accounts::is_local(std::string_view text) const {
    const auto domain = canonical_domain(text);
    if (!domain) return false;
    auto reader = store_.reader();
    return reader("SELECT 1 FROM domains WHERE lookup = ?")
        .integer(sql::Blob{domain_lookup(vault_, *domain)})
        .has_value();
}

bool Accounts::owns(AccountId account, std::string_view address) const {
    return resolve(address) == account;
}

void Accounts::add_alias(Grant&& grant, std::string_view text) {
    const Grant held = require(std::move(grant), Action::administer_accounts);
    const AccountId account = held.resource().account;
    const MailAddress address = require_address(text);
    const std::string login = login_lookup(vault_, address);
    store_.write_and_wait<std::monostate>([&](Commit& commit) {
        insert_address(commit, vault_, account, address, false);
        return std::monostate{};
    });
    vault_.add_login(account, login);
}

void Accounts::remove_alias(Grant&& grant, std::string_view text) {
    const Grant held = require(std::move(grant), Action::administer_accounts);
    const AccountId account = held.resource().account;
    const MailAddress address = require_address(text);
    const std::string login = login_lookup(vault_, address);
    store_.write_and_wait<std::monostate>([&](Commit& commit) {
        const std::string lookup = address_lookup(vault_, address);
        const auto primary =
            commit("SELECT is_primary FROM addresses WHERE lookup = ? AND account = ?")
                .integer(sql::Blob{lookup}, account);
        if (!primary) throw NotFound("no such alias");
        if (*primary != 0) throw Unacceptable("the primary address goes only with its account");
        commit("DELETE FROM addresses WHERE lookup = ?").run(sql::Blob{lookup});
        commit.facts_changed(account);
        return std::monostate{};
    });
    vault_.remove_login(account, login);
}

void Accounts::set_state(Grant&& grant, AccountState state) {
    const Grant held = require(std::move(grant), Action::administer_accounts);
    const AccountId account = held.resource().account;
    store_.write_and_wait<std::monostate>([&](Commit& commit) {
        if (commit("UPDATE accounts SET state = ? WHERE id = ? AND state <> ?")
                .run(state, account, AccountState::closed) == 0) {
            throw NotFound("no such account");
        }
        keep_account_history(commit, account, store_.settings().consent_texts);
        commit.facts_changed(account);
        return std::monostate{};
    });
}

void Accounts::set_quota(Grant&& grant, std::uint64_t octets) {
    const Grant held = require(std::move(grant), Action::administer_accounts);
    store_.write_and_wait<std::monostate>([&](Commit& commit) {
        if (commit("UPDATE accounts SET quota = ? WHERE id = ?")
                .run(octets, held.resource().account) == 0) {
            throw NotFound("no such account");
        }
        return std::monostate{};
    });
}

void Accounts::erase(Grant&& grant) {
    const Grant held = require(std::move(grant), Action::administer_accounts);
    const AccountId account = held.resource().account;
    // First nobody may use it, then the keys go, and with them whatever they sealed.
    store_.write_and_wait<std::monostate>([&](Commit& commit) {
        if (commit("UPDATE accounts SET state = ?, purge_due = ? WHERE id = ?")
                .run(AccountState::closed, store_.now(), account) == 0) {
            throw NotFound("no such account");
        }
        delete_addresses(commit, account);
        keep_account_history(commit, account, store_.settings().consent_texts);
        return std::monostate{};
    });
    vault_.destroy_account(account);
}

Accounts::Renewed Accounts::new_keys(Grant&& grant, std::string_view password) {
    const Grant held = require(std::move(grant), Action::administer_accounts);
    const AccountId account = held.resource().account;
    auto keys = vault_.renew_keys(account, password);
    const HeldKeys open(vault_, keys.keys);
    const auto lost = store_.write_and_wait<std::uint64_t>([&](Commit& commit) {
        const std::uint64_t items = delete_contents(commit, account);
        insert_beginnings(commit, vault_, keys.keys, account);
        commit.facts_changed(account);
        return items;
    });
    sweep_doomed(store_);
    return {lost, Revealed(std::move(keys.recovery_code))};
}

std::optional<Revealed> Accounts::change_password(Grant&& grant, std::string_view password) {
    auto code = vault_.replace_password(require(std::move(grant), Action::change_credentials), password);
    if (!code) return {};
    return Revealed(std::move(*code));
}

Revealed Accounts::replace_recovery_code(Grant&& grant) {
    return Revealed(
        vault_.replace_recovery_code(require(std::move(grant), Action::change_credentials)));
}

Revealed Accounts::add_app_password(Grant&& grant, std::string_view label) {
    return Revealed(
        vault_.add_app_password(require(std::move(grant), Action::change_credentials), label));
}

std::vector<std::string> Accounts::app_password_labels(Grant&& grant) {
    return vault_.app_password_labels(require(std::move(grant), Action::change_credentials));
}

std::uint32_t Accounts::revoke_app_passwords(Grant&& grant) {
    return vault_.revoke_app_passwords(require(std::move(grant), Action::change_credentials));
}

}  // namespace postvern::records
