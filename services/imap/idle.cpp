// IDLE: RFC 9051 6.3.13.
#include "services/imap/commands.hpp"
#include "services/imap/grammar/characters.hpp"
#include "services/net/errors.hpp"

namespace postvern::services::imap {

namespace {

// "DONE" and whatever a client may type by mistake.
constexpr std::size_t kLineLimit = 512;

}  // namespace

// An idle session holds no buffers: the stream gives them up while it waits.
Answering idle(Session& session, grammar::Idle&) {
    auto& stream = session.stream();
    stream.set_idle_timeout(session.parts().settings.autologout);
    stream.write("+ Idling\r\n");
    for (;;) {
        net::Line line;
        if (auto* open = session.selected()) {
            auto telling = session.announce(Removals::announced);
            co_await telling;
            if (session.is_ending()) co_return Answer{Condition::given, {}, {}};
            line = co_await stream.read_line_or(open->changed, kLineLimit);
        } else {
            line = co_await stream.read_line(kLineLimit);
        }
        switch (line.kind) {
            case net::Line::Kind::notified:
                continue;
            case net::Line::Kind::end:
                throw net::ConnectionLost("the client has gone");
            case net::Line::Kind::text:
                if (grammar::equal_ignoring_case(line.text, "DONE")) co_return ok("Idle no more");
                [[fallthrough]];
            case net::Line::Kind::too_long: {
                auto dropping = session.drop_rest(line);
                co_await dropping;
                co_return bad("DONE ends IDLE");
            }
        }
    }
}

}  // namespace postvern::services::imap
