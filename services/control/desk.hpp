// Where the commands of the house's people are run: the house, whoever gives them, and the door that is
// asked for each act. Used by one thread; *blocking*.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "services/control/parts.hpp"
#include "services/control/wire.hpp"

namespace postvern::services::control {

class Desk {
  public:
    // `user` is the Unix user id that the kernel states for whoever gives the commands: one of the people of
    // the house, if the register knows them; root and the site's own user are its founder as well, while
    // nobody directs it. Throws Refused for somebody else who is not on record.
    Desk(const Parts& parts, std::uint32_t user);

    policy::Gate& gate() const noexcept { return parts_.gate; }
    records::Site& site() const noexcept { return parts_.site; }
    records::Accounts& accounts() const noexcept { return parts_.accounts; }
    records::Personnel& personnel() const noexcept { return parts_.personnel; }
    records::Choices& choices() const noexcept { return parts_.choices; }
    records::Processors& processors() const noexcept { return parts_.processors; }
    compliance::Casework& casework() const noexcept { return parts_.casework; }
    // Whoever gives the commands, as somebody who works on cases: leave is asked for here.
    compliance::CaseWorker worker();
    RulebookChange& rules() const noexcept { return parts_.rules; }

    // Leave for that user, recorded. Throws Refused, which tells what would help.
    policy::Grant ask(policy::Action action, policy::Resource resource, policy::Purpose purpose,
                      std::optional<policy::Extent> extent = {});
    policy::Grant administer(policy::AccountId account) {
        return ask(policy::Action::administer_accounts, policy::Resource::of(account),
                   policy::Purpose::administration);
    }

    // What for the user looks at which accounts there are: support to help, others to administer.
    policy::Purpose purpose_of_looking() const;
    // The account of an address. Throws Refused when there is none: who may not see which accounts there are is
    // refused that, on record, instead of being told.
    policy::AccountId account_of(std::string_view address);

    // The owner of `address`, proven by a password or recovery code. Throws Refused.
    policy::Subject sign_in(std::string_view address, std::string_view secret) const;
    // Leave for that owner to change credentials.
    policy::Grant change_credentials(const policy::Subject& owner) const;

  private:
    const Parts parts_;
    const std::uint32_t user_;
    policy::Subject staff_;
};

// Runs one request from its start to its reply: the one place where failures become replies.
Reply answer(const Parts& parts, std::uint32_t user, const Request& request) noexcept;

}  // namespace postvern::services::control
