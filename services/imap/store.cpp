// STORE and UID STORE: RFC 9051 6.4.6, 6.4.9.
#include "services/imap/commands.hpp"
#include "services/imap/expunging.hpp"
#include "services/imap/marking.hpp"

namespace postvern::services::imap {

namespace {

constexpr std::size_t kHighWater = 256 * 1024;

records::FlagChange change_of(const grammar::Store& command) {
    using Mode = records::FlagChange::Mode;
    const auto mode = command.mode == grammar::StoreMode::replace ? Mode::replace
                      : command.mode == grammar::StoreMode::add   ? Mode::add
                                                                  : Mode::remove;
    return {mode, system_bits(command.flags), command.flags.keywords};
}

// What `before` becomes by `change`, whose keywords have the bits `keywords`.
records::Flags changed(records::Flags before, const records::FlagChange& change,
                       std::uint64_t keywords) {
    using Mode = records::FlagChange::Mode;
    switch (change.mode) {
        case Mode::replace:
            return {change.system, keywords};
        case Mode::add:
            return {static_cast<std::uint8_t>(before.system | change.system),
                    before.keywords | keywords};
        case Mode::remove:
            return {static_cast<std::uint8_t>(before.system & ~change.system),
                    before.keywords & ~keywords};
    }
    return before;
}

// Bits of the keywords that the change names, made known to the client where they are new.
net::Task<std::uint64_t> bits_of(Session& session, const std::vector<std::string>& names) {
    std::uint64_t bits = 0;
    for (const auto& name : names) {
        auto bit = keyword_bit(session.keywords(), name);
        if (!bit) {
            auto refreshing = session.know_keywords(~std::uint64_t{0});
            co_await refreshing;
            bit = keyword_bit(session.keywords(), name);
        }
        bits |= bit.value_or(0);
    }
    co_return bits;
}

// Those of `uids` that now have the flags that a client expects which was told `told`.
policy::UidSet as_expected(const records::View& told, const records::View& current,
                           const policy::UidSet& uids, const records::FlagChange& change,
                           std::uint64_t keywords) {
    policy::UidSet found;
    for_each_item(told, uids, [&](std::size_t, const records::ItemState& item) {
        const auto index = current.find(item.uid);
        if (index && current[*index].flags == changed(item.flags, change, keywords)) {
            found.add(records::number(item.uid));
        }
    });
    return found;
}

net::Task<void> report(Session& session, const policy::UidSet& uids) {
    const auto told = session.mailbox().told;
    const auto current = session.mailbox().watch->view();
    for (const auto& range : uids.ranges()) {
        for (auto index = told->lower_bound(records::Uid{range.first});
             index < told->size() && records::number((*told)[index].uid) <= range.last; ++index) {
            const auto& item = (*told)[index];
            if (!current->find(item.uid)) continue;  // gone: EXPUNGE will say so
            std::string line = "* ";
            grammar::write_number(line, index + 1);
            line += " FETCH (";
            if (session.shows_uids()) {
                line += "UID ";
                grammar::write_number(line, records::number(item.uid));
                line += ' ';
            }
            line += "FLAGS ";
            grammar::write_flags(line, wire_flags(item.flags, session.keywords()));
            line += ")\r\n";
            session.stream().write(line);
            if (session.stream().unsent() > kHighWater) co_await session.stream().drain(kHighWater);
        }
    }
}

}  // namespace

net::Task<std::vector<records::Uid>> mark(Session& session, policy::UidSet uids,
                                          records::FlagChange change) {
    using Uids = std::vector<records::Uid>;
    const auto id = session.mailbox().id;
    auto asking = session.ask(policy::Action::mark, session.collection(id, std::move(uids)));
    auto grant = co_await asking;
    auto act = [&archive = session.parts().archive, grant = std::move(grant),
                change = std::move(change)](net::Completion<Uids> done) mutable {
        archive.mark(std::move(grant), std::move(change), std::move(done));
    };
    auto marking = session.archived_blocking<Uids>(std::move(act));
    co_return co_await marking;
}

Answering store(Session& session, grammar::Store& command) {
    if (!command.modifiers.empty()) co_return bad("There is no such modifier");
    require_read_write(session);
    auto& open = session.mailbox();
    const auto uids = open.resolve(command.messages, command.numbering);
    if (uids.empty()) co_return ok("Nothing to change");
    const auto change = change_of(command);
    auto marking = mark(session, uids, change);
    const auto existing = co_await marking;
    auto naming = bits_of(session, change.keywords);
    const auto keywords = co_await naming;
    if (command.reply == grammar::StoreReply::silent) {
        // RFC 9051 6.4.6: what others did meanwhile is told all the same.
        const auto quiet = as_expected(*open.told, *open.watch->view(), uids, change, keywords);
        auto telling = session.announce(Removals::held_back, &quiet);
        co_await telling;
    } else {
        auto telling = session.announce(Removals::held_back, &uids);
        co_await telling;
        auto reporting = report(session, uids);
        co_await reporting;
    }
    if (existing.size() < uids.size() && command.numbering == grammar::Numbering::sequence) {
        co_return no("EXPUNGEISSUED", "Some of the messages are gone");
    }
    co_return ok("Stored");
}

}  // namespace postvern::services::imap
