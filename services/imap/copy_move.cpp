// COPY and MOVE with their UID forms: RFC 9051 6.4.7, 6.4.8, 6.4.9; COPYUID: RFC 4315 3.
#include "services/imap/commands.hpp"
#include "services/imap/expunging.hpp"

namespace postvern::services::imap {

namespace {

grammar::NumberSet numbers_of(const std::vector<records::Uid>& uids) {
    grammar::NumberSet set;
    for (const auto uid : uids) set.add(records::number(uid));
    return set;
}

// Both lists ascend, so the sets pair up in order.
std::string copy_uid(const records::Copied& copied) {
    return "COPYUID " + std::to_string(records::number(copied.uid_validity)) + ' ' +
           numbers_of(copied.source).to_string() + ' ' + numbers_of(copied.target).to_string();
}

using Transfer = void (records::Archive::*)(policy::Grant&&, policy::Grant&&,
                                            records::Done<records::Copied>);

struct Grants {
    policy::Grant from;
    policy::Grant to;
};

net::Task<Grants> ask_both(Session& session, policy::Action action, const policy::UidSet& uids,
                           policy::CollectionId target) {
    auto asking = session.ask(action, session.collection(session.mailbox().id, uids));
    auto from = co_await asking;
    auto asking_target = session.ask(policy::Action::append, session.collection(target));
    auto to = co_await asking_target;
    co_return Grants{std::move(from), std::move(to)};
}

// All of the messages or none.  RFC 9051 6.4.7
net::Task<records::Copied> transfer(Session& session, policy::Action action, Transfer act,
                                    const policy::UidSet& uids, grammar::MailboxName name) {
    auto finding = session.find_target(std::move(name));
    const auto target = co_await finding;
    auto asking = ask_both(session, action, uids, target.id);
    auto grants = co_await asking;
    auto begin = [&archive = session.parts().archive, act,
                  &grants](net::Completion<records::Copied> done) {
        (archive.*act)(std::move(grants.from), std::move(grants.to), std::move(done));
    };
    auto acting = session.archived<records::Copied>(std::move(begin));
    co_return co_await acting;
}

policy::UidSet wanted(Session& session, const grammar::SequenceSet& messages,
                      grammar::Numbering numbering) {
    auto uids = session.mailbox().resolve(messages, numbering);
    if (numbering == grammar::Numbering::sequence && !session.mailbox().holds(uids)) {
        throw Refused(no("EXPUNGEISSUED", "Some of the messages are gone"));
    }
    return uids;
}

}  // namespace

Answering copy(Session& session, grammar::Copy& command) {
    const auto uids = wanted(session, command.messages, command.numbering);
    if (uids.empty()) co_return ok("Nothing to copy");
    auto copying = transfer(session, policy::Action::copy, &records::Archive::copy, uids,
                            std::move(command.mailbox));
    const auto copied = co_await copying;
    if (copied.source.empty()) co_return ok("Nothing to copy");
    co_return ok("Copied", copy_uid(copied));
}

Answering move(Session& session, grammar::Move& command) {
    require_read_write(session);
    const auto uids = wanted(session, command.messages, command.numbering);
    if (uids.empty()) co_return ok("Nothing to move");
    auto moving = transfer(session, policy::Action::move, &records::Archive::move, uids,
                           std::move(command.mailbox));
    const auto moved = co_await moving;
    // RFC 6851 4.3: COPYUID goes before the EXPUNGE responses, which announce() sends next.
    if (!moved.source.empty()) session.stream().write("* OK [" + copy_uid(moved) + "] Moved\r\n");
    co_return ok("Moved");
}

}  // namespace postvern::services::imap
