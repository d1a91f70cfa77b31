// CREATE, DELETE, RENAME, SUBSCRIBE, UNSUBSCRIBE: RFC 9051 6.3.4 to 6.3.8; CREATE-SPECIAL-USE: RFC 6154 3.
#include <algorithm>

#include "services/imap/commands.hpp"
#include "services/imap/special_use.hpp"

namespace postvern::services::imap {

namespace {

using Done = net::Completion<std::monostate>;

// The role that CREATE asks for. Throws Refused: NO [USEATTR].
records::CollectionRole wanted_role(const std::vector<std::string>& uses,
                                    const std::vector<records::Collection>& all) {
    if (uses.empty()) return records::CollectionRole::none;
    const auto role = uses.size() == 1 ? role_of(uses.front()) : std::nullopt;
    if (!role) throw Refused(no("USEATTR", "That use cannot be given to a mailbox here"));
    const bool is_taken = std::any_of(
        all.begin(), all.end(), [&](const records::Collection& each) { return each.role == *role; });
    if (is_taken) throw Refused(no("USEATTR", "Another mailbox has that use already"));
    return *role;
}

Answering change_subscription(Session& session, std::string name, bool subscribed) {
    auto asking = session.ask(policy::Action::subscribe, session.account());
    auto grant = co_await asking;
    auto act = [&archive = session.parts().archive, grant = std::move(grant), name = std::move(name),
                subscribed](Done done) mutable {
        archive.subscribe(std::move(grant), name, subscribed, std::move(done));
    };
    auto subscribing = session.archived_blocking<std::monostate>(std::move(act));
    co_await subscribing;
    co_return ok(subscribed ? "Subscribed" : "Unsubscribed");
}

}  // namespace

Answering create(Session& session, grammar::Create& command) {
    auto role = records::CollectionRole::none;
    if (!command.special_uses.empty()) {
        auto listing = session.mailboxes();
        const auto all = co_await listing;
        role = wanted_role(command.special_uses, all);
    }
    auto asking = session.ask(policy::Action::create_collection, session.account());
    auto grant = co_await asking;
    auto act = [&archive = session.parts().archive, grant = std::move(grant),
                name = command.mailbox.utf8, role](net::Completion<policy::CollectionId> done) mutable {
        archive.create(std::move(grant), name, policy::CollectionKind::mailbox, role, std::move(done));
    };
    auto creating = session.archived_blocking<policy::CollectionId>(std::move(act));
    co_await creating;
    std::string_view path = command.mailbox.utf8;
    // RFC 9051 6.3.4: a delimiter at the end is a declaration of intent, no part of the name.
    if (path.ends_with('/')) path.remove_suffix(1);
    session.tell_old_name(path, command.mailbox.other_spelling);
    co_return ok("Created");
}

Answering remove(Session& session, grammar::Delete& command) {
    auto finding = session.find(command.mailbox);
    const auto found = co_await finding;
    auto asking = session.ask(policy::Action::delete_collection, session.collection(found.id));
    auto grant = co_await asking;
    auto act = [&archive = session.parts().archive, &grant](Done done) {
        archive.remove(std::move(grant), std::move(done));
    };
    auto removing = session.archived<std::monostate>(std::move(act));
    co_await removing;
    if (session.selected() != nullptr && session.mailbox().id == found.id) {
        session.unselect();
        session.stream().write("* OK [CLOSED] The deleted mailbox is closed\r\n");
    }
    session.tell_old_name(found.path, command.mailbox.other_spelling, {"\\NonExistent"});
    co_return ok("Deleted");
}

Answering rename(Session& session, grammar::Rename& command) {
    auto finding = session.find(command.from);
    const auto found = co_await finding;
    auto asking = session.ask(policy::Action::rename_collection, session.collection(found.id));
    auto grant = co_await asking;
    auto act = [&archive = session.parts().archive, grant = std::move(grant),
                name = command.to.utf8](Done done) mutable {
        archive.rename(std::move(grant), name, std::move(done));
    };
    auto renaming = session.archived_blocking<std::monostate>(std::move(act));
    co_await renaming;
    const auto& [from, to] = command;
    const bool is_corrected = !from.other_spelling.empty() || !to.other_spelling.empty();
    if (is_corrected) {
        // RFC 9051 6.3.6: the existing name as it was supplied, and the new one as it is now.
        session.tell_old_name(to.utf8, from.other_spelling.empty() ? from.utf8 : from.other_spelling);
    }
    co_return ok("Renamed");
}

Answering subscribe(Session& session, grammar::Subscribe& command) {
    return change_subscription(session, std::move(command.mailbox.utf8), true);
}

Answering unsubscribe(Session& session, grammar::Unsubscribe& command) {
    return change_subscription(session, std::move(command.mailbox.utf8), false);
}

}  // namespace postvern::services::imap
