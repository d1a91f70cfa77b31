// Commands that touch no message.
#include "services/smtp/commands.hpp"
#include "services/smtp/session.hpp"

namespace postvern::services::smtp {

using grammar::Enhanced;

std::string Session::capabilities() const {
    // DSN is not offered: a submission succeeds or fails at once, and who relays to us notifies.
    std::string lines = "\nPIPELINING\n8BITMIME\nSMTPUTF8\nCHUNKING\nENHANCEDSTATUSCODES\nSIZE " +
                        std::to_string(service_.limits.message);
    if (may_start_tls()) lines += "\nSTARTTLS";
    if (!is_lmtp() && stream_.is_tls() && !owner_) lines += "\nAUTH PLAIN LOGIN";
    return lines;
}

void Session::greet_client(std::string_view arguments) {
    client_ = grammar::parse_hello(arguments);
    // RFC 5321 4.1.4: greeting again clears what was begun.
    abandon_message();
}

void Session::abandon_message() {
    if (std::holds_alternative<Receiving>(state_)) stream_.clear_deadline();
    state_ = Greeted{};
}

net::Task<void> Session::hello(std::string_view arguments) {
    greet_client(arguments);
    is_extended_ = true;
    reply({250, std::nullopt, service_.host + capabilities()});
    co_return;
}

net::Task<void> Session::plain_hello(std::string_view arguments) {
    greet_client(arguments);
    is_extended_ = false;
    reply({250, std::nullopt, service_.host});
    co_return;
}

net::Task<void> Session::reset(std::string_view arguments) {
    grammar::expect_no_arguments(arguments);
    if (!std::holds_alternative<Connected>(state_)) abandon_message();
    reply({250, Enhanced{0, 0}, "Forgotten"});
    co_return;
}

net::Task<void> Session::noop(std::string_view) {
    reply({250, Enhanced{0, 0}, "OK"});
    co_return;
}

// RFC 5321 7.3: who lives here is told to nobody but by RCPT.
net::Task<void> Session::verify(std::string_view arguments) {
    if (arguments.empty()) throw grammar::SyntaxError(0, "a name");
    reply({252, Enhanced{5, 0}, "Not verified; send mail and see"});
    co_return;
}

net::Task<void> Session::expand(std::string_view) {
    reply({502, Enhanced{5, 1}, "There are no lists here"});
    co_return;
}

net::Task<void> Session::help(std::string_view) {
    std::string text = "Commands:";
    for (const auto& row : CommandRow::table()) {
        if (row.is_of(service_.dialect)) text.append(" ").append(row.verb);
    }
    reply({214, Enhanced{0, 0}, text});
    co_return;
}

net::Task<void> Session::quit(std::string_view arguments) {
    grammar::expect_no_arguments(arguments);
    reply({221, Enhanced{0, 0}, "Goodbye"});
    is_over_ = true;
    co_return;
}

}  // namespace postvern::services::smtp
