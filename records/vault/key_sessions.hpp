// Which handle stands for which open keys. All sessions of an account share one block of keys, so
// that thousands of sessions cost little; it is wiped when the last one is released. Thread-safe.
#pragma once

#include <memory>
#include <shared_mutex>
#include <unordered_map>

#include "policy/credentials.hpp"
#include "records/vault/account_keys.hpp"
#include "records/vault/credential.hpp"

namespace postvern::records::vault {

class KeySessions {
  public:
    // A new session with these keys, which a credential of the kind `by` opened. Handles are random,
    // so that none can be guessed.
    policy::KeySession open(AccountId account, AccountKeys keys, CredentialKind by);
    // Throws policy::Denied for a handle that stands for no open keys of `account`.
    std::shared_ptr<KeyBlock> find(policy::KeySession session, AccountId account) const;
    // What kind of credential opened it. Throws like find().
    CredentialKind opened_by(policy::KeySession session, AccountId account) const;
    // The open keys of an account; null when it has none.
    std::shared_ptr<KeyBlock> of(AccountId account) const;
    void release(policy::KeySession session) noexcept;
    // Ends all sessions of an account.
    void revoke(AccountId account);

  private:
    // Shared, because a call under way keeps the keys that it works with when the session ends.
    using Shared = std::shared_ptr<KeyBlock>;
    struct Session {
        Shared block;
        CredentialKind by;
    };
    Shared block_for(AccountId account, AccountKeys keys);
    const Session& require(policy::KeySession session, AccountId account) const;

    mutable std::shared_mutex mutex_;
    std::unordered_map<policy::KeySession, Session> sessions_;
    std::unordered_map<AccountId, std::weak_ptr<KeyBlock>> blocks_;
};

}  // namespace postvern::records::vault
