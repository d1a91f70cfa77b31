#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <string_view>

#include "services/imap/grammar/command.hpp"
#include "services/imap/grammar/command_text.hpp"
#include "services/imap/grammar/mailbox_name.hpp"
#include "services/imap/grammar/syntax_error.hpp"

namespace postvern::services::imap::grammar {

// Reads the tokens of RFC 9051 9 from a command, left to right. Every reader either takes a whole
// token or throws SyntaxError; the take_... functions say false, and take nothing, where theirs
// does not begin. Borrows the text; not thread-safe.
class Cursor {
  public:
    // Throws SyntaxError for an empty text.
    Cursor(const CommandText& text, MailboxEncoding encoding);

    // What is wanted was not found here.
    [[noreturn]] void fail(std::string_view expected) const { fail_at(offset(), expected); }
    [[noreturn]] static void fail_at(std::size_t offset, std::string_view expected);

    // Octets from the start of the command (see SyntaxError).
    std::size_t offset() const noexcept { return piece_offset_ + position_; }

    bool next_is(char c) const noexcept;
    bool next_is_digit() const noexcept;
    // Whether a space and then a <tagged-ext-val> come next, not a <tagged-ext-label>: the former
    // begins with a digit, "*", "$" or "(".  RFC 9051 9
    bool extension_value_follows() const noexcept;
    bool take(char c) noexcept;
    // An atom's worth of text in any case, but only if it ends here: "UID", not "UIDS".
    bool take_keyword(std::string_view keyword) noexcept;
    void expect(char c, std::string_view expected);
    void space() { expect(' ', "a space"); }
    void end() const;  // of the command

    // The longest run of such octets, at least one. Borrowed from the text.
    std::string_view run(bool (*allowed)(char), std::string_view expected);

    std::string_view atom(std::string_view expected = "an atom");
    std::string word(std::string_view expected);  // an atom in capitals: names are case-insensitive
    std::string quoted();
    std::string string();                  // quoted or literal
    std::string astring();                 // atom-like, quoted or literal
    std::optional<std::string> nstring();  // string, or absent for NIL
    std::uint32_t nz_number();
    std::uint64_t number64();
    MailboxName mailbox();
    std::string list_reference();  // <mailbox>, decoded but not canonicalised
    std::string list_mailbox();    // with wildcards

    // A literal's octets if one comes here.
    std::optional<std::string> take_literal();

    // APPEND's message, which ends the command: announced, or collected like any other literal.
    MessageLiteral message();

  private:
    bool at_line_end() const noexcept { return position_ == piece_->octets.size(); }
    std::string_view rest() const noexcept {
        return std::string_view(piece_->octets).substr(position_);
    }
    std::string string_or_run(bool (*allowed)(char), std::string_view expected);

    MailboxEncoding encoding_;
    std::list<CommandPiece>::const_iterator piece_;  // a line, or APPEND's message as an empty one
    std::list<CommandPiece>::const_iterator end_;
    std::size_t position_ = 0;      // within the line
    std::size_t piece_offset_ = 0;  // of the line
};

}  // namespace postvern::services::imap::grammar
