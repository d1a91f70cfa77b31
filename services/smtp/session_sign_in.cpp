// STARTTLS (RFC 3207) and AUTH (RFC 4954).
#include <exception>
#include <utility>

#include "services/net/errors.hpp"
#include "services/smtp/session.hpp"

namespace postvern::services::smtp {

using grammar::Enhanced;
using sign_in::Credentials;
using sign_in::Secret;

net::Task<void> Session::start_tls(std::string_view arguments) {
    grammar::expect_no_arguments(arguments);
    if (!may_start_tls()) {
        reply({502, Enhanced{5, 1}, "TLS is not on offer now"});
        co_return;
    }
    reply({220, Enhanced{0, 0}, "Go ahead with TLS"});
    auto starting = stream_.start_tls(*service_.tls);
    const auto ahead = co_await starting;
    if (ahead == net::PlaintextAhead::discarded) service_.events.note("commands-behind-starttls");
    // RFC 3207 4.2: what was said in plain is forgotten.
    state_ = Connected{};
    owner_.reset();
    client_.clear();
    is_extended_ = false;
}

net::Task<void> Session::authenticate(std::string_view arguments) {
    if (owner_ || !is_extended_) {
        reply({503, Enhanced{5, 1}, owner_ ? "Signed in already" : "Say EHLO first"});
        co_return;
    }
    auto command = grammar::parse_auth(arguments);
    std::optional<Credentials> credentials;
    if (command.mechanism == "PLAIN") {
        auto reading = read_plain(std::move(command));
        credentials = co_await reading;
    } else if (command.mechanism == "LOGIN") {
        auto reading = read_login(std::move(command));
        credentials = co_await reading;
    } else {
        reply({504, Enhanced{5, 4}, "PLAIN and LOGIN are the mechanisms"});
        co_return;
    }
    if (!credentials) co_return;
    try {
        auto signing_in = service_.sign_in.sign_in(stream_.peer_prefix(), std::move(*credentials),
                                                   policy::Channel::submission);
        owner_ = co_await signing_in;
    } catch (const net::ConnectionEnded&) {
        throw;
    } catch (const std::exception&) {
        note_failure();
        reply({454, Enhanced{7, 0}, "Nobody can sign in at the moment, try later"});
        co_return;
    }
    if (owner_) {
        stream_.clear_deadline();
        reply({235, Enhanced{7, 0}, "Welcome"});
    } else {
        reply({535, Enhanced{7, 8}, "Name or password is wrong"});
    }
}

// The secret in `base64`, or absent after a reply that says why not.
std::optional<Secret> Session::decode_response(std::string_view base64) {
    auto secret = sign_in::decode_base64(base64);
    if (!secret) refuse_line(base64, {501, Enhanced{5, 2}, "The response is not base64"});
    return secret;
}

net::Task<std::optional<Secret>> Session::read_response(std::string_view challenge) {
    reply({334, std::nullopt, std::string(challenge)});
    const auto line = co_await stream_.read_line(sign_in::kResponseLimit);
    if (line.kind == net::Line::Kind::end) {
        is_over_ = true;
        co_return std::nullopt;
    }
    if (line.kind == net::Line::Kind::too_long || line.bare_line_feed) {
        refuse_line(line.text,
                    {500, Enhanced{5, 6}, "The response is too long or does not end with CRLF"});
        co_return std::nullopt;
    }
    if (line.text == "*") {
        reply({501, Enhanced{7, 0}, "Cancelled"});  // RFC 4954 4
        co_return std::nullopt;
    }
    co_return decode_response(line.text);
}

net::Task<std::optional<Credentials>> Session::read_plain(grammar::AuthCommand command) {
    std::optional<Secret> response;
    if (command.initial_response) {
        response = decode_response(*command.initial_response);
    } else {
        auto reading = read_response("");
        response = co_await reading;
    }
    if (!response) co_return std::nullopt;
    auto credentials = sign_in::parse_plain(response->view());
    if (!credentials) refuse({501, Enhanced{5, 2}, "The response is not a PLAIN message"});
    co_return credentials;
}

// LOGIN, which no RFC defines: two challenges, "Username:" and "Password:" in base64. Clients may
// give the name as initial response.
net::Task<std::optional<Credentials>> Session::read_login(grammar::AuthCommand command) {
    std::optional<Secret> name;
    if (command.initial_response) {
        name = decode_response(*command.initial_response);
    } else {
        auto reading = read_response("VXNlcm5hbWU6");
        name = co_await reading;
    }
    if (!name) co_return std::nullopt;
    auto reading = read_response("UGFzc3dvcmQ6");
    auto password = co_await reading;
    if (!password) co_return std::nullopt;
    if (!sign_in::is_acceptable(name->view()) || !sign_in::is_acceptable(password->view())) {
        refuse({501, Enhanced{5, 2}, "That is no name or no password"});
        co_return std::nullopt;
    }
    co_return Credentials{std::string(name->view()), std::move(*password)};
}

}  // namespace postvern::services::smtp
