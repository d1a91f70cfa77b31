#include "services/smtp/session.hpp"

#include <algorithm>
#include <utility>

#include "services/net/errors.hpp"
#include "services/smtp/commands.hpp"
#include "services/smtp/failure.hpp"

namespace postvern::services::smtp {

using grammar::Enhanced;

net::Task<void> serve(const Service& service, net::Stream& stream) {
    Session session(service, stream);
    auto conversation = session.run();
    co_await conversation;
}

Session::Session(const Service& service, net::Stream& stream)
    : service_(service), stream_(stream) {}

net::Task<void> Session::run() {
    try {
        auto conversation = converse();
        co_await conversation;
    } catch (const net::TimedOut&) {
        reply({421, Enhanced{4, 2}, service_.host + " waited too long"});
    } catch (const net::Stopping&) {
        reply({421, Enhanced{3, 2}, service_.host + " is stopping, try again"});
    }
}

net::Task<void> Session::converse() {
    stream_.set_idle_timeout(service_.limits.idle);
    if (!is_lmtp()) stream_.set_deadline(service_.limits.until_signed_in);
    // The random word finds this session's failures in the operators' log.
    reply({220, std::nullopt,
           service_.host + (is_lmtp() ? " LMTP" : " ESMTP") + " Postvern " +
               std::string(stream_.reference().text())});
    while (!is_over_) {
        const auto line = co_await stream_.read_line(grammar::kLongestLine);
        switch (line.kind) {
            case net::Line::Kind::end:
                co_return;
            case net::Line::Kind::too_long:
                refuse_line(line.text, {500, Enhanced{5, 2}, "The line is too long"});
                break;
            default:
                if (line.bare_line_feed) {
                    // RFC 5321 2.3.8: lines end with CRLF and with nothing else.
                    refuse_line(line.text, {500, Enhanced{5, 2}, "Lines end with CRLF"});
                } else {
                    auto obeying = obey(line.text);
                    co_await obeying;
                }
        }
    }
}

namespace {

// Whether octets may follow the line that are no commands, however it is answered.  RFC 3030 2
bool announces_chunk(std::string_view line) {
    constexpr std::string_view kChunk = "BDAT";
    return line.size() >= kChunk.size() &&
           std::equal(kChunk.begin(), kChunk.end(), line.begin(), [](char wanted, char c) {
               return wanted == (c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
           });
}

}  // namespace

void Session::refuse_line(std::string_view line, const Reply& refusal) {
    refuse(refusal);
    if (announces_chunk(line)) is_over_ = true;
}

net::Task<void> Session::obey(std::string_view line) {
    const CommandRow* row = nullptr;
    std::string_view arguments;
    std::optional<Reply> refusal;
    try {
        const auto command = grammar::parse_command_line(line);
        arguments = command.arguments;
        row = CommandRow::find(command.verb, service_.dialect);
        if (row == nullptr) {
            refusal = Reply{500, Enhanced{5, 1}, "No such command"};
        } else if (line.size() + 2 > grammar::line_limit(command.verb)) {
            refusal = Reply{500, Enhanced{5, 2}, "The line is too long"};
        }
    } catch (const grammar::SyntaxError&) {
        refusal = Reply{500, Enhanced{5, 2}, "That is no command"};
    }
    if (refusal) {
        refuse_line(line, *refusal);
        co_return;
    }
    const auto bad_before = bad_commands_;
    if (const auto untimely = objection(*row)) {
        // No fault of syntax: RFC 2920 3.1 lets a client send what an answer not yet seen makes void.
        reply(*untimely);
    } else {
        auto acting = act(*row, arguments);
        co_await acting;
    }
    if (bad_commands_ == bad_before) bad_commands_ = 0;
}

std::optional<grammar::Reply> Session::objection(const CommandRow& row) const {
    const bool is_ruled = !is_lmtp();
    if (is_ruled && row.needs != Needs::nothing && !stream_.is_tls()) {
        return Reply{530, Enhanced{7, 0}, "Use STARTTLS first"};  // RFC 3207 4
    }
    if (is_ruled && row.needs == Needs::sign_in && !owner_) {
        return Reply{530, Enhanced{7, 0}, "Sign in first"};  // RFC 4954 6
    }
    if (!row.allows_state(state_.index())) {
        return Reply{503, Enhanced{5, 1}, "Not now: the sequence of commands is wrong"};
    }
    return std::nullopt;
}

// The one place where failures of a command become replies.
net::Task<void> Session::act(const CommandRow& row, std::string_view arguments) {
    try {
        auto running = (this->*row.run)(arguments);
        co_await running;
    } catch (const grammar::UnknownParameter& misfit) {
        refuse({555, Enhanced{5, 4}, std::string("Expected ") + misfit.expected});
    } catch (const grammar::SyntaxError& misfit) {
        refuse({501, Enhanced{5, 4}, std::string("Expected ") + misfit.expected});
    } catch (const net::ConnectionEnded&) {
        throw;
    } catch (const std::exception&) {
        note_failure();
        reply(reply_to_failure(std::current_exception()));
    }
}

void Session::reply(const Reply& reply) {
    std::string text;
    grammar::write(text, reply);
    stream_.write(text);
}

void Session::refuse(const Reply& refusal) {
    reply(refusal);
    if (++bad_commands_ < service_.limits.bad_commands) return;
    reply({421, Enhanced{7, 0}, service_.host + " closes after too many bad commands"});
    is_over_ = true;
}

void Session::note_failure() { service_.events.note("mail-command-failed", stream_.reference()); }

}  // namespace postvern::services::smtp
