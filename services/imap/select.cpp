// SELECT, EXAMINE, CLOSE, UNSELECT: RFC 9051 6.3.2, 6.3.3, 6.4.1, 6.4.2.
#include "services/imap/commands.hpp"
#include "services/imap/expunging.hpp"
#include "services/imap/list_answer.hpp"

namespace postvern::services::imap {

namespace {

net::Task<std::unique_ptr<OpenMailbox>> open_mailbox(Session& session, policy::CollectionId id,
                                                     grammar::Access access) {
    auto opened = std::make_unique<OpenMailbox>(session.stream().loop(), id, access);
    auto asking = session.ask(policy::Action::watch, session.collection(id));
    auto grant = co_await asking;
    auto work = [&archive = session.parts().archive, grant = std::move(grant),
                 notifier = opened->changed.notifier()]() mutable {
        return archive.watch(std::move(grant), notifier);
    };
    auto watching = session.blocking(std::move(work));
    opened->watch = co_await watching;
    opened->told = opened->watch->view();
    co_return opened;
}

std::size_t first_unseen(const records::View& view) {
    for (std::size_t index = 0; index < view.size(); ++index) {
        if ((view[index].flags.system & records::SystemFlag::seen) == 0) return index + 1;
    }
    return 0;
}

void write_state(Session& session, const records::Collection& found, std::string_view old_name) {
    const auto& view = *session.mailbox().told;
    std::string out;
    session.write_flag_lists(out);
    out += "* " + std::to_string(view.size()) + " EXISTS\r\n";
    if (session.speaks_rev2()) {
        write_list_answer(out, {found.path, {}, false, old_name}, session.encoding());
    } else {
        // RFC 3501 6.3.1: no message is \Recent here.
        out += "* 0 RECENT\r\n";
        if (const auto unseen = first_unseen(view)) {
            out += "* OK [UNSEEN " + std::to_string(unseen) + "] First unseen\r\n";
        }
    }
    out += "* OK [UIDVALIDITY " + std::to_string(records::number(view.uid_validity())) +
           "] UIDs valid\r\n* OK [UIDNEXT " + std::to_string(records::number(view.uid_next())) +
           "] Predicted next UID\r\n";
    session.stream().write(out);
}

}  // namespace

Answering select(Session& session, grammar::Select& command) {
    if (!command.parameters.empty()) co_return bad("There is no such parameter");
    // RFC 9051 6.3.2: whatever comes of it, the mailbox selected before is left.
    if (session.selected() != nullptr) {
        session.unselect();
        session.stream().write("* OK [CLOSED] The mailbox before is closed\r\n");
    }
    auto finding = session.find(command.mailbox);
    const auto found = co_await finding;
    if (!found.selectable) throw records::NotFound("the name holds no messages");
    auto opening = open_mailbox(session, found.id, command.access);
    auto opened = co_await opening;
    auto refreshing = session.refresh_keywords();
    co_await refreshing;
    session.select(std::move(opened));
    write_state(session, found, command.mailbox.other_spelling);
    const bool is_read_only = command.access == grammar::Access::read_only;
    co_return ok("Selected", is_read_only ? "READ-ONLY" : "READ-WRITE");
}

Answering close(Session& session, grammar::Close&) {
    if (session.mailbox().access == grammar::Access::read_write) {
        auto expunging = expunge_deleted(session, policy::UidSet::all());
        co_await expunging;
    }
    session.unselect();
    co_return ok("Closed");
}

Answering unselect(Session& session, grammar::Unselect&) {
    session.unselect();
    co_return ok("Closed");
}

}  // namespace postvern::services::imap
