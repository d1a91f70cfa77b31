#include "records/vault/sign_in.hpp"

#include "records/vault/login_name.hpp"

namespace postvern::records::vault {

std::optional<policy::Verified> SignIn::verify(const policy::LoginClaim& claim) {
    auto password = prepared_password(claim.password);
    if (!password) return {};  // whatever the name, no account has such a password
    // A name that cannot be one is looked for like others, and not found: lookups of real names are
    // of canonical ones.
    const auto canonical = canonical_login_name(claim.name);
    const auto account = parts_.store.account_of(parts_.site.lookup(canonical.value_or("")));
    std::optional<AccountKeys> keys;
    CredentialKind by = CredentialKind::password;
    if (auto generated = recognise(*password)) {
        keys = open_generated(account, *generated);
        by = kind_of(generated->kind);
        wipe(generated->symbols);
    } else {
        keys = open_chosen(account, *password);
    }
    wipe(*password);
    if (!account || !keys) return {};
    return policy::Verified{policy::Principal::owner(*account),
                            parts_.sessions.open(*account, std::move(*keys), by)};
}

std::optional<AccountKeys> SignIn::open_generated(std::optional<AccountId> account,
                                                  const Recognised& typed) {
    const AccountId owner = account.value_or(policy::kNoAccount);
    const Proof proof = parts_.maker.prove_generated(owner, typed);
    for (const Credential& credential : parts_.store.read(owner, kind_of(typed.kind))) {
        if (same_octets(credential.verifier, proof.verifier.view())) {
            return CredentialMaker::open(owner, credential, proof);
        }
    }
    return {};
}

std::optional<AccountKeys> SignIn::open_chosen(std::optional<AccountId> account,
                                               std::string_view password) {
    const AccountId owner = account.value_or(policy::kNoAccount);
    const std::int64_t now = parts_.clock();
    if (auto cached = parts_.cache.find(owner, password, now)) return cached;
    const std::uint64_t mark = parts_.cache.mark();
    const auto credentials = parts_.store.read(owner, CredentialKind::password);
    const bool has_password = !credentials.empty();
    const Proof proof = parts_.maker.prove_chosen(
        owner, password, has_password ? credentials.front().salt : salt_.view(),
        has_password ? credentials.front().cost : cost_);
    if (!has_password || !same_octets(credentials.front().verifier, proof.verifier.view()))
        return {};
    AccountKeys keys = CredentialMaker::open(owner, credentials.front(), proof);
    parts_.cache.remember(owner, password, keys, now, mark);
    return keys;
}

}  // namespace postvern::records::vault
