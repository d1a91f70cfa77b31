// Session: what the client is told of its mailbox, and when.  RFC 9051 7.4.1, 7.5.1, 5.2
#include "services/imap/session.hpp"

namespace postvern::services::imap {

namespace {

// Unsent octets above which a long announcement waits for its client.
constexpr std::size_t kHighWater = 256 * 1024;

std::uint64_t keyword_bits(const std::vector<records::ItemState>& items) {
    std::uint64_t bits = 0;
    for (const auto& item : items) bits |= item.flags.keywords;
    return bits;
}

}  // namespace

net::Task<void> Session::announce(Removals removals, const policy::UidSet* quiet) {
    auto& open = mailbox();
    if (open.watch->gone() || !open.watch->stands()) {
        end_because_gone();
        co_return;
    }
    const auto current = open.watch->view();
    const bool may_catch_up = open.removals_held_back && removals == Removals::announced;
    if (current == open.told ||
        (current->highest_modseq() == open.told->highest_modseq() && !may_catch_up)) {
        co_return;
    }
    const auto found = differences(*open.told, *current);
    // First what may fail: until then the client has been told nothing.
    auto knowing = know_keywords(keyword_bits(found.reflagged));
    co_await knowing;
    if (removals == Removals::announced) {
        auto announcing = announce_removals(found.removed);
        co_await announcing;
        open.told = current;
        open.removals_held_back = false;
    } else {
        open.removals_held_back = !found.removed.empty();
        open.told = found.removed.empty() ? current
                                          : with_removals_held_back(open.told, found, *current);
    }
    auto writing = write_changes(found, quiet);
    co_await writing;
}

// From the last to the first, so that no number is shifted by an earlier one.
net::Task<void> Session::announce_removals(const std::vector<records::Uid>& removed) {
    const auto told = mailbox().told;
    for (auto uid = removed.rbegin(); uid != removed.rend(); ++uid) {
        std::string line = "* ";
        grammar::write_number(line, *told->find(*uid) + 1);
        line += " EXPUNGE\r\n";
        stream_.write(line);
        if (stream_.unsent() > kHighWater) co_await stream_.drain(kHighWater);
    }
}

net::Task<void> Session::write_changes(const Differences& found, const policy::UidSet* quiet) {
    const auto told = mailbox().told;
    std::string line;
    if (!found.added.empty()) {
        line = "* ";
        grammar::write_number(line, told->size());
        line += " EXISTS\r\n";
        stream_.write(line);
    }
    for (const auto& item : found.reflagged) {
        if (quiet != nullptr && quiet->contains(records::number(item.uid))) continue;
        line = "* ";
        grammar::write_number(line, *told->find(item.uid) + 1);
        line += " FETCH (";
        if (shows_uids()) {
            line += "UID ";
            grammar::write_number(line, records::number(item.uid));
            line += ' ';
        }
        line += "FLAGS ";
        grammar::write_flags(line, wire_flags(item.flags, keywords_));
        line += ")\r\n";
        stream_.write(line);
        if (stream_.unsent() > kHighWater) co_await stream_.drain(kHighWater);
    }
}

// The mailbox was deleted, or may no longer be watched: numbers would lose their meaning.
void Session::end_because_gone() {
    say_bye("The selected mailbox is no longer available");
    end();
}

net::Task<void> Session::refresh_keywords() {
    auto asking = ask(policy::Action::list, account());
    auto grant = co_await asking;
    auto work = [&archive = parts_.archive, grant = std::move(grant)]() mutable {
        return archive.keywords(std::move(grant));
    };
    auto reading = blocking(std::move(work));
    auto names = co_await reading;
    // Most accounts have none: an idle session then keeps nothing.
    keywords_ = names.empty() ? nullptr
                              : std::make_shared<const std::vector<std::string>>(std::move(names));
}

net::Task<void> Session::know_keywords(std::uint64_t bits) {
    if (covers(keywords_, bits)) co_return;
    const auto before = keywords_;
    auto refreshing = refresh_keywords();
    co_await refreshing;
    const bool has_grown = keywords_ && (!before || keywords_->size() > before->size());
    if (selected() == nullptr || !has_grown) co_return;
    std::string lines;
    write_flag_lists(lines);
    stream_.write(lines);
}

void Session::write_flag_lists(std::string& out) {
    const auto all = every_flag(keywords_);
    out += "* FLAGS ";
    grammar::write_flags(out, all);
    out += "\r\n* OK [PERMANENTFLAGS ";
    if (mailbox().access == grammar::Access::read_only) {
        out += "()";
    } else {
        grammar::write_flags(out, all);
        out.insert(out.size() - 1, " \\*");  // clients may make keywords
    }
    out += "] Flags that stay\r\n";
}

}  // namespace postvern::services::imap
