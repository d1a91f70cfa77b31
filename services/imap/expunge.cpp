// EXPUNGE and UID EXPUNGE: RFC 9051 6.4.3, 6.4.9.
#include "services/imap/commands.hpp"
#include "services/imap/expunging.hpp"

namespace postvern::services::imap {

void require_read_write(Session& session) {
    if (session.mailbox().access == grammar::Access::read_only) {
        throw Refused(no("", "The mailbox is open for reading only"));
    }
}

net::Task<void> expunge_deleted(Session& session, policy::UidSet uids) {
    const auto id = session.mailbox().id;
    auto asking = session.ask(policy::Action::expunge, session.collection(id, std::move(uids)));
    auto grant = co_await asking;
    auto act = [&archive = session.parts().archive,
                &grant](net::Completion<std::vector<records::Uid>> done) {
        archive.expunge(std::move(grant), std::move(done));
    };
    auto expunging = session.archived<std::vector<records::Uid>>(std::move(act));
    co_await expunging;
}

Answering expunge(Session& session, grammar::Expunge& command) {
    require_read_write(session);
    auto uids = command.uids ? session.mailbox().resolve(*command.uids, grammar::Numbering::uid)
                             : policy::UidSet::all();
    auto expunging = expunge_deleted(session, std::move(uids));
    co_await expunging;
    co_return ok("Expunged");  // the responses follow from what is announced after each command
}

}  // namespace postvern::services::imap
