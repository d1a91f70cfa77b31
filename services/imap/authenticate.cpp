// STARTTLS, AUTHENTICATE and LOGIN: RFC 9051 6.2.
#include "services/imap/capability.hpp"
#include "services/imap/commands.hpp"
#include "services/net/errors.hpp"

namespace postvern::services::imap {

namespace {

using sign_in::Credentials;
using sign_in::Secret;

// RFC 9051 11.1, 6.2.3: no secret without TLS, on loopback neither.
void require_privacy(Session& session) {
    if (!session.stream().is_tls()) throw Refused(no("PRIVACYREQUIRED", "Start TLS first"));
}

// One and the same answer whatever is wrong.  RFC 5530 3
Answer wrong_credentials() { return no("AUTHENTICATIONFAILED", "Name or password is wrong"); }

Answering sign_in_with(Session& session, Credentials credentials) {
    auto signing_in = session.parts().sign_in.sign_in(session.stream().peer_prefix(),
                                                      std::move(credentials), policy::Channel::imap);
    auto subject = co_await signing_in;
    if (!subject) co_return wrong_credentials();
    session.sign_in(std::move(*subject));
    co_return ok("Welcome", "CAPABILITY " + capabilities(session));
}

// The client's answer to an empty challenge. Throws Refused.
net::Task<Secret> read_response(Session& session) {
    session.stream().write("+ \r\n");
    const auto line = co_await session.stream().read_line(sign_in::kResponseLimit);
    if (line.kind == net::Line::Kind::end) throw net::ConnectionLost("the client has gone");
    if (line.text == "*") throw Refused(bad("Cancelled"));  // RFC 9051 6.2.2
    const bool is_whole = line.kind == net::Line::Kind::text;
    auto secret = is_whole ? sign_in::decode_base64(line.text) : std::nullopt;
    if (!secret) {
        auto dropping = session.drop_rest(line);
        co_await dropping;
        throw Refused(bad(is_whole ? "The response is not base64" : "The response is too long"));
    }
    co_return std::move(*secret);
}

}  // namespace

// RFC 9051 6.2.1
Answering start_tls(Session& session, grammar::StartTls&) {
    const auto* tls = session.parts().tls;
    if (tls == nullptr || session.stream().is_tls()) co_return bad("TLS is not on offer now");
    session.answer(ok("Go ahead with TLS"));
    auto starting = session.stream().start_tls(*tls);
    const auto ahead = co_await starting;
    if (ahead == net::PlaintextAhead::discarded) {
        // Somebody put commands behind STARTTLS in plain; whoever speaks now has not sent them.
        session.parts().events.note("commands-behind-starttls");
        session.say_bye("Commands came behind STARTTLS");
        session.end();
    }
    co_return Answer{Condition::given, {}, {}};
}

Answering authenticate(Session& session, grammar::Authenticate& command) {
    require_privacy(session);
    if (command.mechanism != "PLAIN") co_return no("CANNOT", "PLAIN is the mechanism");
    std::optional<Credentials> credentials;
    if (command.initial_response) {
        credentials = sign_in::parse_plain(command.initial_response->reveal());
    } else {
        auto reading = read_response(session);
        const auto response = co_await reading;
        credentials = sign_in::parse_plain(response.view());
    }
    if (!credentials) co_return wrong_credentials();
    auto signing_in = sign_in_with(session, std::move(*credentials));
    co_return co_await signing_in;
}

Answering login(Session& session, grammar::Login& command) {
    require_privacy(session);
    if (!sign_in::is_acceptable(command.user) || !sign_in::is_acceptable(command.password.reveal())) {
        co_return wrong_credentials();
    }
    Credentials credentials{std::move(command.user), Secret(command.password.reveal())};
    auto signing_in = sign_in_with(session, std::move(credentials));
    co_return co_await signing_in;
}

}  // namespace postvern::services::imap
