#include "policy/language/json/reader.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "policy/language/limits.hpp"
#include "policy/language/utf8.hpp"
#include "policy/language/value.hpp"

namespace postvern::policy::language::json {

namespace {

constexpr bool is_digit(char octet) { return octet >= '0' && octet <= '9'; }

// The end of the digits that begin at `at`.
std::size_t skip_digits(std::string_view text, std::size_t at) {
    while (at < text.size() && is_digit(text[at])) ++at;
    return at;
}

// A minus before zero is a float to every reader that has floats; here it is no whole number.
std::optional<std::int64_t> whole_number(std::string_view digits) {
    if (digits == "-0") return std::nullopt;
    std::int64_t value = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, problem] = std::from_chars(digits.data(), end, value);
    if (problem != std::errc{} || stop != end) return std::nullopt;
    return value;
}

}  // namespace

Node Reader::read() {
    skip_space();
    Node root = value();
    skip_space();
    if (at_ != text_.size()) refuse("the end of the text");
    return root;
}

Node Reader::value() {
    count_node();
    const std::size_t begin = at_;
    switch (front()) {
        case '{':
            return object();
        case '[':
            return array();
        case '"': {
            std::string text = string();
            return {since(begin), std::move(text)};
        }
        case 't':
            return word("true", {{}, true});
        case 'f':
            return word("false", {{}, false});
        case 'n':
            return word("null", {{}, Null{}});
        default:
            break;
    }
    if (front() == '-' || is_digit(front())) return number();
    refuse("a value");
}

Node Reader::array() {
    const std::size_t begin = at_++;
    if (++depth_ > kMaxJsonDepth) refuse("no deeper nesting");
    Array elements;
    skip_space();
    if (front() != ']') {
        do {
            skip_space();
            elements.push_back(value());
            skip_space();
        } while (accept(','));
    }
    if (!accept(']')) refuse("',' or ']'");
    --depth_;
    return {since(begin), std::move(elements)};
}

Node Reader::object() {
    const std::size_t begin = at_++;
    if (++depth_ > kMaxJsonDepth) refuse("no deeper nesting");
    std::vector<Member> members;
    skip_space();
    if (front() != '}') {
        do {
            members.push_back(member());
        } while (accept(','));
    }
    if (!accept('}')) refuse("',' or '}'");
    --depth_;
    std::vector<const Member*> sorted;
    for (const Member& member : members) sorted.push_back(&member);
    std::stable_sort(sorted.begin(), sorted.end(), [](const Member* left, const Member* right) {
        return left->name < right->name;
    });
    const auto twice = std::adjacent_find(
        sorted.begin(), sorted.end(),
        [](const Member* left, const Member* right) { return left->name == right->name; });
    if (twice != sorted.end()) {
        const Member& again = **std::next(twice);
        throw source_.error(again.name_span.begin, "expected each name once in an object, found " +
                                                       language::to_quoted(again.name) + " again");
    }
    return {since(begin), Object(std::move(members))};
}

Member Reader::member() {
    skip_space();
    if (front() != '"') refuse("a name in quotes");
    const std::size_t begin = at_;
    std::string name = string();
    const Span span = since(begin);
    skip_space();
    if (!accept(':')) refuse("':'");
    skip_space();
    Member read{std::move(name), span, value()};
    skip_space();
    return read;
}

// number = [ minus ] int [ frac ] [ exp ]  RFC 8259 6
Node Reader::number() {
    const std::size_t begin = at_;
    accept('-');
    const std::size_t digits = at_;
    at_ = skip_digits(text_, at_);
    if (at_ == digits) refuse("a digit");
    if (text_[digits] == '0' && at_ > digits + 1) {
        at_ = digits;
        refuse("a number without zeros before it");
    }
    const std::size_t whole_end = at_;
    if (accept('.')) {
        if (!is_digit(front())) refuse("a digit");
        at_ = skip_digits(text_, at_);
    }
    if (front() == 'e' || front() == 'E') {
        ++at_;
        if (front() == '+' || front() == '-') ++at_;
        if (!is_digit(front())) refuse("a digit");
        at_ = skip_digits(text_, at_);
    }
    const std::string_view text = text_.substr(begin, at_ - begin);
    return {since(begin),
            Number{std::string(text), at_ == whole_end ? whole_number(text) : std::nullopt}};
}

Node Reader::word(std::string_view word, Node node) {
    if (text_.substr(at_, word.size()) != word) refuse("a value");
    at_ += word.size();
    node.span = since(at_ - word.size());
    return node;
}

std::string Reader::string() {
    const std::size_t begin = at_++;
    std::string text;
    while (front() != '"') {
        if (at_ == text_.size()) {
            at_ = begin;
            refuse("'\"' to end the string that begins here");
        }
        const auto octet = static_cast<unsigned char>(text_[at_]);
        if (octet < 0x20) refuse("an escape for the control character in the string");
        if (octet == '\\') {
            escape(text);
        } else {
            text.push_back(text_[at_++]);
        }
    }
    ++at_;
    return text;
}

void Reader::escape(std::string& text) {
    constexpr std::string_view kNames = "\"\\/bfnrt";
    constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    ++at_;
    const std::size_t known = at_ < text_.size() ? kNames.find(front()) : std::string_view::npos;
    if (known != std::string_view::npos) {
        text.push_back(kMeanings[known]);
        ++at_;
        return;
    }
    --at_;
    const char32_t unit = code_unit();
    append_utf8(text, unit >= 0xD800 && unit <= 0xDFFF ? surrogate_pair(unit) : unit);
}

// \uXXXX
char32_t Reader::code_unit() {
    const std::string_view digits = text_.substr(std::min(at_ + 2, text_.size()), 4);
    std::uint32_t value = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, problem] = std::from_chars(digits.data(), end, value, 16);
    if (text_.substr(at_, 2) != "\\u" || digits.size() != 4 || problem != std::errc{} ||
        stop != end) {
        refuse("one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX");
    }
    at_ += 6;
    return char32_t{value};
}

char32_t Reader::surrogate_pair(char32_t high) {
    const std::size_t begin = at_ - 6;
    const bool pair = high <= 0xDBFF && text_.substr(at_, 2) == "\\u";
    const char32_t low = pair ? code_unit() : U'\0';
    if (low < 0xDC00 || low > 0xDFFF) {
        at_ = begin;
        refuse("two surrogates that make up one character");
    }
    return 0x10000 + ((high - 0xD800) << 10U) + (low - 0xDC00);
}

void Reader::skip_space() {
    while (front() == ' ' || front() == '\t' || front() == '\n' || front() == '\r') ++at_;
}

bool Reader::accept(char octet) {
    if (front() != octet) return false;
    ++at_;
    return true;
}

void Reader::count_node() {
    if (++nodes_ > kMaxJsonNodes) refuse("at most " + std::to_string(kMaxJsonNodes) + " values");
}

Span Reader::since(std::size_t begin) const {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_)};
}

void Reader::refuse(std::string_view expected) const {
    constexpr std::string_view kShown = "{}[]:,\"";
    std::string found = "something else";
    if (at_ == text_.size()) {
        found = "the end of the text";
    } else if (kShown.find(front()) != std::string_view::npos) {
        found = "'" + std::string(1, front()) + "'";
    }
    throw source_.error(at_, "expected " + std::string(expected) + ", found " + found);
}

}  // namespace postvern::policy::language::json
