// Session: one conversation in SMTP or LMTP. Two dialects, one state machine:
//
//      connected --EHLO/LHLO--> greeted --MAIL--> mailing --BDAT--> receiving
//                                  ^                 |                  |
//                                  +--RSET, EHLO, end of the message ---+
//
// STARTTLS leads back to connected and forgets all that was said before (RFC 3207 4.2); AUTH keeps
// greeted. What may be said when stands in the table of commands (commands.hpp). A session belongs
// to the thread of its stream's loop.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "policy/subject.hpp"
#include "services/smtp/grammar/command.hpp"
#include "services/smtp/grammar/content.hpp"
#include "services/smtp/grammar/reply.hpp"
#include "services/smtp/service.hpp"

namespace postvern::services::smtp {

struct CommandRow;

class Session {
  public:
    Session(const Service& service, net::Stream& stream);
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    // Converses until the client leaves, is sent away, or is lost.
    net::Task<void> run();

  private:
    friend struct CommandRow;
    using Reply = grammar::Reply;

    struct Envelope {
        std::optional<grammar::Mailbox> sender;  // absent: the null reverse-path
        std::uint64_t announced_size = 0;        // SIZE=, or 0
        bool utf8 = false;
        std::vector<policy::AccountId> recipients;
    };
    // A message on its way in, and its share of the budget.
    struct Reception {
        grammar::Content content;
        net::MemoryBudget::Lease lease;
        std::string id;
        bool is_out_of_budget = false;
        void take(std::string_view octets);  // of a chunk
        bool make_room(std::size_t octets);
    };
    struct Connected {};
    struct Greeted {};
    struct Mailing {
        Envelope envelope;
    };
    struct Receiving {
        Envelope envelope;
        Reception reception;
    };
    using State = std::variant<Connected, Greeted, Mailing, Receiving>;

    // --- the conversation (session.cpp) ---
    net::Task<void> converse();
    net::Task<void> obey(std::string_view line);
    net::Task<void> act(const CommandRow& row, std::string_view arguments);
    std::optional<Reply> objection(const CommandRow& row) const;
    void reply(const Reply& reply);
    // Counts as a bad command: one that is unknown or of bad syntax. So many in a row end it.
    void refuse(const Reply& reply);
    // The same for a whole line. Ends the conversation where the line announces octets.
    void refuse_line(std::string_view line, const Reply& reply);
    void note_failure();
    bool is_lmtp() const { return service_.dialect == Dialect::lmtp; }
    bool may_start_tls() const { return service_.tls != nullptr && !stream_.is_tls(); }

    // --- commands without a message (session_commands.cpp) ---
    net::Task<void> hello(std::string_view arguments);
    net::Task<void> plain_hello(std::string_view arguments);
    net::Task<void> reset(std::string_view arguments);
    net::Task<void> noop(std::string_view arguments);
    net::Task<void> verify(std::string_view arguments);
    net::Task<void> expand(std::string_view arguments);
    net::Task<void> help(std::string_view arguments);
    net::Task<void> quit(std::string_view arguments);
    std::string capabilities() const;
    void greet_client(std::string_view arguments);
    void abandon_message();

    // --- who speaks (session_sign_in.cpp) ---
    net::Task<void> start_tls(std::string_view arguments);
    net::Task<void> authenticate(std::string_view arguments);
    net::Task<std::optional<sign_in::Credentials>> read_plain(grammar::AuthCommand command);
    net::Task<std::optional<sign_in::Credentials>> read_login(grammar::AuthCommand command);
    net::Task<std::optional<sign_in::Secret>> read_response(std::string_view challenge);
    std::optional<sign_in::Secret> decode_response(std::string_view base64);

    // --- envelope (session_envelope.cpp) ---
    net::Task<void> mail(std::string_view arguments);
    net::Task<void> recipient(std::string_view arguments);
    std::optional<Reply> objection(const grammar::MailCommand& command) const;

    // --- the message (session_message.cpp) ---
    net::Task<void> data(std::string_view arguments);
    net::Task<void> chunk(std::string_view arguments);
    net::Task<void> skip_chunk(std::uint64_t octets);
    Reception begin_reception(const Envelope& envelope);
    std::string protocol(const Envelope& envelope) const;
    net::Task<void> conclude(Envelope envelope, Reception reception);
    std::optional<Reply> objection(const Reception& reception) const;
    void reply_to_each(const Envelope& envelope, const Reply& reply);
    net::Task<void> deliver_to_each(const Envelope& envelope, Reception reception);
    net::Task<void> submit(const Envelope& envelope, Reception reception);
    net::Task<std::variant<std::string, Reply>> completed_submission(grammar::Content& content);

    const Service& service_;
    net::Stream& stream_;
    State state_;
    std::optional<policy::Subject> owner_;  // who signed in; with TLS only
    std::string client_;                    // by the name it gave
    bool is_extended_ = false;              // said EHLO or LHLO
    unsigned bad_commands_ = 0;  // in a row
    bool is_over_ = false;
};

}  // namespace postvern::services::smtp
