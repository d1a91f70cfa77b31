#include "records/vault/vault.hpp"

#include <sys/stat.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>

#include "policy/grant.hpp"
#include "records/vault/account_credentials.hpp"
#include "records/vault/disclosable_keys.hpp"
#include "records/vault/house_claims.hpp"
#include "records/vault/object_key.hpp"
#include "records/vault/private_data.hpp"
#include "records/vault/record_keys.hpp"
#include "records/vault/sealing_worker.hpp"
#include "records/vault/sign_in.hpp"

namespace postvern::records {

namespace {

namespace fs = std::filesystem;
using Clock = std::function<std::int64_t()>;

std::int64_t system_time() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

std::uint32_t owner_of(const fs::path& directory) {
    struct stat status {};
    if (::stat(directory.c_str(), &status) != 0) {
        throw Unavailable(directory.string() + ": " + std::strerror(errno));
    }
    return status.st_uid;
}

}  // namespace

struct Vault::Parts {
    Parts(const fs::path& keys_directory, const fs::path& data_directory, VaultSettings settings)
        : clock(settings.clock ? std::move(settings.clock) : Clock(system_time)),
          site(vault::SiteKeys::open(keys_directory)),
          database(data_directory, site.id()),
          house(owner_of(data_directory), std::move(settings.lacks_director)),
          maker(site.derive("credentials")),
          store(site, database),
          held(site, database),
          periods(site, database, held, clock),
          disclosable(site, database, held, periods),
          records(site, database),
          accounts({maker, store, sessions, cache, periods}, settings.password_cost),
          sign_in({site, maker, store, sessions, cache, clock}, settings.password_cost),
          sealing([this](AccountId account, const auto& stopping) { seal(account, stopping); }) {}

    // Keys from before, as long as the owner's keys are open. They are let go between the batches.
    void seal(AccountId account, const vault::SealingWorker::Stopping& stopping) {
        std::optional<PeriodKeyId> last{PeriodKeyId{0}};
        while (last && !stopping()) {
            const auto block = sessions.of(account);
            if (!block) return;
            last = periods.seal_some(*block, *last);
        }
    }

    // The keys of the account that the grant is for.
    std::shared_ptr<vault::KeyBlock> keys_of(const policy::Grant& grant) const {
        return sessions.find(grant.keys(), grant.resource().account);
    }

    // What kind of credential opened the grant's keys, for a change of credentials. An app password
    // is one program's: what it could set would outlive its end.
    vault::CredentialKind authority_of(const policy::Grant& grant) const {
        const auto kind = sessions.opened_by(grant.keys(), grant.resource().account);
        if (kind == vault::CredentialKind::app_password) {
            throw Unacceptable(
                "an app password changes no credentials; the account's own password or its "
                "recovery code does");
        }
        return kind;
    }

    std::optional<policy::Verified> verify(const policy::LoginClaim& claim) {
        auto verified = sign_in.verify(claim);
        if (verified) sealing.add(AccountId{verified->principal.id});
        return verified;
    }
    template <typename HouseClaim>
    std::optional<policy::Verified> verify(const HouseClaim& claim) const {
        return house.verify(claim);
    }

