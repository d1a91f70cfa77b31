// Where an operator's commands are run: the house, the operator who has proven to be one, and the
// door that is asked for each act. Used by one thread; *blocking*.
#pragma once

#include <cstdint>
#include <string_view>

#include "policy/gate.hpp"
#include "records/accounts.hpp"
#include "records/site.hpp"
#include "services/control/wire.hpp"

namespace postvern::services::control {

class Desk {
  public:
    // `user` is the Unix user id that the kernel states for whoever gives the commands. Throws
    // Refused for one who is neither root nor the site's own user.
    Desk(policy::Gate& gate, records::Site& site, records::Accounts& accounts, std::uint32_t user);

    policy::Gate& gate() const noexcept { return gate_; }
    records::Site& site() const noexcept { return site_; }
    records::Accounts& accounts() const noexcept { return accounts_; }

    // Leave for the operator, recorded. Throws policy::Denied.
    policy::Grant ask(policy::Action action, policy::Resource resource, policy::Purpose purpose);
    policy::Grant administer(policy::AccountId account) {
        return ask(policy::Action::administer_accounts, policy::Resource::of(account),
                   policy::Purpose::administration);
    }

    // The account of an address. Throws Refused when there is none.
    policy::AccountId account_of(std::string_view address) const;

    // The owner of `address`, proven by a password or recovery code. Throws Refused.
    policy::Subject sign_in(std::string_view address, std::string_view secret) const;
    // Leave for that owner to change credentials.
    policy::Grant change_credentials(const policy::Subject& owner) const;

  private:
    policy::Gate& gate_;
    records::Site& site_;
    records::Accounts& accounts_;
    policy::Subject operator_;
};

// Runs one request from its start to its reply: the one place where failures become replies.
Reply answer(policy::Gate& gate, records::Site& site, records::Accounts& accounts,
             std::uint32_t user, const Request& request) noexcept;

}  // namespace postvern::services::control
