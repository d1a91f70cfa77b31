#include "services/imap/session.hpp"

#include <stdexcept>

#include "services/imap/capability.hpp"
#include "services/imap/commands.hpp"
#include "services/net/errors.hpp"
#include "services/sign_in/ask.hpp"

namespace postvern::services::imap {

namespace {

// Strangers get less room for a command than owners.
constexpr grammar::ReaderLimits kStrangerLimits{.line_octets = 8 * 1024,
                                                .literal_octets = 4 * 1024,
                                                .literal_count = 4,
                                                .discard_octets = 8 * 1024,
                                                .stream_append = false};
constexpr grammar::ReaderLimits kOwnerLimits{};

// Of a line in the rest of a refused command; a longer one is skipped.
constexpr std::size_t kRestLimit = 64;

}  // namespace

net::Task<void> Service::serve(net::Stream& stream) const {
    Session session(parts_, stream);
    auto conversation = session.run();
    co_await conversation;
}

Session::Session(const Parts& parts, net::Stream& stream)
    : parts_(parts), stream_(stream), reader_(kStrangerLimits) {}

net::Task<void> Session::run() {
    try {
        auto conversation = converse();
        co_await conversation;
    } catch (const net::TimedOut&) {
        say_bye("Autologout: nothing was heard for too long");
    } catch (const net::Stopping&) {
        say_bye("The server is stopping, try again");
    }
}

net::Task<void> Session::converse() {
    stream_.set_deadline(parts_.settings.until_signed_in);
    // The random word finds this session's failures in the operators' log.
    stream_.write("* OK [CAPABILITY " + capabilities(*this) + "] Postvern is ready, session " +
                  std::string(stream_.reference().text()) + "\r\n");
    while (!is_over_) {
        const auto& settings = parts_.settings;
        stream_.set_idle_timeout(is_authenticated() ? settings.autologout : settings.transfer);
        const auto line = co_await stream_.read_line(
            is_authenticated() ? kOwnerLimits.line_octets : kStrangerLimits.line_octets);
        if (line.kind == net::Line::Kind::end) co_return;
        stream_.set_idle_timeout(settings.transfer);
        auto reading = read_command(line);
        co_await reading;
    }
}

// Takes one line of a command, with the literal that follows it, and obeys when the command is whole.
// Lines that end with a bare LF are taken as well: people type commands.
net::Task<void> Session::read_command(net::Line line) {
    const auto step = feed(line);
    if (const auto* refusal = std::get_if<grammar::Refusal>(&step)) {
        refuse(refusal->tag, *refusal);
    } else if (const auto* announced = std::get_if<grammar::LiteralAnnouncement>(&step)) {
        auto taking = take_literal(*announced);
        co_await taking;
    } else {
        auto obeying = obey();
        co_await obeying;
    }
}

grammar::ReaderStep Session::feed(const net::Line& line) {
    return line.kind == net::Line::Kind::too_long ? reader_.feed_long_line(line.text, line.last)
                                                  : reader_.feed_line(line.text);
}

net::Task<void> Session::drop_literal(std::uint64_t octets) {
    auto dropping = stream_.read_exactly(octets, [](std::span<const char>) {});
    co_await dropping;
    reader_.literal_discarded();
}

net::Task<void> Session::drop_rest(net::Line line) {
    stream_.set_idle_timeout(parts_.settings.transfer);
    reader_.skip_rest();
    for (;;) {
        if (line.kind == net::Line::Kind::end) throw net::ConnectionLost("the client has gone");
        const auto step = feed(line);
        if (const auto* refusal = std::get_if<grammar::Refusal>(&step)) {
            end_where_unreadable(*refusal);
            co_return;
        }
        auto dropping = drop_literal(std::get<grammar::LiteralAnnouncement>(step).octets);
        co_await dropping;
        line = co_await stream_.read_line(kRestLimit);
    }
}

net::Task<void> Session::take_literal(grammar::LiteralAnnouncement announced) {
    using Disposition = grammar::LiteralAnnouncement::Disposition;
    if (announced.disposition == Disposition::stream) {
        message_ = announced;
        auto obeying = obey();
        co_await obeying;
        co_return;
    }
    if (announced.disposition == Disposition::discard) {
        auto dropping = drop_literal(announced.octets);
        co_await dropping;
        co_return;
    }
    if (announced.synchronizing) stream_.write("+ Go ahead\r\n");
    std::string octets;
    octets.reserve(announced.octets);  // within the reader's limits; never grows, so no copy stays behind
    auto sink = [&octets](std::span<const char> piece) { octets.append(piece.data(), piece.size()); };
    auto collecting = stream_.read_exactly(announced.octets, std::move(sink));
    co_await collecting;
    reader_.feed_literal(std::move(octets));
}

void Session::refuse(const std::optional<std::string>& tag, const grammar::Refusal& refusal) {
    using Reason = grammar::Refusal::Reason;
    tag_ = tag.value_or("*");
    // RFC 7888 4: [TOOBIG]; RFC 9051 7.1: [LIMIT].
    answer(refusal.reason == Reason::line_too_long ? bad("The line is too long")
           : refusal.reason == Reason::literal_too_large
               ? Answer{Condition::bad, "TOOBIG", "The literal is too large"}
               : bad("There are too many literals"));
    end_where_unreadable(refusal);
}

void Session::end_where_unreadable(const grammar::Refusal& refusal) {
    if (refusal.connection == grammar::Refusal::Connection::keep) return;
    say_bye("What follows cannot be read");
    end();
}

net::Task<void> Session::obey() {
    tag_ = reader_.tag().value_or("*");
    std::optional<grammar::Command> command;
    try {
        const auto text = reader_.take();
        command = grammar::parse(text, encoding());
    } catch (const grammar::SyntaxError& error) {
        answer(bad(error.what()));
    }
    if (command) {
        auto acting = act(*command);
        co_await acting;
    }
    if (message_ && !is_over_) {
        auto skipping = skip_message();
        co_await skipping;
    }
}

net::Task<void> Session::act(grammar::Command& command) {
    const CommandRow& row = CommandRow::find(command.name);
    if (!row.allows(state_.index())) {
        answer(bad("Not in this state"));
        co_return;
    }
    uid_command_ = command.name.starts_with("UID ");
    auto performing = perform(row.run(*this, command.body));
    const auto given = co_await performing;
    if (selected() != nullptr && given.condition != Condition::given) {
        // What cannot be told now is told after a later command.
        auto telling = perform(tell(row.removals));
        co_await telling;
    }
    answer(given);
}

// The one place where a command's failure becomes its answer.
net::Task<Answer> Session::perform(net::Task<Answer> work) {
    try {
        co_return co_await work;
    } catch (const net::ConnectionEnded&) {
        throw;
    } catch (...) {
        auto failure = answer_to_failure(std::current_exception());
        if (failure.is_ours) parts_.events.note("imap-command-failed", stream_.reference());
        co_return std::move(failure.answer);
    }
}

net::Task<Answer> Session::tell(Removals removals) {
    auto announcing = announce(removals);
    co_await announcing;
    co_return Answer{};
}

void Session::answer(const Answer& answer) {
    if (answer.condition != Condition::given) {
        std::string line = tag_;
        line += answer.condition == Condition::ok ? " OK " : answer.condition == Condition::no ? " NO " : " BAD ";
        if (!answer.code.empty()) line += '[' + answer.code + "] ";
        grammar::write_text(line, answer.text);
        line += "\r\n";
        stream_.write(line);
    }
    count(answer);
}

void Session::count(const Answer& answer) {
    if (answer.condition != Condition::bad) {
        bad_in_a_row_ = 0;
    } else if (++bad_in_a_row_ >= parts_.settings.bad_commands && !is_over_) {
        say_bye("Too many bad commands");
        end();
    }
}

void Session::say_bye(std::string_view text) {
    stream_.write("* BYE ");
    stream_.write(text);
    stream_.write("\r\n");
}

// --- state ------------------------------------------------------------------------------------------

const policy::Subject& Session::subject() const {
    if (const auto* open = std::get_if<Selected>(&state_)) return open->subject;
    if (const auto* owner = std::get_if<Authenticated>(&state_)) return owner->subject;
    throw std::logic_error("nobody has signed in");
}

OpenMailbox* Session::selected() {
    auto* open = std::get_if<Selected>(&state_);
    return open == nullptr ? nullptr : open->mailbox.get();
}

OpenMailbox& Session::mailbox() {
    if (auto* open = selected()) return *open;
    throw std::logic_error("no mailbox is selected");
}

void Session::sign_in(policy::Subject subject) {
    state_ = Authenticated{std::move(subject)};
    reader_.set_limits(kOwnerLimits);
    stream_.clear_deadline();
}

void Session::select(std::unique_ptr<OpenMailbox> mailbox) {
    unselect();
    auto subject = std::move(std::get<Authenticated>(state_).subject);
    state_ = Selected{std::move(subject), std::move(mailbox)};
}

void Session::unselect() {
    if (auto* open = std::get_if<Selected>(&state_)) {
        auto subject = std::move(open->subject);
        state_ = Authenticated{std::move(subject)};
    }
}

net::Task<policy::Grant> Session::ask(policy::Action action, policy::Resource resource) {
    policy::Request request{subject(), action, std::move(resource),
                            policy::Purpose::service_delivery, policy::Channel::imap};
    return sign_in::ask(parts_.gate, std::move(request));
}

}  // namespace postvern::services::imap
