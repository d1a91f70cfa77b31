// SEARCH and UID SEARCH: RFC 9051 6.4.4, with RETURN (RFC 4731) and SAVE (RFC 5182).
#include <memory>
#include <utility>

#include "services/imap/commands.hpp"
#include "services/imap/search_answer.hpp"
#include "services/imap/search_program.hpp"

namespace postvern::services::imap {

namespace {

// What became of some messages: ascending UIDs.
struct Sorted {
    policy::UidSet found;
    policy::UidSet undecided;
    bool is_end = false;  // nothing is left to read

    void put(records::Uid uid, Verdict verdict) {
        if (verdict == Verdict::yes) found.add(records::number(uid));
        if (verdict == Verdict::unknown) undecided.add(records::number(uid));
    }
    void put(const Sorted& other) {
        for (const auto& range : other.found.ranges()) found.add(range.first, range.last);
        for (const auto& range : other.undecided.ranges()) undecided.add(range.first, range.last);
    }
};

using Program = std::shared_ptr<const SearchProgram>;  // shared with the pool

void require_known_charset(const std::optional<std::string>& charset) {
    if (!charset || *charset == "UTF-8" || *charset == "US-ASCII") return;
    throw Refused(no("BADCHARSET (US-ASCII UTF-8)", "That charset is not known"));
}

Sorted sort_by_state(const records::View& view, const SearchProgram& program) {
    Sorted sorted;
    for (std::size_t index = 0; index < view.size(); ++index) {
        sorted.put(view[index].uid, program.test({view[index]}));
    }
    return sorted;
}

// One batch, on the pool: matching text takes its time.
Sorted sort_batch(records::ItemStream& stream, const SearchProgram& program, records::Fields fields) {
    Sorted sorted;
    const auto batch = stream.next();
    sorted.is_end = batch.empty();
    for (const auto& item : batch) {
        const records::SummaryView summary(item.summary);
        const auto* content = fields == records::Fields::summary ? nullptr : &item.content;
        sorted.put(item.state.uid, program.test({item.state, &summary, content}));
    }
    return sorted;
}

net::Task<Sorted> sort_by_reading(Session& session, policy::Grant grant, Program program,
                                  records::Fields fields) {
    auto stream = std::make_shared<records::ItemStream>(
        session.parts().archive.read(std::move(grant), fields));  // shared with the pool
    Sorted all;
    while (!all.is_end) {
        auto work = [stream, program, fields] { return sort_batch(*stream, *program, fields); };
        auto sorting = session.blocking(std::move(work));
        const auto sorted = co_await sorting;
        all.put(sorted);
        all.is_end = sorted.is_end;
    }
    co_return all;
}

net::Task<policy::Grant> ask_to_search(Session& session, const policy::UidSet& uids) {
    return session.ask(policy::Action::search, session.collection(session.mailbox().id, uids));
}

// UIDs of the messages that match. Reads no more than it takes to know.
net::Task<policy::UidSet> matches(Session& session, Program program) {
    const auto told = session.mailbox().told;
    auto sorted = sort_by_state(*told, *program);
    const bool is_decided = sorted.undecided.empty();
    auto asking = ask_to_search(session, is_decided ? sorted.found : sorted.undecided);
    auto grant = co_await asking;
    if (is_decided) co_return sorted.found;

    auto reading = sort_by_reading(session, std::move(grant), program, records::Fields::summary);
    const auto by_summary = co_await reading;
    auto found = std::move(sorted.found);
    Sorted read = by_summary;
    if (!by_summary.undecided.empty()) {
        auto asking_again = ask_to_search(session, by_summary.undecided);
        auto another = co_await asking_again;
        auto reading_content =
            sort_by_reading(session, std::move(another), program, records::Fields::both);
        const auto by_content = co_await reading_content;
        read.put(by_content);
    }
    for (const auto& range : read.found.ranges()) found.add(range.first, range.last);
    co_return found;
}

std::vector<Hit> hits_of(const records::View& told, const policy::UidSet& uids,
                         grammar::Numbering numbering) {
    std::vector<Hit> hits;
    for_each_item(told, uids, [&](std::size_t index, const records::ItemState& item) {
        const auto uid = records::number(item.uid);
        const auto sequence = static_cast<std::uint32_t>(index + 1);
        hits.push_back({numbering == grammar::Numbering::uid ? uid : sequence, uid});
    });
    return hits;
}

void reply(Session& session, const grammar::Search& command, const std::vector<Hit>& hits) {
    std::string out;
    if (!command.returned && !session.speaks_rev2()) {
        write_search_answer(out, hits);
    } else {
        grammar::SearchReturn returned = command.returned.value_or(grammar::SearchReturn{});
        const bool asks = returned.min || returned.max || returned.all || returned.count;
        // RFC 9051 6.4.4: SAVE alone has no response; a search without RETURN has ALL.
        if (!asks && returned.save) return;
        if (!asks) returned.all = true;
        write_esearch_answer(out, hits, returned, command.numbering, session.tag());
    }
    session.stream().write(out);
}

}  // namespace

Answering search(Session& session, grammar::Search& command) {
    auto& open = session.mailbox();
    if (SearchProgram::names_unknown_keyword(command.program, session.keywords())) {
        auto refreshing = session.know_keywords(~std::uint64_t{0});
        co_await refreshing;
    }
    auto program = std::make_shared<const SearchProgram>(command.program, open, session.keywords());
    const bool saves = command.returned && command.returned->save;
    // RFC 9051 6.4.4.1: a search that fails leaves the empty set. The program has read the old one.
    if (saves) open.saved = {};
    require_known_charset(command.charset);
    auto matching = matches(session, std::move(program));
    const auto uids = co_await matching;
    const auto hits = hits_of(*open.told, uids, command.numbering);
    if (saves) open.saved = saved_uids(hits, *command.returned);
    reply(session, command, hits);
    co_return ok("Searched");
}

}  // namespace postvern::services::imap
