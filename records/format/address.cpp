#include "records/format/address.hpp"

#include <string>
#include <utility>

#include "records/format/ascii.hpp"
#include "records/format/lexer.hpp"

namespace postvern::records::format {
namespace {

// Where a word of an address ends.  RFC 5322 3.2.3 (specials), the dot as a token of its own
constexpr std::string_view kSpecials = "()<>[]:;@\\,.\"";

struct Token {
    std::string text;
    bool is_special = false;    // '@', '.', or ',' of a route
    bool space_before = false;  // white space or a comment stood before it

    bool is(char c) const { return is_special && text.front() == c; }
};
using Tokens = std::vector<Token>;

// Tokens [begin, end) as written, one space where there was any.
std::string phrase(const Tokens& tokens, std::size_t begin, std::size_t end) {
    std::string text;
    for (auto i = begin; i < end; ++i) {
        if (tokens[i].space_before && i != begin) text.push_back(' ');
        text += tokens[i].text;
    }
    return text;
}

// As phrase(), but obsolete white space around dots is no part of an address.  RFC 5322 4.4
std::string dotted(const Tokens& tokens, std::size_t begin, std::size_t end) {
    std::string text;
    for (auto i = begin; i < end; ++i) {
        const bool apart = i != begin && !tokens[i].is('.') && !tokens[i - 1].is('.');
        if (tokens[i].space_before && apart) text.push_back(' ');
        text += tokens[i].text;
    }
    return text;
}

class AddressParser {
  public:
    AddressParser(std::string_view value, std::vector<Address>& list)
        : lexer_(value), list_(list) {}

    void parse() {
        while (list_.size() < kMaxAddresses) {
            lexer_.skip_comments();
            if (lexer_.at_end()) break;
            if (lexer_.accept(',')) continue;
            if (lexer_.accept(';')) {
                end_group();
            } else {
                parse_entry();
            }
        }
        end_group();
    }

  private:
    void end_group() {
        if (in_group_) list_.emplace_back();
        in_group_ = false;
    }

    // A mailbox, or the start of a group.
    void parse_entry() {
        Tokens tokens;
        std::string comment;
        for (;;) {
            const bool space = lexer_.skip_comments(&comment);
            const char next = lexer_.peek();
            if (lexer_.at_end() || next == ',' || next == ';') {
                return add_plain(tokens, std::move(comment));
            }
            if (next == '<') return parse_angle(tokens, std::move(comment));
            if (next == ':' && !in_group_) return start_group(tokens);
            read_token(tokens, space);
        }
    }

    // The token that comes next; a character that cannot stand here is skipped.
    void read_token(Tokens& tokens, bool space) {
        const char next = lexer_.peek();
        if (next == '"') {
            tokens.push_back({lexer_.quoted_string(), false, space});
        } else if (next == '[') {
            tokens.push_back({lexer_.domain_literal(), false, space});
        } else if (next == '@' || next == '.' || next == ',') {
            lexer_.skip();
            tokens.push_back({std::string(1, next), true, space});
        } else if (const auto word = lexer_.word(kSpecials); !word.empty()) {
            tokens.push_back({std::string(word), false, space});
        } else {
            lexer_.skip();
        }
    }

    void start_group(const Tokens& tokens) {
        lexer_.skip();
        in_group_ = true;
        list_.push_back({{}, {}, phrase(tokens, 0, tokens.size()), {}});
    }

    // addr-spec without angle brackets: "gray@example.com (Terry Gray)".
    void add_plain(const Tokens& tokens, std::string comment) {
        if (tokens.empty()) return;
        Address address;
        if (!comment.empty()) address.name = std::move(comment);
        split(tokens, address);
        list_.push_back(std::move(address));
    }

    // angle-addr, with or without a route, after a display name.  RFC 5322 3.4, 4.4 (obs-route)
    void parse_angle(const Tokens& display, std::string comment) {
        Address address;
        Tokens tokens;
        lexer_.skip();
        for (;;) {
            const bool space = lexer_.skip_comments(&comment);
            const bool routed = !tokens.empty() && tokens.front().is('@');
            if (lexer_.at_end() || lexer_.accept('>')) break;
            if (lexer_.peek() == ',' && !routed && !tokens.empty()) break;  // '>' was forgotten
            if (lexer_.peek() == ':' && routed) {
                lexer_.skip();
                address.route = dotted(tokens, 0, tokens.size());
                std::erase(*address.route, ' ');
                tokens.clear();
            } else {
                read_token(tokens, space);
            }
        }
        skip_rest(comment);
        auto name = phrase(display, 0, display.size());
        if (name.empty()) name = std::move(comment);
        if (!name.empty()) address.name = std::move(name);
        split(tokens, address);
        list_.push_back(std::move(address));
    }

    // Comments, and whatever else stands between '>' and the next separator.
    void skip_rest(std::string& comment) {
        for (;;) {
            lexer_.skip_comments(&comment);
            if (lexer_.at_end() || lexer_.peek() == ',' || lexer_.peek() == ';') return;
            Tokens ignored;
            read_token(ignored, false);
        }
    }

    // At the last '@': senders write unquoted ones into local parts, never into domains.
    static void split(const Tokens& tokens, Address& address) {
        auto at = tokens.size();
        while (at > 0 && !tokens[at - 1].is('@')) --at;
        if (at == 0) {
            address.mailbox = dotted(tokens, 0, tokens.size());
            address.host.emplace();
        } else {
            address.mailbox = dotted(tokens, 0, at - 1);
            address.host = dotted(tokens, at, tokens.size());
        }
    }

    Lexer lexer_;
    std::vector<Address>& list_;
    bool in_group_ = false;
};

}  // namespace

void append_addresses(std::string_view value, std::vector<Address>& list) {
    AddressParser(value, list).parse();
}

}  // namespace postvern::records::format
