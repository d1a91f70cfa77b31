// Somebody who has proven who they are. Minted by Gate::admit only; move-only, and when it goes, the
// keys that its sign-in unlocked are given up.
#pragma once

#include <memory>

#include "policy/credentials.hpp"
#include "policy/principal.hpp"
#include "policy/sealed.hpp"

namespace postvern::policy {

class Gate;

class Subject {
  public:
    Subject(Subject&& other) noexcept;
    Subject& operator=(Subject&& other) noexcept;
    Subject(const Subject&) = delete;
    Subject& operator=(const Subject&) = delete;
    ~Subject();

    const Principal& principal() const noexcept { return principal_; }
    // The account of an owner, otherwise none.
    AccountId account() const noexcept {
        return principal_.role == Role::owner ? AccountId{principal_.id} : kNoAccount;
    }

  private:
    friend class Gate;
    POSTVERN_SEALED Subject(const Gate& gate, std::shared_ptr<Credentials> credentials,
                            Verified verified) noexcept;

    const Gate* gate_;
    std::shared_ptr<Credentials> credentials_;  // shared: a subject may outlive the shutdown of its gate
    Principal principal_;
    KeySession keys_;
};

}  // namespace postvern::policy
