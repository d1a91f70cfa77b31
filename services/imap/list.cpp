// LIST, LSUB and NAMESPACE: RFC 9051 6.3.9 and 6.3.10, RFC 3501 6.3.9.
#include <algorithm>

#include "services/imap/commands.hpp"
#include "services/imap/grammar/list_pattern.hpp"
#include "services/imap/list_answer.hpp"
#include "services/imap/name_tree.hpp"
#include "services/imap/special_use.hpp"
#include "services/imap/status_answer.hpp"

namespace postvern::services::imap {

namespace {

enum class Subscriptions { needed, not_needed };

net::Task<NameTree> read_names(Session& session, Subscriptions subscriptions) {
    auto listing = session.mailboxes();
    auto mailboxes = co_await listing;
    std::vector<std::string> paths;
    if (subscriptions == Subscriptions::needed) {
        auto asking = session.ask(policy::Action::list, session.account());
        auto grant = co_await asking;
        auto work = [&archive = session.parts().archive, grant = std::move(grant)]() mutable {
            return archive.subscriptions(std::move(grant));
        };
        auto reading = session.blocking(std::move(work));
        paths = co_await reading;
    }
    co_return NameTree(std::move(mailboxes), paths);
}

// A LIST command at work on the names.
class Selection {
  public:
    Selection(const grammar::List& command, const NameTree& tree) : command_(command), tree_(tree) {
        for (const auto& pattern : command.patterns) patterns_.push_back(command.reference + pattern);
    }

    // The answer for `name`; absent: it is not selected.
    std::optional<ListAnswer> answer(const NameTree::Name& name) const {
        if (!matches_pattern(name)) return std::nullopt;
        const bool is_selected = is_among(name);
        const bool has_children = command_.selection.recursive_match && has_selected_below(name, is_selected);
        if (!is_selected && !has_children) return std::nullopt;
        return ListAnswer{name.path, attributes(name), has_children};
    }

  private:
    bool matches_pattern(const NameTree::Name& name) const {
        return std::any_of(patterns_.begin(), patterns_.end(), [&](const std::string& pattern) {
            return grammar::matches_list_pattern(pattern, name.path);
        });
    }

    // RFC 9051 6.3.9.1: what does not exist is listed only where it is subscribed and that is asked for.
    bool is_among(const NameTree::Name& name) const {
        const auto& wanted = command_.selection;
        if (wanted.subscribed && !name.is_subscribed) return false;
        if (wanted.special_use &&
            (name.mailbox == nullptr || attribute_of(name.mailbox->role).empty())) {
            return false;
        }
        return wanted.subscribed || name.mailbox != nullptr;
    }

    // RFC 9051 6.3.9.6: a name that is not selected itself is shown for the sake of those below it only
    // where one of them does not appear by itself.
    bool has_selected_below(const NameTree::Name& name, bool is_selected) const {
        const auto below = tree_.below(name.path);
        return std::any_of(below.begin(), below.end(), [&](const NameTree::Name* each) {
            return is_among(*each) && (is_selected || !matches_pattern(*each));
        });
    }

    std::vector<std::string_view> attributes(const NameTree::Name& name) const {
        std::vector<std::string_view> found;
        if (name.mailbox == nullptr) {
            found.push_back("\\NonExistent");
        } else if (!name.mailbox->selectable) {
            found.push_back("\\Noselect");
        }
        if (name.has_children) {
            found.push_back("\\HasChildren");
        } else if (name.mailbox != nullptr) {
            found.push_back("\\HasNoChildren");
        }
        const bool shows_subscriptions =
            command_.selection.subscribed || command_.returned.subscribed;
        if (shows_subscriptions && name.is_subscribed) found.push_back("\\Subscribed");
        if (name.mailbox != nullptr) {
            const auto use = attribute_of(name.mailbox->role);
            if (!use.empty()) found.push_back(use);
        }
        return found;
    }

    const grammar::List& command_;
    const NameTree& tree_;
    std::vector<std::string> patterns_;
};

}  // namespace

Answering list(Session& session, grammar::List& command) {
    if (command.form == grammar::List::Form::basic && command.patterns.front().empty()) {
        // RFC 9051 6.3.9: asks for the delimiter.
        session.stream().write("* LIST (\\Noselect) \"/\" \"\"\r\n");
        co_return ok("Listed");
    }
    const bool asks_subscriptions = command.selection.subscribed || command.returned.subscribed;
    auto reading = read_names(session, asks_subscriptions ? Subscriptions::needed
                                                          : Subscriptions::not_needed);
    const auto tree = co_await reading;
    const Selection selection(command, tree);
    for (const auto& name : tree.names()) {
        const auto answer = selection.answer(name);
        if (!answer) continue;
        std::string out;
        write_list_answer(out, *answer, session.encoding());
        const bool has_status = name.mailbox != nullptr && name.mailbox->selectable;
        if (has_status && !command.returned.status.empty()) {  // RFC 5819 2
            auto writing = write_status(session, *name.mailbox, command.returned.status);
            out += co_await writing;
        }
        session.stream().write(out);
    }
    co_return ok("Listed");
}

// RFC 3501 6.3.9: with "%", a name above a subscribed one stands for those below it, as \Noselect.
Answering lsub(Session& session, grammar::Lsub& command) {
    auto reading = read_names(session, Subscriptions::needed);
    const auto tree = co_await reading;
    const std::string pattern = command.reference + command.pattern;
    const bool shows_parents = pattern.ends_with('%');
    std::string out;
    for (const auto& name : tree.names()) {
        if (!grammar::matches_list_pattern(pattern, name.path)) continue;
        if (name.is_subscribed) {
            write_list_answer(out, {name.path, {}, {}}, session.encoding(), "LSUB");
            continue;
        }
        const auto below = tree.below(name.path);
        const bool has_subscribed =
            std::any_of(below.begin(), below.end(), [](const auto* each) { return each->is_subscribed; });
        if (shows_parents && has_subscribed) {
            write_list_answer(out, {name.path, {"\\Noselect"}, {}}, session.encoding(), "LSUB");
        }
    }
    session.stream().write(out);
    co_return ok("Listed");
}

// One personal namespace, no others.
Answering name_spaces(Session& session, grammar::Namespace&) {
    session.stream().write("* NAMESPACE ((\"\" \"/\")) NIL NIL\r\n");
    co_return ok("That is all");
}

}  // namespace postvern::services::imap
