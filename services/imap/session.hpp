// Session: one conversation in IMAP. What it may say when follows from its state; the commands
// themselves are functions of their own (commands.hpp), each in the file of its family.
//
//     NotAuthenticated --LOGIN, AUTHENTICATE--> Authenticated <--CLOSE, UNSELECT-- Selected
//                                                     `--------SELECT, EXAMINE------^
//
// RFC 9051 3. A session belongs to the thread of its stream's loop.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "policy/gate.hpp"
#include "services/imap/answer.hpp"
#include "services/imap/flags.hpp"
#include "services/imap/grammar/command_reader.hpp"
#include "services/imap/grammar/parser.hpp"
#include "services/imap/grammar/writer.hpp"
#include "services/imap/mailbox.hpp"
#include "services/imap/service.hpp"
#include "services/net/store_call.hpp"

namespace postvern::services::imap {

// Whether EXPUNGE may be sent: not while FETCH, STORE or SEARCH is answered.  RFC 9051 7.5.1
enum class Removals { announced, held_back };

class Session {
  public:
    Session(const Parts& parts, net::Stream& stream);
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    // Converses until the client leaves, is sent away, or is lost.
    net::Task<void> run();

    // --- what commands work with ------------------------------------------------------------
    const Parts& parts() const { return parts_; }
    net::Stream& stream() { return stream_; }
    std::string_view tag() const { return tag_; }  // of the command at hand

    // Both throw std::logic_error where the state has none: the table of commands says who may ask.
    const policy::Subject& subject() const;
    OpenMailbox& mailbox();
    OpenMailbox* selected();  // null unless in that state
    bool is_authenticated() const { return state_.index() != 0; }

    void sign_in(policy::Subject subject);
    void select(std::unique_ptr<OpenMailbox> mailbox);
    void unselect();
    void end() { is_over_ = true; }  // after the command at hand
    bool is_ending() const { return is_over_; }

    // The door. Throws policy::Denied.
    net::Task<policy::Grant> ask(policy::Action action, policy::Resource resource);
    policy::Resource account() const { return policy::Resource::of(subject().account()); }
    policy::Resource collection(policy::CollectionId id, policy::UidSet items = {}) const {
        return policy::Resource::of(subject().account(), id, std::move(items));
    }

    // `auto calling = session.blocking(work); auto value = co_await calling;`
    template <class Work>
    auto blocking(Work work) {
        return parts_.blocking.run(std::move(work));
    }
    // A call of the archive that ends through its callback: on this thread, or begun on the pool.
    template <class T, class Begin>
    auto archived(Begin begin) {
        return net::completed<T>(stream_.loop(), std::move(begin));
    }
    template <class T, class Begin>
    auto archived_blocking(Begin begin) {
        return net::run_to_completion<T>(parts_.blocking, std::move(begin));
    }

    // --- names ------------------------------------------------------------------------------
    // The account's mailboxes, parents before children.
    net::Task<std::vector<records::Collection>> mailboxes();
    // The mailbox of that name, selectable. Throws records::NotFound.
    net::Task<records::Collection> find(grammar::MailboxName name);
    // The same for the target of APPEND, COPY and MOVE: NO [TRYCREATE].  RFC 9051 6.3.12
    net::Task<records::Collection> find_target(grammar::MailboxName name);

    // Tells a rev2 client that what it calls `old_name` is `path` here; where `old_name` is empty, as
    // other_spelling is of a name that needs no correction, nothing.  RFC 9051 6.3.9.7
    void tell_old_name(std::string_view path, std::string_view old_name,
                       std::vector<std::string_view> attributes = {});

    // --- dialect ----------------------------------------------------------------------------
    bool speaks_rev2() const { return rev2_; }
    void enable_rev2() { rev2_ = utf8_ = true; }
    bool speaks_utf8() const { return utf8_; }
    void enable_utf8() { utf8_ = true; }
    grammar::MailboxEncoding encoding() const {
        return utf8_ ? grammar::MailboxEncoding::utf8 : grammar::MailboxEncoding::modified_utf7;
    }
    grammar::QuotedText quoted() const {
        return utf8_ ? grammar::QuotedText::utf8 : grammar::QuotedText::ascii;
    }

    // --- flags ------------------------------------------------------------------------------
    const Keywords& keywords() const { return keywords_; }
    net::Task<void> refresh_keywords();
    // Makes sure that keywords() names all of `bits`; tells the client of new ones.
    net::Task<void> know_keywords(std::uint64_t bits);
    void write_flag_lists(std::string& out);  // FLAGS and PERMANENTFLAGS of the selected mailbox

    // --- what the client is told ----------------------------------------------------------------
    // Announces what happened to the selected mailbox since the client was told last. Flags of the
    // messages in `quiet` are taken as told: the command at hand reports them itself.
    net::Task<void> announce(Removals removals, const policy::UidSet* quiet = nullptr);
    // Whether answers carry UIDs: in UID commands, and always in rev2.
    bool shows_uids() const { return rev2_ || uid_command_; }

    // --- messages on their way in (APPEND) ----------------------------------------------------
    bool message_is_due() const { return message_.has_value(); }
    // Takes the octets of the announced message, for which the caller has room, then the end of the
    // command, which must be `rest`. Throws Refused (BAD), when another line ends it.
    net::Task<std::string> receive_message(std::string_view rest);
    net::Task<void> skip_message();
    // Reads past the rest of a refused command, of which `line` has come. What its lines announce is on
    // its way and must not be taken for commands.  RFC 7888 4
    net::Task<void> drop_rest(net::Line line);

    void answer(const Answer& answer);
    void say_bye(std::string_view text);

  private:
    struct NotAuthenticated {};
    struct Authenticated {
        policy::Subject subject;
    };
    struct Selected {
        policy::Subject subject;
        std::unique_ptr<OpenMailbox> mailbox;
    };
    using State = std::variant<NotAuthenticated, Authenticated, Selected>;

    net::Task<void> converse();
    net::Task<void> read_command(net::Line line);
    net::Task<void> take_literal(grammar::LiteralAnnouncement announced);
    net::Task<void> obey();
    net::Task<void> act(grammar::Command& command);
    net::Task<Answer> perform(net::Task<Answer> work);
    net::Task<Answer> tell(Removals removals);
    grammar::ReaderStep feed(const net::Line& line);
    net::Task<void> drop_literal(std::uint64_t octets);
    void refuse(const std::optional<std::string>& tag, const grammar::Refusal& refusal);
    void end_where_unreadable(const grammar::Refusal& refusal);
    void count(const Answer& answer);
    net::Task<void> write_changes(const Differences& found, const policy::UidSet* quiet);
    net::Task<void> announce_removals(const std::vector<records::Uid>& removed);
    void end_because_gone();

    const Parts& parts_;
    net::Stream& stream_;
    State state_;
    grammar::CommandReader reader_;
    std::optional<grammar::LiteralAnnouncement> message_;  // announced by APPEND, not yet read
    std::string tag_;
    Keywords keywords_;
    unsigned bad_in_a_row_ = 0;
    bool rev2_ = false;
    bool utf8_ = false;
    bool uid_command_ = false;
    bool is_over_ = false;
};

}  // namespace postvern::services::imap
