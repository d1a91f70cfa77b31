#include "services/control/desk.hpp"

#include <unistd.h>

#include <algorithm>
#include <optional>

#include "services/control/commands.hpp"
#include "services/control/refusal.hpp"
#include "services/control/rule_files.hpp"

namespace postvern::services::control {

using policy::Action;
using policy::Channel;
using policy::Purpose;
using policy::Resource;

namespace {

// Root and the site's own user always get an answer, since they may found the house; others once they are
// on record.
policy::Subject admit_staff(const Parts& parts, std::uint32_t user) {
    if (user != 0 && user != ::geteuid() && !parts.site.register_().staff(user)) {
        throw Refused(Status::refused, "user " + std::to_string(user) +
                                           " is not on record: the managing director enters people "
                                           "with `postvern staff put`");
    }
    const policy::StaffClaim claim{user, parts.site.house_token()};
    auto staff = parts.gate.admit(claim, Channel::control);
    if (!staff) throw std::logic_error("what the house itself claims was not believed");
    return std::move(*staff);
}

// Whoever may speak for the site says who works there while nobody else can.
std::optional<policy::Subject> admit_founder(const Parts& parts, std::uint32_t user) {
    if (!parts.site.register_().lacks_director()) return {};
    return parts.gate.admit(policy::FounderClaim{user, parts.site.house_token()}, Channel::control);
}

// What a command's row in the table does not list it does not take, whoever wrote the request.
bool lists(const Command& command, const std::string& name) {
    if (name == "yes" && command.needs_confirmation) return true;
    return std::any_of(command.arguments.begin(), command.arguments.end(), [&](const Argument& each) {
        return each.kind == ArgumentKind::rule_files ? is_rule_file(name) : each.name == name;
    });
}

Reply run(const Parts& parts, std::uint32_t user, const Request& request) {
    const Command* const command = find_command(request.command);
    if (command == nullptr || command->run == nullptr) {
        return {Status::usage, "no such command: " + request.command};
    }
    for (const auto& [name, value] : request.arguments.values()) {
        if (!lists(*command, name)) return {Status::usage, request.command + ": takes no argument " + name};
    }
    Desk desk(parts, user);
    return command->run(desk, request.arguments);
}

}  // namespace

Desk::Desk(const Parts& parts, std::uint32_t user)
    : parts_(parts), user_(user), staff_(admit_staff(parts, user)) {}

policy::Grant Desk::ask(Action action, Resource resource, Purpose purpose,
                        std::optional<policy::Extent> extent) {
    try {
        std::optional<policy::Subject> founder;
        if (action == Action::administer_staff) founder = admit_founder(parts_, user_);
        return gate().ask_and_wait({founder ? *founder : staff_, action, std::move(resource),
                                    purpose, Channel::control, extent});
    } catch (const policy::Denied& denied) {
        throw Refused(Status::refused, refusal_of_staff(denied.decision(), site(), user_));
    }
}

compliance::CaseWorker Desk::worker() {
    return {user_, [this](Action action, Resource resource, Purpose purpose, std::optional<policy::Extent> extent) {
                return ask(action, std::move(resource), purpose, extent);
            }};
}

policy::Purpose Desk::purpose_of_looking() const {
    const auto facts = site().register_().staff(user_);
    const auto has = [&](policy::StaffRole role) {
        return facts && std::find(facts->roles.begin(), facts->roles.end(), role) != facts->roles.end();
    };
    const bool only_helps = has(policy::StaffRole::support) && !has(policy::StaffRole::operator_);
    return only_helps ? Purpose::support : Purpose::administration;
}

policy::AccountId Desk::account_of(std::string_view address) {
    const auto account = accounts().resolve(address);
    if (!account) {
        ask(Action::list_accounts, Resource::site(), purpose_of_looking());
        throw Refused(Status::refused, "no account has the address " + std::string(address) +
                                           "; `postvern account list` shows those there are");
    }
    return *account;
}

policy::Subject Desk::sign_in(std::string_view address, std::string_view secret) const {
    const policy::LoginClaim claim{address, secret};
    auto owner = gate().admit(claim, Channel::control);
    if (!owner) throw Refused(Status::refused, "the address or the password is not right");
    return std::move(*owner);
}

policy::Grant Desk::change_credentials(const policy::Subject& owner) const {
    return gate().ask_and_wait({owner, Action::change_credentials, Resource::of(owner.account()),
                                Purpose::service_delivery, Channel::control});
}

Reply answer(const Parts& parts, std::uint32_t user, const Request& request) noexcept {
    try {
        return run(parts, user, request);
    } catch (const Refused& refused) {
        return {refused.status, refused.what()};
    } catch (const policy::Denied& denied) {
        return {Status::refused, refusal(denied.decision(), parts.site)};
    } catch (const records::Unacceptable& unacceptable) {
        return {Status::refused, unacceptable.what()};
    } catch (const records::AlreadyExists& taken) {
        return {Status::refused, taken.what()};
    } catch (const std::exception& failure) {
        return {Status::refused, failure.what()};
    }
}

}  // namespace postvern::services::control
