// The address lists of header fields (declared in header.hpp).  RFC 5322 3.2.2 to 3.4
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/smtp/grammar/header.hpp"

namespace postvern::services::smtp::grammar {
namespace {

constexpr unsigned kCommentDepth = 16;
constexpr std::size_t kMostAddresses = 1000;

// Folding undone (RFC 5322 2.2.3), so that quoted names may be folded as well.
std::string unfolded(std::string_view body) {
    std::string line;
    line.reserve(body.size());
    for (const char c : body) {
        if (c != '\r' && c != '\n') line += c == '\t' ? ' ' : c;
    }
    return line;
}

// CFWS: spaces and comments that nest.
void skip_comments(Cursor& cursor) {
    unsigned depth = 0;
    while (!cursor.at_end()) {
        const char c = cursor.peek();
        if (c == '(') {
            if (++depth > kCommentDepth) cursor.fail("comments that nest less deeply");
        } else if (depth > 0 && c == ')') {
            --depth;
        } else if (depth > 0 && c == '\\') {
            cursor.skip();
            if (cursor.at_end()) break;
        } else if (depth == 0 && c != ' ') {
            return;
        }
        cursor.skip();
    }
    if (depth > 0) cursor.fail("the end of a comment");
}

// phrase: words; dots between them are let pass (obs-phrase), since "John Q. Public <...>" is
// common.
void skip_phrase(Cursor& cursor) {
    for (;;) {
        skip_comments(cursor);
        if (cursor.peek() == '"') {
            take_quoted_string(cursor);
        } else if (cursor.take_while([](char c) { return c == '.' || is_atext(c); }).empty()) {
            return;
        }
    }
}

class AddressList {
  public:
    explicit AddressList(std::string_view body) : cursor_(body) {}

    std::vector<Mailbox> parse() {
        take_list(false);
        cursor_.expect_end();
        return std::move(mailboxes_);
    }

  private:
    void take_list(bool is_in_group) {
        do {
            take_address(is_in_group);
            skip_comments(cursor_);
        } while (cursor_.take(','));
    }

    void take_address(bool is_in_group) {
        if (mailboxes_.size() >= kMostAddresses) cursor_.fail("fewer addresses");
        skip_comments(cursor_);
        // A bare addr-spec is told from a display name by what follows its first word.
        Cursor ahead = cursor_;
        skip_phrase(ahead);
        switch (ahead.peek()) {
            case '<':
                cursor_ = ahead;
                take_angle_address();
                return;
            case ':':
                if (is_in_group) ahead.fail("no group within a group");
                cursor_ = ahead;
                cursor_.skip();
                take_group();
                return;
            default:
                take_bare_address();
        }
    }

    void take_bare_address() {
        mailboxes_.push_back(take_mailbox(cursor_));
        // What would make it part of something longer to another reader.
        const char next = cursor_.peek();
        if (is_atext(next) && next != '\0') cursor_.fail("a comma");
    }

    void take_angle_address() {
        cursor_.expect('<', "an address in angle brackets");
        skip_comments(cursor_);
        mailboxes_.push_back(take_mailbox(cursor_));
        skip_comments(cursor_);
        cursor_.expect('>', "a closing angle bracket");
    }

    void take_group() {
        skip_comments(cursor_);
        if (cursor_.peek() != ';') take_list(true);
        cursor_.expect(';', "the end of the group");
    }

    Cursor cursor_;
    std::vector<Mailbox> mailboxes_;
};

}  // namespace

std::vector<Mailbox> parse_address_list(std::string_view body) {
    const auto line = unfolded(body);
    return AddressList(line).parse();
}

}  // namespace postvern::services::smtp::grammar
