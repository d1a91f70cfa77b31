#include "services/control/desk.hpp"

#include <algorithm>

#include "services/control/commands.hpp"

namespace postvern::services::control {

using policy::Action;
using policy::Channel;
using policy::Purpose;
using policy::Resource;

namespace {

policy::Subject admit_operator(policy::Gate& gate, records::Site& site, std::uint32_t user) {
    const policy::OperatorClaim claim{user, site.house_token()};
    auto subject = gate.admit(claim, Channel::control);
    if (!subject) {
        throw Refused(Status::refused, "only root and the user who runs the site may do this");
    }
    return std::move(*subject);
}

std::string refusal(const policy::Decision& decision, const records::Site& site) {
    if (decision.refusal == policy::Refusal::record) {
        return "nothing was done: the access record cannot be written, and what cannot be recorded is "
               "not permitted. Make room on the disk of " +
               site.settings().data.string() + ", then try again";
    }
    if (decision.refusal == policy::Refusal::failure) {
        return "nothing was done: the rules could not be asked (" + decision.errors.front() + ')';
    }
    std::string text = "the rules refuse this";
    for (const std::string& rule : decision.rules) text += ' ' + rule;
    for (const std::string& error : decision.errors) text += " (" + error + ')';
    return text + "; `postvern rules explain` says why";
}

Reply run(policy::Gate& gate, records::Site& site, records::Accounts& accounts, std::uint32_t user,
          const Request& request) {
    const Command* const command = find_command(request.command);
    if (command == nullptr || command->run == nullptr) {
        return {Status::usage, "no such command: " + request.command};
    }
    Desk desk(gate, site, accounts, user);
    return command->run(desk, request.arguments);
}

}  // namespace

Desk::Desk(policy::Gate& gate, records::Site& site, records::Accounts& accounts, std::uint32_t user)
    : gate_(gate), site_(site), accounts_(accounts), operator_(admit_operator(gate, site, user)) {}

policy::Grant Desk::ask(Action action, Resource resource, Purpose purpose) {
    return gate_.ask_and_wait({operator_, action, std::move(resource), purpose, Channel::control});
}

policy::AccountId Desk::account_of(std::string_view address) const {
    const auto account = accounts_.resolve(address);
    if (!account) {
        throw Refused(Status::refused, "no account has the address " + std::string(address) +
                                           "; `postvern account list` shows those there are");
    }
    return *account;
}

policy::Subject Desk::sign_in(std::string_view address, std::string_view secret) const {
    const policy::LoginClaim claim{address, secret};
    auto owner = gate_.admit(claim, Channel::control);
    if (!owner) throw Refused(Status::refused, "the address or the password is not right");
    return std::move(*owner);
}

policy::Grant Desk::change_credentials(const policy::Subject& owner) const {
    return gate_.ask_and_wait({owner, Action::change_credentials, Resource::of(owner.account()),
                               Purpose::service_delivery, Channel::control});
}

Reply answer(policy::Gate& gate, records::Site& site, records::Accounts& accounts,
             std::uint32_t user, const Request& request) noexcept {
    try {
        return run(gate, site, accounts, user, request);
    } catch (const Refused& refused) {
        return {refused.status, refused.what()};
    } catch (const policy::Denied& denied) {
        return {Status::refused, refusal(denied.decision(), site)};
    } catch (const records::Unacceptable& unacceptable) {
        return {Status::refused, unacceptable.what()};
    } catch (const records::AlreadyExists& taken) {
        return {Status::refused, taken.what()};
    } catch (const std::exception& failure) {
        return {Status::refused, failure.what()};
    }
}

}  // namespace postvern::services::control
