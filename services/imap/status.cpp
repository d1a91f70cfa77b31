// STATUS: RFC 9051 6.3.11, RFC 8438, RFC 9208 4.1.4.
#include "services/imap/commands.hpp"
#include "services/imap/status_answer.hpp"

namespace postvern::services::imap {

namespace {

// Octets of the messages flagged \Deleted.
net::Task<std::uint64_t> deleted_octets(Session& session, const records::Collection& mailbox) {
    if (mailbox.deleted == 0) co_return 0;
    auto asking = session.ask(policy::Action::watch, session.collection(mailbox.id));
    auto grant = co_await asking;
    auto work = [&archive = session.parts().archive, grant = std::move(grant)]() mutable {
        return archive.watch(std::move(grant), [] {})->view();
    };
    auto viewing = session.blocking(std::move(work));
    const auto view = co_await viewing;
    std::uint64_t octets = 0;
    for (std::size_t index = 0; index < view->size(); ++index) {
        const auto& item = (*view)[index];
        if ((item.flags.system & records::SystemFlag::deleted) != 0) octets += item.size;
    }
    co_return octets;
}

// The value of every item but DELETED-STORAGE.
std::uint64_t value_of(grammar::StatusItem item, const records::Collection& mailbox,
                       const Settings& settings) {
    using Item = grammar::StatusItem;
    switch (item) {
        case Item::messages:
            return mailbox.items;
        case Item::uid_next:
            return records::number(mailbox.uid_next);
        case Item::uid_validity:
            return records::number(mailbox.uid_validity);
        case Item::unseen:
            return mailbox.unseen;
        case Item::deleted:
            return mailbox.deleted;
        case Item::size:
            return mailbox.octets;
        case Item::append_limit:
            return settings.message_octets;
        case Item::recent:           // RFC 3501 2.3.2: nothing is \Recent here
        case Item::deleted_storage:  // see above
            return 0;
    }
    return 0;
}

}  // namespace

net::Task<std::string> write_status(Session& session, const records::Collection& mailbox,
                                    const std::vector<grammar::StatusItem>& items) {
    std::string out = "* STATUS ";
    grammar::write_mailbox(out, mailbox.path, session.encoding());
    out += " (";
    for (const auto item : items) {
        if (out.back() != '(') out += ' ';
        out += grammar::status_item_name(item);
        out += ' ';
        auto value = value_of(item, mailbox, session.parts().settings);
        if (item == grammar::StatusItem::deleted_storage) {
            auto adding_up = deleted_octets(session, mailbox);
            value = co_await adding_up;
        }
        grammar::write_number(out, value);
    }
    out += ")\r\n";
    co_return out;
}

Answering status(Session& session, grammar::Status& command) {
    auto finding = session.find(std::move(command.mailbox));
    const auto found = co_await finding;
    if (!found.selectable) throw records::NotFound("the name holds no messages");
    auto writing = write_status(session, found, command.items);
    const auto line = co_await writing;
    session.stream().write(line);
    co_return ok("That is all");
}

}  // namespace postvern::services::imap