    const Clock clock;
    const vault::SiteKeys site;
    vault::KeysDatabase database;
    const vault::HouseClaims house;
    const vault::CredentialMaker maker;
    vault::CredentialsStore store;
    vault::KeySessions sessions;
    vault::LoginCache cache;
    vault::HeldKeys held;
    vault::PeriodKeys periods;
    vault::DisclosableList disclosable;
    vault::RecordKeys records;
    vault::AccountCredentials accounts;
    vault::SignIn sign_in;
    std::atomic<std::uint64_t> reader_changes{0};
    vault::SealingWorker sealing;  // stops before the rest goes
};

void Vault::create(const fs::path& keys_directory) { vault::SiteKeys::create(keys_directory); }

Vault::Vault(const fs::path& keys_directory, const fs::path& data_directory, VaultSettings settings)
    : parts_(std::make_unique<Parts>(keys_directory, data_directory, std::move(settings))) {}

Vault::~Vault() = default;

// --- Site -----------------------------------------------------------------------------------

std::string Vault::lookup(std::string_view canonical_name) const {
    return parts_->site.lookup(canonical_name);
}

std::string Vault::seal_for_site(std::string_view label, std::string_view plain) const {
    return parts_->site.seal(label, plain);
}

std::string Vault::open_for_site(std::string_view label, std::string_view sealed) const {
    return parts_->site.open_sealed(label, sealed);
}

// What others derive stays apart from what the vault derives for itself.
Secret Vault::derive_site_key(std::string_view purpose) const {
    return parts_->site.derive("of records: " + std::string(purpose));
}

std::string_view Vault::site_id() const noexcept { return parts_->site.id(); }

policy::HouseToken Vault::house_token() const noexcept { return parts_->house.token(); }

// --- Named keys of records --------------------------------------------------------------------

Secret Vault::record_key(std::string_view name, const RecordAudience& audience) {
    return parts_->records.key(name, audience);
}

std::optional<Secret> Vault::find_record_key(std::string_view name) {
    return parts_->records.find(name);
}

std::optional<Secret> Vault::find_record_key(std::string_view name, AccountId account,
                                             policy::KeySession keys) {
    const auto block = parts_->sessions.find(keys, account);
    return parts_->records.find(name, vault::SealKind::person, block->keys().pair);
}

std::optional<Secret> Vault::find_record_key(std::string_view name, const ReadingKey& officer) {
    return parts_->records.find(name, vault::SealKind::officer, officer.pair());
}

RecordKeyState Vault::record_key_state(std::string_view name) {
    return parts_->records.state(name);
}

RecordSealing Vault::seal_record_key(std::string_view name, const RecordAudience& audience,
                                     const ReadingKey* by) {
    return parts_->records.seal(name, audience, by == nullptr ? nullptr : &by->pair());
}

bool Vault::give_up_record_key(std::string_view name) { return parts_->records.give_up(name); }

void Vault::destroy_record_key(std::string_view name) { parts_->records.destroy(name); }

std::map<std::uint32_t, ReadingPublicKey> Vault::record_officers() {
    std::map<std::uint32_t, ReadingPublicKey> officers;
    for (auto& [user, key] : parts_->records.officers()) {
        officers.emplace(user, ReadingPublicKey{key});
    }
    return officers;
}

void Vault::put_record_officer(std::uint32_t user, const ReadingPublicKey& key) {
    parts_->records.put_officer(user, key.octets);
    ++parts_->reader_changes;
}

std::uint64_t Vault::reader_changes() const noexcept { return parts_->reader_changes; }

void Vault::remove_record_officer(std::uint32_t user) { parts_->records.remove_officer(user); }

// --- Accounts -----------------------------------------------------------------------------------

Vault::NewAccount Vault::create_account(AccountId account, std::string_view login,
                                        std::string_view password) {
    auto made = parts_->accounts.create(account, login, password);
    ++parts_->reader_changes;
    return made;
}

void Vault::add_login(AccountId account, std::string_view login) {
    parts_->store.add_login(account, login);
}

void Vault::remove_login(AccountId account, std::string_view login) {
    parts_->store.remove_login(account, login);
}

std::optional<std::string> Vault::replace_password(const policy::Grant& grant,
                                                   std::string_view password) {
    const auto authority = parts_->authority_of(grant);
    return parts_->accounts.replace_password(*parts_->keys_of(grant), authority, password);
}

std::string Vault::replace_recovery_code(const policy::Grant& grant) {
    parts_->authority_of(grant);
    return parts_->accounts.replace_recovery_code(*parts_->keys_of(grant));
}

std::string Vault::add_app_password(const policy::Grant& grant, std::string_view label) {
    parts_->authority_of(grant);
    return parts_->accounts.add_app_password(*parts_->keys_of(grant), label);
}

std::vector<std::string> Vault::app_password_labels(const policy::Grant& grant) {
    return parts_->accounts.app_password_labels(*parts_->keys_of(grant));
}

std::uint32_t Vault::revoke_app_passwords(const policy::Grant& grant) {
    return parts_->accounts.revoke_app_passwords(grant.resource().account);
}

Vault::NewAccount Vault::renew_keys(AccountId account, std::string_view password) {
    auto renewed = parts_->accounts.renew(account, password);
    ++parts_->reader_changes;
    return renewed;
}

void Vault::destroy_account(AccountId account) { parts_->accounts.destroy(account); }

// --- Sign-in ------------------------------------------------------------------------------------

std::optional<policy::Verified> Vault::verify(const policy::Claim& claim) {
    return std::visit([&](const auto& kind) { return parts_->verify(kind); }, claim);
}

void Vault::release(policy::KeySession keys) noexcept { parts_->sessions.release(keys); }

// --- Keys of objects ----------------------------------------------------------------------------

Vault::NewObjectKey Vault::new_object_key(AccountId account, ObjectId object, ObjectKind kind,
                                          DataClass data_class, Day day) {
    const auto period = parts_->periods.current(account, data_class, day);
    Secret key = Secret::random(32);
    const ObjectLabel label{account, object, kind, period.id};
    std::string wrap = vault::wrap_object_key(period.key, label, key);
    return {period.id, std::move(wrap), std::move(key)};
}

Secret Vault::open_object_key(const policy::Grant& grant, const ObjectLabel& label,
                              std::string_view wrap) {
    return open_object_key(grant.keys(), label, wrap);
}

Secret Vault::open_object_key(policy::KeySession keys, const ObjectLabel& label,
                              std::string_view wrap) {
    const auto block = parts_->sessions.find(keys, label.account);
    const Secret period_key = parts_->periods.open(*block, label.period);
    return vault::unwrap_object_key(period_key, label, wrap);
}

std::vector<PeriodKeyId> Vault::settled_period_keys(AccountId account) {
    return parts_->periods.settled(account);
}

void Vault::destroy_period_keys(AccountId account, std::span<const PeriodKeyId> periods) {
    parts_->periods.destroy(account, periods);
    const auto block = parts_->sessions.of(account);
    if (!block) return;
    for (const PeriodKeyId period : periods) block->forget(period);
}

// --- The disclosure key -------------------------------------------------------------------------

void Vault::put_disclosure_key(const threshold::PublicKey& key) {
    auto change = parts_->database.change();
    vault::put_disclosure_key(change.session(), parts_->site, key, parts_->clock());
    change.commit();
}

std::vector<DisclosureKey> Vault::disclosure_keys() {
    auto lease = parts_->database.lease();
    return vault::all_disclosure_keys(lease.session(), parts_->site);
}

SealingState Vault::sealing_state() { return parts_->periods.sealing_state(); }

void Vault::finish_sealing() { parts_->sealing.wait(); }

void Vault::identify_account(AccountId account, std::string_view address) {
    auto change = parts_->database.change();
    vault::make_identity(change.session(), parts_->site, account, address);
    change.commit();
}

std::vector<AccountId> Vault::unidentified_accounts() {
    auto lease = parts_->database.lease();
    std::vector<AccountId> accounts;
    for (const auto& row : lease("SELECT account FROM accounts WHERE identity_slot IS NULL").query()) {
        accounts.push_back(AccountId{static_cast<std::uint64_t>(row.integer(0))});
    }
    return accounts;
}

std::optional<threshold::Octets<32>> Vault::account_salt(AccountId account) {
    if (const auto identity = parts_->disclosable.identity_of(account)) return identity->salt;
    return {};
}

std::vector<DisclosableKey> Vault::disclosable_keys(AccountId account, DataClass data_class,
                                                    Day from, Day until) {
    return parts_->disclosable.keys({account, data_class, from}, until);
}

Vault::CredentialCounts Vault::count_credentials(AccountId account) {
    const auto count = [&](vault::CredentialKind kind) {
        return static_cast<std::uint32_t>(parts_->store.read(account, kind).size());
    };
    return {count(vault::CredentialKind::password), count(vault::CredentialKind::app_password),
            count(vault::CredentialKind::recovery_code)};
}

vault::HeldKeys& Vault::held_keys() noexcept { return parts_->held; }

// --- Small data sealed to the owner -------------------------------------------------------------

std::string Vault::seal_private(const policy::Grant& grant, AccountId account,
                                std::string_view label, std::string_view plain) {
    return seal_private(grant.keys(), account, label, plain);
}

std::string Vault::seal_private(policy::KeySession keys, AccountId account, std::string_view label,
                                std::string_view plain) {
    return vault::seal_private(*parts_->sessions.find(keys, account), label, plain);
}

std::string Vault::open_private(const policy::Grant& grant, AccountId account,
                                std::string_view label, std::string_view sealed) {
    return open_private(grant.keys(), account, label, sealed);
}

std::string Vault::open_private(policy::KeySession keys, AccountId account, std::string_view label,
                                std::string_view sealed) {
    return vault::open_private(*parts_->sessions.find(keys, account), label, sealed);
}

std::string Vault::private_lookup(const policy::Grant& grant, AccountId account,
                                  std::string_view label, std::string_view value) {
    return private_lookup(grant.keys(), account, label, value);
}

std::string Vault::private_lookup(policy::KeySession keys, AccountId account,
                                  std::string_view label, std::string_view value) {
    return vault::private_lookup(*parts_->sessions.find(keys, account), label, value);
}

// --- Care -----------------------------------------------------------------------------------

void Vault::forget_expired() {
    parts_->periods.forget_expired();
    parts_->held.forget_unused();
    parts_->cache.forget_expired(parts_->clock());
}

std::uint64_t Vault::commits() const noexcept { return parts_->database.commits(); }

void Vault::backup(const fs::path& file) { parts_->database.copy_to(file); }

}  // namespace postvern::records
