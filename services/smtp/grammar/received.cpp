#include "services/smtp/grammar/received.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "services/smtp/grammar/cursor.hpp"
#include "services/smtp/grammar/mailbox.hpp"

namespace postvern::services::smtp::grammar {
namespace {

bool is_folding(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

bool is_of_word(char c) {
    return !is_folding(c) && !is_control(c) && c != '(' && c != ')' && c != ';' && c != '"';
}

bool is_loopback(std::string_view literal) {
    constexpr std::string_view kTag = "IPv6:";
    if (equal_ignoring_case(literal.substr(0, kTag.size()), kTag)) literal.remove_prefix(kTag.size());
    if (literal == "::1") return true;
    return literal.starts_with("127.") &&
           std::all_of(literal.begin(), literal.end(), [](char c) { return is_digit(c) || c == '.'; });
}

// The address literals that a FROM clause names.
class Addresses {
  public:
    void look_at(std::string_view text, bool is_comment) {
        for (auto at = text.find('['); at != text.npos; at = text.find('[', at + 1)) {
            const auto end = text.find(']', at);
            const auto literal = text.substr(at + 1, end == text.npos ? end : end - at - 1);
            if (end == text.npos || !is_loopback(literal)) {
                is_another_ = true;
            } else if (is_comment) {
                is_seen_ = true;
            }
        }
    }
    Received::From from() const {
        return is_seen_ && !is_another_ ? Received::From::loopback : Received::From::another;
    }

  private:
    bool is_seen_ = false;
    bool is_another_ = false;
};

class Reader {
  public:
    explicit Reader(std::string_view body) : cursor_(body) {}

    Received read() {
        skip_comments(nullptr);
        while (!cursor_.take(';')) {
            read_clause();
        }
        return received_;
    }

  private:
    void read_clause() {
        const auto begin = cursor_.offset();
        const auto name = take_word("the name of a clause or ';'");
        const bool is_from = equal_ignoring_case(name, "from");
        const bool is_by = equal_ignoring_case(name, "by");
        const bool is_with = equal_ignoring_case(name, "with");
        if (std::exchange(has_from_, has_from_ || is_from) && is_from) cursor_.fail_at(begin, "one FROM");
        skip_comments(nullptr);
        // Only what takes a path, a mailbox or a string is quoted: a host and a type are words.  RFC 5321 4.4
        const auto value = is_from || is_by || is_with ? take_word("the value of a clause") : take_value();
        if (is_by) set(received_.by, value, begin, "one BY");
        if (is_with) set(received_.with, value, begin, "one WITH");
        Addresses addresses;
        addresses.look_at(value, false);
        skip_comments(&addresses);
        if (is_from) received_.from = addresses.from();
    }

    void set(std::string_view& clause, std::string_view value, std::size_t begin, const char* expected) const {
        if (!clause.empty()) cursor_.fail_at(begin, expected);
        clause = value;
    }

    std::string_view take_word(const char* expected) {
        const auto word = cursor_.take_while(is_of_word);
        if (word.empty()) cursor_.fail(expected);
        return word;
    }

    // A word, a quoted string, or a path or mailbox whose local part is quoted: <"a b"@example.org>. A quotation mark
    // anywhere else is refused: some readers take it for an octet like others.  RFC 5321 4.1.2
    std::string_view take_value() {
        const auto begin = cursor_.offset();
        const auto head = cursor_.take_while(is_of_word);
        if (cursor_.peek() == '"') {
            const bool opens_path = head.starts_with('<') && (head.ends_with('<') || head.ends_with(':'));
            if (!head.empty() && !opens_path) cursor_.fail("a string that is quoted from its beginning");
            take_quoted_string(cursor_);
            const auto tail = cursor_.take_while(is_of_word);
            const bool ends = head.empty() && tail.empty();
            if (!ends && !tail.starts_with('@')) cursor_.fail_at(cursor_.offset() - tail.size(), "an at sign");
        } else if (head.empty()) {
            cursor_.fail("the value of a clause");
        }
        return cursor_.text().substr(begin, cursor_.offset() - begin);
    }

    // CFWS (RFC 5322 3.2.2); tells `addresses`, if given, of each comment.
    void skip_comments(Addresses* addresses) {
        while (true) {
            cursor_.take_while(is_folding);
            if (cursor_.peek() != '(') return;
            const auto comment = take_comment();
            if (addresses != nullptr) addresses->look_at(comment, true);
        }
    }

    // Comments nest; a backslash takes the next octet's meaning away.
    std::string_view take_comment() {
        const auto begin = cursor_.offset();
        std::size_t depth = 0;
        do {
            const char c = cursor_.peek();
            if (cursor_.at_end() || (is_control(c) && !is_folding(c))) cursor_.fail("the end of a comment");
            cursor_.skip();
            if (c == '(') ++depth;
            if (c == ')') --depth;
            if (c == '\\' && !cursor_.at_end()) cursor_.skip();
        } while (depth > 0);
        return cursor_.text().substr(begin, cursor_.offset() - begin);
    }

    Cursor cursor_;
    Received received_;
    bool has_from_ = false;
};

}  // namespace

Received parse_received(std::string_view body) {
    if (body.size() > kLongestReceived) throw SyntaxError(kLongestReceived, "the end of the field");
    return Reader(body).read();
}

Transmission transmission_of(std::string_view with) {
    // The registry "Mail Transmission Types", without those that authentication (…A) or a site's own delivery shows.
    static constexpr std::array<std::pair<std::string_view, Transmission>, 5> kTypes = {{
        {"ESMTP", Transmission::plain},
        {"ESMTPS", Transmission::encrypted},
        {"SMTP", Transmission::plain},
        {"UTF8SMTP", Transmission::plain},
        {"UTF8SMTPS", Transmission::encrypted},
    }};
    const auto* const type = std::find_if(kTypes.begin(), kTypes.end(),
                                          [&](const auto& each) { return equal_ignoring_case(each.first, with); });
    return type == kTypes.end() ? Transmission::other : type->second;
}

}  // namespace postvern::services::smtp::grammar
