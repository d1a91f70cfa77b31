// Somebody who has proven who they are. Minted by Gate::admit only; move-only, and when it goes,
// the keys that its sign-in unlocked are given up.
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

    // Of a subject that was given away: nobody's, and the gate refuses it.
    const Principal& principal() const noexcept;
    // The account of an owner, otherwise none.
    AccountId account() const noexcept {
        return principal().role == Role::owner ? AccountId{principal().id} : kNoAccount;
    }

  private:
    friend class Gate;
    // Defined in the policy library only: private members in place could be overwritten from
    // outside through an explicit instantiation, which access does not bind.
    struct Identity;
    POSTVERN_SEALED Subject(const Gate& gate, std::shared_ptr<Credentials> credentials,
                            Verified verified);
    POSTVERN_SEALED bool is_of(const Gate& gate) const noexcept;
    POSTVERN_SEALED KeySession keys() const noexcept;

    std::unique_ptr<const Identity> identity_;
};

}  // namespace postvern::policy
