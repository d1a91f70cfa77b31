#include "services/cli/tool.hpp"

#include <unistd.h>

#include <optional>
#include <ostream>

#include "policy/rules.hpp"
#include "services/cli/arguments.hpp"
#include "services/cli/help.hpp"
#include "services/cli/local_commands.hpp"
#include "services/cli/luggage.hpp"
#include "services/cli/prompt.hpp"
#include "services/cli/road.hpp"
#include "services/cli/site_of.hpp"
#include "services/control/unix_user.hpp"

namespace postvern::services::cli {

using control::Refused;
using control::Reply;
using control::Status;

namespace {

void show(const Reply& reply, bool json, const Streams& streams) {
    if (json) {
        Poco::JSON::Object object = reply.data;
        const bool wanting = reply.status != Status::done && !reply.is_report;
        if (wanting && !reply.text.empty()) object.set("error", reply.text);
        object.stringify(streams.out, 2);
        streams.out << std::endl;
        return;
    }
    const bool answers = reply.status == Status::done || reply.is_report;
    std::ostream& to = answers ? streams.out : streams.err;
    if (!answers) to << "postvern: ";
    to << reply.text;
    if (!reply.text.ends_with('\n')) to << '\n';
    to.flush();
}

// Whether the person wants what the first answer, which did nothing, told of.
bool is_confirmed(const Reply& warning, Prompt& prompt, const Streams& streams) {
    streams.err << warning.text << std::flush;
    return prompt.confirms(warning.data.getValue<std::string>("confirm"));
}

Reply run_command(Invocation& invocation, const Streams& streams) {
    const control::Command& command = *invocation.command;
    if (command.run == nullptr) return run_locally(invocation, streams);
    const std::filesystem::path socket = invocation.general.socket;
    std::optional<house::Configuration> configuration;
    if (socket.empty()) configuration = site_of(invocation.general);
    const auto user =
        static_cast<std::uint32_t>(::getuid());  // before root takes the owner's place
    std::optional<std::uint32_t> as;
    if (!invocation.general.as.empty()) as = control::user_named(invocation.general.as);
    const auto carry_it = [&](const control::Request& request) {
        return configuration ? carry(*configuration, user, request) : ask_running(socket, request, as);
    };
    Prompt prompt(invocation.general, streams.in);
    const Luggage luggage(command, invocation.arguments, streams.in, prompt);
    control::Request request{std::string(command.name), std::move(invocation.arguments)};
    if (command.needs_confirmation && !request.arguments.has("yes")) {
        Reply warning = carry_it(request);
        if (!warning.data.has("confirm")) return warning;
        if (!is_confirmed(warning, prompt, streams)) {
            return {Status::refused, "not confirmed; nothing was changed"};
        }
        request.arguments.set("yes", "1");
    }
    prompt.collect(command, request.arguments);
    Reply reply = carry_it(request);
    luggage.unpack(reply, carry_it);
    return reply;
}

// Shows help; asked for, or because nothing was.
Status help(const Invocation& invocation, const Streams& streams) {
    const bool asked = invocation.general.help;
    (asked ? streams.out : streams.err)
        << (invocation.command != nullptr ? help_of(*invocation.command)
                                          : help_of_group(invocation.group))
        << std::flush;
    return asked ? Status::done : Status::usage;
}

// The one place where failures become exit codes.
Reply outcome_of(Invocation& invocation, const Streams& streams) {
    try {
        return run_command(invocation, streams);
    } catch (const Refused& refused) {
        return {refused.status, refused.what()};
    } catch (const std::exception& failure) {
        return {Status::refused, policy::to_text(failure)};
    }
}

}  // namespace

int run(const std::vector<std::string>& words, Streams streams) noexcept {
    try {
        Invocation invocation = parse(words);
        if (invocation.command == nullptr || invocation.general.help) {
            return static_cast<int>(help(invocation, streams));
        }
        const Reply reply = outcome_of(invocation, streams);
        show(reply, invocation.general.json, streams);
        return static_cast<int>(reply.status);
    } catch (const Refused& refused) {
        streams.err << "postvern: " << refused.what() << '\n';
        return static_cast<int>(refused.status);
    } catch (const std::exception& failure) {
        streams.err << "postvern: " << policy::to_text(failure) << '\n';
        return static_cast<int>(Status::refused);
    }
}

}  // namespace postvern::services::cli
