#include <Poco/JSON/Array.h>

#include "services/control/accounts/account_commands.hpp"
#include "services/control/desk.hpp"

namespace postvern::services::control {

namespace {

constexpr std::uint64_t kMostAppPasswords = 1000;  // in one command

}  // namespace

Reply change_password(Desk& desk, const Arguments& arguments) {
    const std::string address(arguments.text("address"));
    const auto owner = desk.sign_in(address, arguments.text("current"));
    const auto renewed =
        desk.accounts().change_password(desk.change_credentials(owner), arguments.text("password"));
    const std::string changed = "The password of " + address + " is changed. ";
    if (!renewed) {
        return {Status::done, changed + "App passwords and the recovery code stay as they were.\n"};
    }
    const std::string& code = renewed->secret;
    Reply reply(Status::done, changed +
                                  "App passwords stay as they were; the recovery code is used up "
                                  "and replaced.\n\nRecovery code: " +
                                  code + "\n\nIt is shown this once and stored nowhere.\n");
    reply.data.set("recovery_code", code);
    return reply;
}

Reply replace_recovery_code(Desk& desk, const Arguments& arguments) {
    const std::string address(arguments.text("address"));
    const auto owner = desk.sign_in(address, arguments.text("current"));
    const auto renewed = desk.accounts().replace_recovery_code(desk.change_credentials(owner));
    const std::string& code = renewed.secret;
    Reply reply(Status::done, "The recovery code of " + address +
                                  " is replaced; the one before opens nothing any more. Passwords "
                                  "stay as they were.\n\nRecovery code: " +
                                  code + "\n\nIt is shown this once and stored nowhere.\n");
    reply.data.set("recovery_code", code);
    return reply;
}

Reply add_app_passwords(Desk& desk, const Arguments& arguments) {
    const auto count = arguments.number("count", kMostAppPasswords).value_or(1);
    const std::string label(arguments.find("label").value_or(""));
    const auto owner = desk.sign_in(arguments.text("address"), arguments.text("current"));
    Reply reply;
    Poco::JSON::Array made;
    for (std::uint64_t i = 0; i < count; ++i) {
        const auto revealed =
            desk.accounts().add_app_password(desk.change_credentials(owner), label);
        reply.text += revealed.secret + '\n';
        made.add(revealed.secret);
    }
    reply.data.set("app_passwords", made);
    return reply;
}

Reply revoke_app_passwords(Desk& desk, const Arguments& arguments) {
    const auto owner = desk.sign_in(arguments.text("address"), arguments.text("current"));
    const auto revoked = desk.accounts().revoke_app_passwords(desk.change_credentials(owner));
    Reply reply(Status::done, std::to_string(revoked) + " app passwords ended.\n");
    reply.data.set("revoked", revoked);
    return reply;
}

}  // namespace postvern::services::control
