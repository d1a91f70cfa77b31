// FETCH and UID FETCH: RFC 9051 6.4.5, 6.4.9.
#include "services/imap/commands.hpp"
#include "services/imap/fetch_writer.hpp"
#include "services/imap/marking.hpp"
#include "services/imap/read_ahead.hpp"

namespace postvern::services::imap {

namespace {

// Unsent octets above which answers from memory wait for the client.
constexpr std::size_t kHighWater = 256 * 1024;

// Marks those of `uids` \Seen that are not. The client learns of it from the answers.
net::Task<policy::UidSet> mark_seen(Session& session, const policy::UidSet& uids) {
    policy::UidSet unseen;
    for_each_item(*session.mailbox().told, uids, [&](std::size_t, const records::ItemState& item) {
        if ((item.flags.system & records::SystemFlag::seen) == 0) unseen.add(records::number(item.uid));
    });
    if (unseen.empty()) co_return unseen;
    records::FlagChange change{records::FlagChange::Mode::add, records::SystemFlag::seen, {}};
    try {
        auto marking = mark(session, unseen, std::move(change));
        co_await marking;
    } catch (const records::Unavailable&) {
        // A full disk keeps nobody from reading: the messages stay unseen.
        co_return policy::UidSet{};
    }
    auto telling = session.announce(Removals::held_back, &unseen);
    co_await telling;
    co_return unseen;
}

// How far a FETCH has come.
struct Progress {
    std::uint64_t written = 0;
    std::uint64_t undecodable = 0;
    policy::UidSet need_content;  // their summaries did not hold the answer
};

net::Task<void> write_from_state(Session& session, const policy::UidSet& uids, FetchWriter& writer) {
    const auto told = session.mailbox().told;
    for (const auto& range : uids.ranges()) {
        for (auto index = told->lower_bound(records::Uid{range.first});
             index < told->size() && records::number((*told)[index].uid) <= range.last; ++index) {
            writer.write((*told)[index]);
            if (session.stream().unsent() > kHighWater) co_await session.stream().drain(kHighWater);
        }
    }
}

net::Task<Progress> write_from_store(Session& session, policy::Grant grant, std::uint64_t expected,
                                     records::Fields fields, FetchWriter& writer) {
    Progress progress;
    auto stream = session.parts().archive.read(std::move(grant), fields);
    ReadAhead reading(session.stream().loop(), session.parts().blocking, std::move(stream), expected);
    for (;;) {
        auto arriving = reading.next();
        const auto batch = co_await arriving;
        if (batch.empty()) co_return progress;
        for (const auto& item : batch) {
            auto writing = writer.write(item, fields);
            const auto written = co_await writing;
            switch (written) {
                case FetchWriter::Written::whole:
                    ++progress.written;
                    break;
                case FetchWriter::Written::needs_content:
                    progress.need_content.add(records::number(item.state.uid));
                    break;
                case FetchWriter::Written::undecodable:
                    ++progress.undecodable;
                    break;
            }
        }
        co_await session.stream().drain(kHighWater);
    }
}

net::Task<policy::Grant> ask_to_read(Session& session, const policy::UidSet& uids) {
    return session.ask(policy::Action::read, session.collection(session.mailbox().id, uids));
}

// Those of `uids` that the command will answer, and so marks \Seen.  RFC 9051 6.4.5
net::Task<policy::UidSet> decodable(Session& session, const policy::UidSet& uids,
                                    const grammar::Fetch& command) {
    auto asking = ask_to_read(session, uids);
    auto grant = co_await asking;
    auto stream = session.parts().archive.read(std::move(grant), records::Fields::summary);
    ReadAhead reading(session.stream().loop(), session.parts().blocking, std::move(stream), uids.size());
    policy::UidSet found;
    for (;;) {
        auto arriving = reading.next();
        const auto batch = co_await arriving;
        if (batch.empty()) co_return found;
        for (const auto& item : batch) {
            SectionCutter cutter(item, records::Fields::summary);
            if (!FetchWriter::is_undecodable(command, cutter)) found.add(records::number(item.state.uid));
        }
    }
}

}  // namespace

Answering fetch(Session& session, grammar::Fetch& command) {
    if (!command.modifiers.empty()) co_return bad("There is no such modifier");
    auto& open = session.mailbox();
    const auto uids = open.resolve(command.messages, command.numbering);
    if (uids.empty()) co_return ok("Nothing to fetch");
    auto asking = ask_to_read(session, uids);
    auto grant = co_await asking;
    policy::UidSet newly_seen;
    if (FetchWriter::marks_seen(command) && open.access == grammar::Access::read_write) {
        auto answerable = uids;
        if (FetchWriter::has_binary(command)) {
            auto finding = decodable(session, uids, command);
            answerable = co_await finding;
        }
        auto marking = mark_seen(session, answerable);
        newly_seen = co_await marking;
    }
    FetchWriter writer(session, command, newly_seen);
    const auto fields = FetchWriter::needs(command);
    if (!fields) {
        auto writing = write_from_state(session, uids, writer);
        co_await writing;
        co_return ok("Fetched");
    }
    auto writing = write_from_store(session, std::move(grant), uids.size(), *fields, writer);
    auto progress = co_await writing;
    if (!progress.need_content.empty()) {
        auto asking_again = ask_to_read(session, progress.need_content);
        auto another = co_await asking_again;
        auto completing = write_from_store(session, std::move(another), progress.need_content.size(),
                                           records::Fields::both, writer);
        const auto completed = co_await completing;
        progress.written += completed.written;
        progress.undecodable += completed.undecodable;
    }
    if (progress.undecodable > 0) co_return no("UNKNOWN-CTE", "An encoding is not known");
    // RFC 9051 7.1: some were erased elsewhere meanwhile; UIDs that do not exist are no fault.
    if (progress.written < uids.size() && command.numbering == grammar::Numbering::sequence) {
        co_return no("EXPUNGEISSUED", "Some of the messages are gone");
    }
    co_return ok("Fetched");
}

}  // namespace postvern::services::imap
