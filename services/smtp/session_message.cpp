// DATA (RFC 5321 4.1.1.4) and BDAT (RFC 3030 2): a message comes in and is handed to the mailroom.
#include <exception>
#include <memory>
#include <span>
#include <utility>

#include "services/net/errors.hpp"
#include "services/smtp/failure.hpp"
#include "services/smtp/grammar/dot_decoder.hpp"
#include "services/smtp/grammar/trace.hpp"
#include "services/smtp/session.hpp"
#include "services/smtp/submitted_message.hpp"

namespace postvern::services::smtp {

using grammar::Enhanced;

namespace {

// A message that is too large is read on, so that its sender sees the reply, up to so many times
// the limit.
constexpr std::uint64_t kPatience = 4;

}  // namespace

bool Session::Reception::make_room(std::size_t octets) {
    if (content.is_discarded()) return true;
    // Each octet may become two: a bare LF grows to CRLF.
    if (lease.cover(content.text().size() + 2 * octets)) return true;
    is_out_of_budget = true;
    content.discard();
    lease.release();
    return false;
}

void Session::Reception::take(std::string_view octets) {
    make_room(octets.size());
    content.append(octets);
}

std::string Session::protocol(const Envelope& envelope) const {
    // RFC 3848; RFC 6531 4.3
    if (is_lmtp()) {
        return std::string(envelope.utf8 ? "UTF8LMTP" : "LMTP") + (stream_.is_tls() ? "S" : "");
    }
    return envelope.utf8 ? "UTF8SMTPSA" : "ESMTPSA";
}

Session::Reception Session::begin_reception(const Envelope& envelope) {
    std::string id(net::SessionReference::random().text());
    grammar::Trace trace{.sender = envelope.sender,
                         .client = std::nullopt,
                         .host = service_.host,
                         .protocol = protocol(envelope),
                         .id = id,
                         .moment = service_.clock()};
    if (is_lmtp()) trace.client = client_;
    grammar::Content content(grammar::trace_fields(trace), service_.limits.message);
    content.expect(envelope.announced_size);
    stream_.set_deadline(service_.limits.whole_message);
    return {std::move(content), net::MemoryBudget::Lease(service_.budget), std::move(id)};
}

net::Task<void> Session::data(std::string_view arguments) {
    grammar::expect_no_arguments(arguments);
    if (std::get<Mailing>(state_).envelope.recipients.empty()) {
        // RFC 2033 4.2, RFC 5321 3.3
        reply({503, Enhanced{5, 1}, "No valid recipients"});
        co_return;
    }
    reply({354, std::nullopt, "Send the message, end it with a line of one dot"});
    auto envelope = std::move(std::get<Mailing>(state_).envelope);
    state_ = Greeted{};
    auto reception = begin_reception(envelope);
    // INVARIANT: until the end is found, whatever fails ends the conversation, so that no rest of a
    // message is taken for commands.
    is_over_ = true;
    grammar::DotDecoder decoder;
    while (!decoder.is_complete()) {
        const auto octets = co_await stream_.read_some();
        if (octets.empty()) co_return;  // left in the middle: nothing is kept
        reception.make_room(octets.size());
        const auto used = decoder.decode(octets, reception.content);
        stream_.consume(used);
    }
    is_over_ = false;
    auto concluding = conclude(std::move(envelope), std::move(reception));
    co_await concluding;
}

net::Task<void> Session::chunk(std::string_view arguments) {
    std::optional<grammar::ChunkCommand> parsed;
    try {
        parsed = grammar::parse_chunk(arguments);
    } catch (const grammar::SyntaxError&) {
        // How many octets follow is unknown, and they must not be taken for commands.
        refuse({501, Enhanced{5, 4}, "Expected a size in octets and LAST or nothing"});
    }
    if (!parsed || parsed->octets > kPatience * service_.limits.message) {
        if (parsed) reply({552, Enhanced{3, 4}, "The chunk is too large"});
        is_over_ = true;
        co_return;
    }
    is_over_ = true;  // until the chunk's end, see data()
    const bool is_first = std::holds_alternative<Mailing>(state_) &&
                          !std::get<Mailing>(state_).envelope.recipients.empty();
    if (is_first) {
        auto envelope = std::move(std::get<Mailing>(state_).envelope);
        auto reception = begin_reception(envelope);
        state_.emplace<Receiving>(Receiving{std::move(envelope), std::move(reception)});
    }
    auto* receiving = std::get_if<Receiving>(&state_);
    if (receiving == nullptr) {
        auto skipping = skip_chunk(parsed->octets);
        co_await skipping;
        is_over_ = false;
        reply({503, Enhanced{5, 1}, "Not now: no valid recipients"});
        co_return;
    }
    auto& reception = receiving->reception;
    net::Stream::Sink sink = [&reception](std::span<const char> octets) {
        reception.take({octets.data(), octets.size()});
    };
    auto reading = stream_.read_exactly(parsed->octets, std::move(sink));
    co_await reading;
    is_over_ = false;
    if (!parsed->is_last) {
        const auto refusal = objection(reception);
        reply(refusal ? *refusal : Reply{250, Enhanced{0, 0}, "Chunk received"});
        // A client that sends on and on after a refusal is let go.
        is_over_ = reception.content.size() > kPatience * service_.limits.message;
        co_return;
    }
    auto envelope = std::move(receiving->envelope);
    auto complete = std::move(reception);
    state_ = Greeted{};
    auto concluding = conclude(std::move(envelope), std::move(complete));
    co_await concluding;
}

net::Task<void> Session::skip_chunk(std::uint64_t octets) {
    net::Stream::Sink nowhere = [](std::span<const char>) {};
    auto reading = stream_.read_exactly(octets, std::move(nowhere));
    co_await reading;
}

// Why the message cannot be taken, whoever it is for.
std::optional<grammar::Reply> Session::objection(const Reception& reception) const {
    const auto& content = reception.content;
    if (content.is_over_limit()) return Reply{552, Enhanced{3, 4}, "The message is too large"};
    if (reception.is_out_of_budget) {
        return Reply{452, Enhanced{3, 1}, "Too much mail at once, try later"};
    }
    // RFC 5321 2.3.1 wants text; IMAP cannot show NUL (RFC 9051 4.3.1).
    if (content.has_null()) return Reply{554, Enhanced{6, 0}, "The message holds NUL octets"};
    // See the decision at grammar::Content::append.
    if (!is_lmtp() && content.has_bare_line_end()) {
        return Reply{554, Enhanced{6, 0}, "The message holds CR or LF alone; lines end with CRLF"};
    }
    return std::nullopt;
}

net::Task<void> Session::conclude(Envelope envelope, Reception reception) {
    stream_.clear_deadline();
    reception.content.finish();
    if (const auto refusal = objection(reception)) {
        reply_to_each(envelope, *refusal);
        co_return;
    }
    if (is_lmtp()) {
        auto delivering = deliver_to_each(envelope, std::move(reception));
        co_await delivering;
    } else {
        auto submitting = submit(envelope, std::move(reception));
        co_await submitting;
    }
}

// RFC 2033 4.2: after the message, one reply for each recipient that was accepted.
void Session::reply_to_each(const Envelope& envelope, const Reply& same) {
    const auto replies = is_lmtp() ? envelope.recipients.size() : 1;
    for (std::size_t i = 0; i < replies; ++i) reply(same);
}

// A copy for each recipient, also where several lead to one account: every reply stands for a delivery
// of its own, whatever becomes of the others, and what the owner has decided for an address (user+tag)
// holds for its copy. RFC 2033 4.2 asks for a reply each, and lets the relay join recipients.
net::Task<void> Session::deliver_to_each(const Envelope& envelope, Reception reception) {
    const auto& content = reception.content;
    const auto report = report_of(service_.border, std::string_view(content.text()).substr(content.prefix_size()));
    // Shared by the recipients' deliveries and by the store's writer.
    const auto message = std::make_shared<const std::string>(reception.content.take());
    for (const auto account : envelope.recipients) {
        try {
            auto delivering = service_.mailroom.deliver({account}, message, service_.channel());
            co_await delivering;
            if (service_.reported) service_.reported(account, report);
            reply({250, Enhanced{0, 0}, "Delivered as " + reception.id});
        } catch (const net::ConnectionEnded&) {
            throw;
        } catch (const std::exception&) {
            const auto failure = reply_to_failure(std::current_exception());
            if (failure.code < 500) note_failure();
            reply(failure);
        }
    }
}

net::Task<void> Session::submit(const Envelope& envelope, Reception reception) {
    auto completing = completed_submission(reception.content);
    auto completed = co_await completing;
    if (const auto* refusal = std::get_if<Reply>(&completed)) {
        reply(*refusal);
        co_return;
    }
    const auto message =
        std::make_shared<const std::string>(std::get<std::string>(std::move(completed)));
    try {
        auto delivering =
            service_.mailroom.deliver(envelope.recipients, message, service_.channel());
        co_await delivering;
        reply({250, Enhanced{0, 0}, "Delivered as " + reception.id});
    } catch (const net::ConnectionEnded&) {
        throw;
    } catch (const std::exception&) {
        const auto failure = std::current_exception();
        const bool is_shared = envelope.recipients.size() > 1;
        const auto said = is_shared ? reply_to_shared_failure(failure) : reply_to_failure(failure);
        if (said.code < 500) note_failure();
        reply(said);
    }
}

// Checks who the message says it is from, and writes what it lacks (RFC 6409 6.1, 8.2, 8.3).
net::Task<std::variant<std::string, grammar::Reply>> Session::completed_submission(
    grammar::Content& content) {
    std::optional<SubmittedMessage> message;
    std::optional<Reply> refusal;
    try {
        const auto prefix_size = content.prefix_size();
        message.emplace(content.take(), prefix_size);
    } catch (const grammar::SyntaxError& misfit) {
        refusal = Reply{554, Enhanced{6, 0},
                        std::string("The header is malformed; expected ") + misfit.expected};
    }
    if (refusal) co_return std::move(*refusal);
    auto owning = service_.mailroom.owns(owner_->account(), message->authors());
    const bool is_own = co_await owning;
    if (!is_own) co_return Reply{550, Enhanced{7, 1}, "An address in From or Sender is not yours"};
    co_return message->completed(service_.clock(), service_.host);
}

}  // namespace postvern::services::smtp
