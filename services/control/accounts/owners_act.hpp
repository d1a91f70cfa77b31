// The owner who gives a command, proven by password or recovery code, and leave for acts on their
// account. Used by one thread; *blocking*.
#pragma once

#include <string>

#include "services/control/desk.hpp"

namespace postvern::services::control {

class OwnersAct {
  public:
    // By the arguments `address` and `current`. Throws Refused.
    OwnersAct(Desk& desk, const Arguments& arguments)
        : desk_(desk),
          address_(arguments.text("address")),
          owner_(desk.sign_in(address_, arguments.text("current"))) {}

    const std::string& address() const { return address_; }
    policy::AccountId account() const { return owner_.account(); }
    records::Choices& choices() const { return desk_.choices(); }
    // Decisions about one's data are a right; how long it is kept is part of the service.
    policy::Grant leave(policy::Action action,
                        policy::Purpose purpose = policy::Purpose::subject_rights) const {
        return desk_.gate().ask_and_wait({owner_, action, policy::Resource::of(owner_.account()),
                                          purpose, policy::Channel::control});
    }

  private:
    Desk& desk_;
    const std::string address_;
    const policy::Subject owner_;
};

}  // namespace postvern::services::control
