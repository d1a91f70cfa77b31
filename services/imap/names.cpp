// Session: mailboxes by name.
#include <algorithm>
#include <optional>

#include "services/imap/list_answer.hpp"
#include "services/imap/session.hpp"

namespace postvern::services::imap {

net::Task<std::vector<records::Collection>> Session::mailboxes() {
    auto asking = ask(policy::Action::list, account());
    auto grant = co_await asking;
    auto work = [&archive = parts_.archive, grant = std::move(grant)]() mutable {
        auto found = archive.collections(std::move(grant));
        std::erase_if(found, [](const records::Collection& each) {
            return each.kind != policy::CollectionKind::mailbox;
        });
        return found;
    };
    auto listing = blocking(std::move(work));
    co_return co_await listing;
}

net::Task<records::Collection> Session::find(grammar::MailboxName name) {
    auto listing = mailboxes();
    auto all = co_await listing;
    // RFC 9051 6.3.4: a delimiter at the end says that there will be names below.
    if (name.utf8.ends_with('/')) name.utf8.pop_back();
    const auto found = std::find_if(all.begin(), all.end(), [&](const records::Collection& each) {
        return each.path == name.utf8;
    });
    if (found == all.end()) throw records::NotFound("no such mailbox");
    co_return std::move(*found);
}

net::Task<records::Collection> Session::find_target(grammar::MailboxName name) {
    const auto other_spelling = name.other_spelling;
    std::optional<records::Collection> found;
    try {
        auto finding = find(std::move(name));
        found = co_await finding;
    } catch (const records::NotFound&) {
        // said below, with what the client may do about it
    }
    if (!found || !found->selectable) throw Refused(no("TRYCREATE", "There is no such mailbox"));
    tell_old_name(found->path, other_spelling);
    co_return std::move(*found);
}

void Session::tell_old_name(std::string_view path, std::string_view old_name,
                            std::vector<std::string_view> attributes) {
    if (!rev2_ || old_name.empty()) return;
    std::string out;
    write_list_answer(out, {path, std::move(attributes), false, old_name}, encoding());
    stream_.write(out);
}

}  // namespace postvern::services::imap
