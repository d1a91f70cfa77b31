#include "records/vault/credential.hpp"

#include "records/vault/aead.hpp"
#include "records/vault/framing.hpp"
#include "records/vault/kdf.hpp"
#include "records/vault/password_hash.hpp"

namespace postvern::records::vault {

namespace {

Framing fields_of(std::string_view purpose, CredentialKind kind, AccountId account) {
    Framing fields(purpose);
    fields.small(static_cast<std::uint8_t>(kind)).number(number(account));
    return fields;
}

std::string bound_to(AccountId account, const Credential& credential) {
    return std::string(
        fields_of("credential", credential.kind, account).number(credential.generation).view());
}

Credential wrapping(AccountId account, const AccountKeys& keys, Credential credential,
                    const Proof& proof) {
    credential.generation = keys.generation;
    credential.verifier = proof.verifier.view();
    credential.wrap = seal_small(proof.wrap_key, bound_to(account, credential), keys.joined());
    return credential;
}

}  // namespace

Proof CredentialMaker::prove(CredentialKind kind, AccountId account,
                             std::string_view strong_secret) const {
    const Secret pseudorandom = extract(pepper_.view(), strong_secret);
    return {expand(pseudorandom.view(), fields_of("verifier", kind, account).view(), kHashSize),
            expand(pseudorandom.view(), fields_of("wrap key", kind, account).view(), kHashSize)};
}

Proof CredentialMaker::prove_chosen(AccountId account, std::string_view prepared_password,
                                    std::string_view salt, const PasswordCost& cost) const {
    const Secret strong = argon2id(prepared_password, salt, pepper_.view(), "", cost);
    return prove(CredentialKind::password, account, strong.view());
}

Proof CredentialMaker::prove_generated(AccountId account, const Recognised& typed) const {
    return prove(kind_of(typed.kind), account, typed.symbols);
}

Credential CredentialMaker::for_chosen(AccountId account, const AccountKeys& keys,
                                       std::string_view prepared_password,
                                       const PasswordCost& cost) const {
    Credential credential;
    credential.salt = Secret::random(kSaltSize).view();
    credential.cost = cost;
    const Proof proof = prove_chosen(account, prepared_password, credential.salt, cost);
    return wrapping(account, keys, std::move(credential), proof);
}

Credential CredentialMaker::for_generated(AccountId account, const AccountKeys& keys,
                                          const Recognised& generated) const {
    Credential credential;
    credential.kind = kind_of(generated.kind);
    return wrapping(account, keys, std::move(credential), prove_generated(account, generated));
}

AccountKeys CredentialMaker::open(AccountId account, const Credential& credential,
                                  const Proof& proof) {
    const Secret joined = open_small_secret(proof.wrap_key, bound_to(account, credential),
                                            credential.wrap, "a credential in keys.db");
    return AccountKeys::split(credential.generation, joined);
}

}  // namespace postvern::records::vault
