// Commands without a mailbox: RFC 9051 6.1, ID (RFC 2971), ENABLE (RFC 9051 6.3.1).
#include "services/imap/capability.hpp"
#include "services/imap/commands.hpp"

namespace postvern::services::imap {

Answering capability(Session& session, grammar::Capability&) {
    session.stream().write("* CAPABILITY " + capabilities(session) + "\r\n");
    co_return ok("That is all");
}

Answering noop(Session&, grammar::Noop&) { co_return ok("Done"); }

Answering check(Session&, grammar::Check&) { co_return ok("Everything is kept already"); }

Answering logout(Session& session, grammar::Logout&) {
    session.say_bye("Goodbye");
    session.end();
    co_return ok("Signed out");
}

// What the client says of itself is not kept.  RFC 2971 3.2
Answering id(Session& session, grammar::Id&) {
    session.stream().write("* ID (\"name\" \"Postvern\" \"version\" \"" +
                           session.parts().settings.version + "\")\r\n");
    co_return ok("Pleased to meet you");
}

Answering enable(Session& session, grammar::Enable& command) {
    std::string enabled;
    for (const auto& name : command.capabilities) {
        // RFC 5161 3.1: what is not known, or enabled already, is left out.
        if (name == "IMAP4REV2" && !session.speaks_rev2()) {
            session.enable_rev2();
            enabled += " IMAP4rev2";
        } else if (name == "UTF8=ACCEPT" && !session.speaks_utf8()) {
            session.enable_utf8();
            enabled += " UTF8=ACCEPT";
        }
    }
    session.stream().write("* ENABLED" + enabled + "\r\n");
    co_return ok("Enabled");
}

}  // namespace postvern::services::imap
