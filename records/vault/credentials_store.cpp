#include "records/vault/credentials_store.hpp"

#include "records/errors.hpp"
#include "records/sql/statement.hpp"
#include "records/vault/account_identity.hpp"
#include "records/vault/account_rows.hpp"
#include "records/vault/shred_slots.hpp"

namespace postvern::records::vault {

namespace {

void insert(sql::Session& session, AccountId account, const Credential& credential) {
    const ShredSlot slot = take_slot(session);
    const std::string wrap = enclose(slot.key, credential.wrap);
    session(
        "INSERT INTO credentials (account, kind, salt, memory_kib, passes, lanes, verifier, slot,"
        " wrap, label) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .run(account, credential.kind, sql::Blob{credential.salt}, credential.cost.memory_kib,
             credential.cost.passes, credential.cost.lanes, sql::Blob{credential.verifier}, slot.id,
             sql::Blob{wrap}, sql::Blob{credential.label});
}

// Destroys the slots that `select` names.
template <typename... Arguments>
void destroy_slots(sql::Session& session, const char* select, const Arguments&... arguments) {
    std::vector<std::int64_t> slots;
    auto rows = session(select).query(arguments...);
    for (const auto& row : rows) slots.push_back(row.integer(0));
    for (const std::int64_t slot : slots) destroy_slot(session, slot);
}

std::int64_t erase(sql::Session& session, AccountId account, CredentialKind kind) {
    destroy_slots(session, "SELECT slot FROM credentials WHERE account = ? AND kind = ?", account,
                  kind);
    return session("DELETE FROM credentials WHERE account = ? AND kind = ?").run(account, kind);
}

// Credentials and period keys: whatever was wrapped for the account or by it.
void erase_wraps(sql::Session& session, AccountId account) {
    destroy_slots(session, "SELECT slot FROM credentials WHERE account = ?", account);
    destroy_slots(session, "SELECT slot FROM period_keys WHERE account = ?", account);
    session("DELETE FROM credentials WHERE account = ?").run(account);
    session("DELETE FROM period_keys WHERE account = ?").run(account);
}

void insert_login(sql::Session& session, AccountId account, std::string_view login) {
    session("INSERT INTO logins (lookup, account) VALUES (?, ?)").run(sql::Blob{login}, account);
}

std::optional<AccountId> find_login(sql::Session& session, std::string_view login) {
    const auto account =
        session("SELECT account FROM logins WHERE lookup = ?").integer(sql::Blob{login});
    if (!account) return {};
    return AccountId{static_cast<std::uint64_t>(*account)};
}

std::uint32_t narrow(std::int64_t value) { return static_cast<std::uint32_t>(value); }

}  // namespace

std::optional<AccountId> CredentialsStore::account_of(std::string_view login) {
    auto lease = database_.lease();
    return find_login(lease.session(), login);
}

std::vector<Credential> CredentialsStore::read(AccountId account, CredentialKind kind) {
    auto lease = database_.lease();
    std::vector<Credential> credentials;
    auto rows = lease(
                    "SELECT generation, salt, memory_kib, passes, lanes, verifier, octets, wrap,"
                    " label FROM credentials JOIN accounts USING (account)"
                    " JOIN slots ON slots.id = credentials.slot"
                    " WHERE account = ? AND kind = ? ORDER BY credentials.id")
                    .query(account, kind);
    for (const auto& row : rows) {
        credentials.push_back(
            {kind, static_cast<std::uint64_t>(row.integer(0)), std::string(row.octets(1)),
             PasswordCost{narrow(row.integer(2)), narrow(row.integer(3)), narrow(row.integer(4))},
             std::string(row.octets(5)),
             open_enclosed(Secret::copy_of(row.octets(6)), row.octets(7)),
             std::string(row.octets(8))});
    }
    return credentials;
}

std::optional<std::uint64_t> CredentialsStore::generation(AccountId account) {
    auto lease = database_.lease();
    const auto row = read_account(lease.session(), site_, account);
    if (!row) return {};
    return row->generation;
}

void CredentialsStore::create(AccountId account, std::string_view login, const AccountKeys& keys,
                              std::span<const Credential> credentials) {
    auto change = database_.change();
    if (read_account(change.session(), site_, account) || find_login(change.session(), login)) {
        throw AlreadyExists("the account or its login name has keys already");
    }
    insert_account(change.session(), site_, account, keys);
    insert_login(change.session(), account, login);
    for (const Credential& credential : credentials) insert(change.session(), account, credential);
    change.commit();
}

void CredentialsStore::renew(AccountId account, const AccountKeys& keys,
                             std::span<const Credential> credentials) {
    auto change = database_.change();
    if (!renew_account(change.session(), site_, account, keys)) {
        throw Unavailable("the account's keys were changed by another at the same time");
    }
    erase_wraps(change.session(), account);
    for (const Credential& credential : credentials) insert(change.session(), account, credential);
    change.commit_destruction();
}

void CredentialsStore::destroy(AccountId account) {
    auto change = database_.change();
    erase_wraps(change.session(), account);
    destroy_identity(change.session(), account);
    change("DELETE FROM logins WHERE account = ?").run(account);
    change("DELETE FROM accounts WHERE account = ?").run(account);
    change.commit_destruction();
}

void CredentialsStore::add_login(AccountId account, std::string_view login) {
    auto change = database_.change();
    if (!read_account(change.session(), site_, account)) throw NotFound("the account has no keys");
    if (find_login(change.session(), login)) throw AlreadyExists("the login name is taken");
    insert_login(change.session(), account, login);
    change.commit();
}

void CredentialsStore::remove_login(AccountId account, std::string_view login) {
    auto change = database_.change();
    change("DELETE FROM logins WHERE lookup = ? AND account = ?").run(sql::Blob{login}, account);
    change.commit_destruction();
}

bool CredentialsStore::add(AccountId account, const Credential& credential) {
    auto change = database_.change();
    const auto row = read_account(change.session(), site_, account);
    if (!row || row->generation != credential.generation) return false;
    insert(change.session(), account, credential);
    change.commit();
    return true;
}

bool CredentialsStore::replace(AccountId account, std::span<const Credential> credentials) {
    auto change = database_.change();
    const auto row = read_account(change.session(), site_, account);
    for (const Credential& credential : credentials) {
        if (!row || row->generation != credential.generation) return false;
        erase(change.session(), account, credential.kind);
        insert(change.session(), account, credential);
    }
    change.commit_destruction();
    return true;
}

std::uint32_t CredentialsStore::remove(AccountId account, CredentialKind kind) {
    auto change = database_.change();
    const std::int64_t removed = erase(change.session(), account, kind);
    change.commit_destruction();
    return static_cast<std::uint32_t>(removed);
}

}  // namespace postvern::records::vault
