#include "records/vault/account_credentials.hpp"

#include <array>

#include "policy/decision.hpp"
#include "records/errors.hpp"
#include "records/vault/login_name.hpp"
#include "records/vault/private_data.hpp"

namespace postvern::records::vault {

namespace {

constexpr std::string_view kAppPasswordLabel = "app password";

// One that looks generated would be checked as such, and never match.
std::string acceptable_password(std::string_view typed) {
    auto prepared = prepared_password(typed);
    if (!prepared) {
        throw Unacceptable(
            "a password has 1 to 1024 octets of UTF-8 text without control characters");
    }
    if (recognise(typed) || recognise(*prepared)) {
        throw Unacceptable("this password has the form of a generated one; choose another");
    }
    return std::move(*prepared);
}

// A new generated secret as shown, and as it is checked.
struct Generated {
    explicit Generated(GeneratedKind kind) : shown(generate(kind)), recognised(*recognise(shown)) {}
    ~Generated() { wipe(recognised.symbols); }
    Generated(const Generated&) = delete;
    Generated& operator=(const Generated&) = delete;
    std::string shown;
    Recognised recognised;
};

[[noreturn]] void deny() { throw policy::Denied(policy::Decision{}); }

}  // namespace

// Empties the login cache for an account when a change of its credentials ends, also when it ends
// with a failure of which it is not known how far it came.
class AccountCredentials::CacheForgets {
  public:
    CacheForgets(LoginCache& cache, AccountId account) : cache_(cache), account_(account) {}
    ~CacheForgets() { cache_.forget(account_); }
    CacheForgets(const CacheForgets&) = delete;
    CacheForgets& operator=(const CacheForgets&) = delete;

  private:
    LoginCache& cache_;
    const AccountId account_;
};

struct AccountCredentials::First {
    std::string recovery_code;
    std::array<Credential, 2> credentials;
};

AccountCredentials::First AccountCredentials::first_credentials(AccountId account,
                                                                const AccountKeys& keys,
                                                                std::string_view password) {
    std::string prepared = acceptable_password(password);
    Generated recovery(GeneratedKind::recovery_code);
    First first{recovery.shown,
                {parts_.maker.for_chosen(account, keys, prepared, cost_),
                 parts_.maker.for_generated(account, keys, recovery.recognised)}};
    wipe(prepared);
    return first;
}

Vault::NewAccount AccountCredentials::create(AccountId account, std::string_view login,
                                             std::string_view password) {
    AccountKeys keys = AccountKeys::generate(1);
    First first = first_credentials(account, keys, password);
    parts_.store.create(account, login, keys, first.credentials);
    return {std::move(first.recovery_code), parts_.sessions.open(account, std::move(keys), CredentialKind::password)};
}

Vault::NewAccount AccountCredentials::renew(AccountId account, std::string_view password) {
    const auto generation = parts_.store.generation(account);
    if (!generation) throw NotFound("the account has no keys");
    AccountKeys keys = AccountKeys::generate(*generation + 1);
    First first = first_credentials(account, keys, password);
    const CacheForgets forgets(parts_.cache, account);
    parts_.store.renew(account, keys, first.credentials);
    parts_.periods.forget(account);
    parts_.sessions.revoke(account);
    return {std::move(first.recovery_code), parts_.sessions.open(account, std::move(keys), CredentialKind::password)};
}

void AccountCredentials::destroy(AccountId account) {
    const CacheForgets forgets(parts_.cache, account);
    parts_.sessions.revoke(account);
    parts_.store.destroy(account);
    parts_.periods.forget(account);
    parts_.sessions.revoke(account);  // of a sign-in that was under way
}

std::optional<std::string> AccountCredentials::replace_password(const KeyBlock& block,
                                                                CredentialKind by,
                                                                std::string_view password) {
    if (by == CredentialKind::recovery_code) {
        First both = first_credentials(block.account(), block.keys(), password);
        replace(block.account(), both.credentials);
        return std::move(both.recovery_code);
    }
    std::string prepared = acceptable_password(password);
    const Credential credential =
        parts_.maker.for_chosen(block.account(), block.keys(), prepared, cost_);
    wipe(prepared);
    replace(block.account(), {&credential, 1});
    return {};
}

std::string AccountCredentials::replace_recovery_code(const KeyBlock& block) {
    const Generated code(GeneratedKind::recovery_code);
    const Credential credential =
        parts_.maker.for_generated(block.account(), block.keys(), code.recognised);
    replace(block.account(), {&credential, 1});
    return code.shown;
}

void AccountCredentials::replace(AccountId account, std::span<const Credential> credentials) {
    const CacheForgets forgets(parts_.cache, account);
    if (!parts_.store.replace(account, credentials)) deny();
}

std::string AccountCredentials::add_app_password(const KeyBlock& block, std::string_view label) {
    Generated password(GeneratedKind::app_password);
    Credential credential =
        parts_.maker.for_generated(block.account(), block.keys(), password.recognised);
    credential.label = seal_private(block, kAppPasswordLabel, label);
    if (!parts_.store.add(block.account(), credential)) deny();
    return password.shown;
}

std::vector<std::string> AccountCredentials::app_password_labels(const KeyBlock& block) {
    std::vector<std::string> labels;
    for (const Credential& credential :
         parts_.store.read(block.account(), CredentialKind::app_password)) {
        labels.push_back(open_private(block, kAppPasswordLabel, credential.label));
    }
    return labels;
}

std::uint32_t AccountCredentials::revoke_app_passwords(AccountId account) {
    return parts_.store.remove(account, CredentialKind::app_password);
}

}  // namespace postvern::records::vault
