#include "services/control/accounts/account_commands.hpp"

#include <Poco/JSON/Array.h>

#include <limits>
#include <sstream>

#include "services/control/accounts/account_summary.hpp"

namespace postvern::services::control {

namespace {

constexpr std::uint64_t kLargestQuota = std::numeric_limits<std::int64_t>::max();  // octets

std::string address_in(const Arguments& arguments) {
    return std::string(arguments.text("address"));
}

Reply state_changed(Desk& desk, const Arguments& arguments, policy::AccountState state,
                    const std::string& meaning) {
    const std::string address = address_in(arguments);
    desk.accounts().set_state(desk.administer(desk.account_of(address)), state);
    return {Status::done, address + " is " + std::string(name(state)) + ": " + meaning + ".\n"};
}

std::string described(const records::AccountSummary& account) {
    std::ostringstream text;
    for (const auto& address : account.addresses) {
        text << (address.primary ? "address  " : "alias    ") << address.text << '\n';
    }
    text << "state    " << name(account.state) << "\nused     " << account.used << " of "
         << account.limit << " octets\nitems    " << account.items << '\n';
    return text.str();
}

}  // namespace

Reply add_account(Desk& desk, const Arguments& arguments) {
    const std::string address = address_in(arguments);
    const auto quota = arguments.number("quota", kLargestQuota);
    const std::string_view password = arguments.text("password");
    auto grant = desk.ask(policy::Action::administer_accounts, policy::Resource::site(),
                          policy::Purpose::administration);
    const auto created = desk.accounts().add(std::move(grant), address, password, quota);
    const std::string& code = created.recovery_code.secret;
    Reply reply(
        Status::done,
        "The account " + address + " is made.\n\nRecovery code: " + code +
            "\n\nIt is shown this once and stored nowhere: write it down and keep it safe.\n"
            "Whoever loses every password and this code loses all mail of the account;\n"
            "nobody can bring it back, the operator of this site included.\n");
    reply.data.set("address", address);
    reply.data.set("recovery_code", code);
    return reply;
}

Reply list_accounts(Desk& desk, const Arguments&) {
    Reply reply;
    Poco::JSON::Array list;
    std::ostringstream text;
    for (const auto& account : summaries(desk)) {
        list.add(to_json(account));
        const bool has_address = !account.addresses.empty();
        text << (has_address ? account.addresses.front().text : "(deleted)") << "  "
             << name(account.state) << "  " << account.items << " items  " << account.used << " of "
             << account.limit << " octets\n";
    }
    reply.text = list.size() == 0 ? "There are no accounts yet: `postvern account add ADDRESS`.\n"
                                  : text.str();
    reply.data.set("accounts", list);
    return reply;
}

Reply show_account(Desk& desk, const Arguments& arguments) {
    const auto account = summary_of(desk, arguments.text("address"));
    Reply reply(Status::done, described(account));
    reply.data = to_json(account);
    return reply;
}

Reply add_alias(Desk& desk, const Arguments& arguments) {
    const std::string address = address_in(arguments);
    const std::string alias(arguments.text("alias"));
    desk.accounts().add_alias(desk.administer(desk.account_of(address)), alias);
    return {Status::done, alias + " now belongs to " + address + ", to receive and to sign in.\n"};
}

Reply remove_alias(Desk& desk, const Arguments& arguments) {
    const std::string address = address_in(arguments);
    const std::string alias(arguments.text("alias"));
    desk.accounts().remove_alias(desk.administer(desk.account_of(address)), alias);
    return {Status::done, alias + " no longer belongs to " + address + ".\n"};
}

Reply disable_account(Desk& desk, const Arguments& arguments) {
    return state_changed(desk, arguments, policy::AccountState::disabled,
                         "nobody signs in, mail is still kept");
}

Reply enable_account(Desk& desk, const Arguments& arguments) {
    return state_changed(desk, arguments, policy::AccountState::open, "its owner may sign in");
}

Reply set_quota(Desk& desk, const Arguments& arguments) {
    const std::string address = address_in(arguments);
    const auto octets = arguments.number("octets", kLargestQuota);
    if (!octets) throw Refused(Status::usage, "octets is missing");
    desk.accounts().set_quota(desk.administer(desk.account_of(address)), *octets);
    return {Status::done, address + " may hold " + std::to_string(*octets) + " octets.\n"};
}

Reply delete_account(Desk& desk, const Arguments& arguments) {
    const std::string address = address_in(arguments);
    if (!arguments.has("yes")) {
        const auto account = summary_of(desk, address);
        Reply reply(Status::refused,
                    "This deletes the account " + address + " with its " +
                        std::to_string(account.items) +
                        " items. Its keys are destroyed at once: nobody can undo it.\n");
        reply.data.set("confirm", address);
        reply.data.set("items", account.items);
        return reply;
    }
    const policy::AccountId account = desk.account_of(address);
    // The entries about the account go with its keys (GDPR Art. 17(1)); this one, which names
    // nobody, tells that an operator deleted an account.
    auto told = desk.ask(policy::Action::administer_accounts, policy::Resource::site(),
                         policy::Purpose::administration);
    auto of_account = desk.administer(account);
    auto of_record = desk.administer(account);
    desk.accounts().erase(std::move(of_account));
    desk.site().ledger().erase_subject(std::move(of_record));
    return {Status::done, "The account " + address + " is deleted, its keys are destroyed.\n"};
}

Reply renew_keys(Desk& desk, const Arguments& arguments) {
    const std::string address = address_in(arguments);
    if (!arguments.has("yes")) {
        const auto account = summary_of(desk, address);
        Reply reply(
            Status::refused,
            "This makes new keys for " + address + ": " + std::to_string(account.items) +
                " items become unreadable for good and are destroyed.\n"
                "The recovery code, if there is one, saves them: `postvern account password " +
                address + "` takes it instead of the old password.\n");
        reply.data.set("confirm", address);
        reply.data.set("unreadable_items", account.items);
        return reply;
    }
    const std::string_view password = arguments.text("password");
    const auto renewed =
        desk.accounts().new_keys(desk.administer(desk.account_of(address)), password);
    const std::string& code = renewed.recovery_code.secret;
    Reply reply(Status::done, address + " starts anew with new keys; " +
                                  std::to_string(renewed.unreadable_items) +
                                  " items became unreadable and are destroyed.\n\nRecovery code: " +
                                  code + "\n\nIt is shown this once and stored nowhere.\n");
    reply.data.set("unreadable_items", renewed.unreadable_items);
    reply.data.set("recovery_code", code);
    return reply;
}

}  // namespace postvern::services::control
