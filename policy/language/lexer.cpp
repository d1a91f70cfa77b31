#include "policy/language/lexer.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "policy/language/utf8.hpp"

namespace postvern::policy::language {

namespace {

struct Symbol {
    std::string_view text;
    TokenKind kind;
};

// Longest first, so that '<=' is never read as '<' and something else.
constexpr std::array<Symbol, 25> kSymbols = {{
    {"::", TokenKind::double_colon},
    {"&&", TokenKind::double_ampersand},
    {"||", TokenKind::double_bar},
    {"!=", TokenKind::not_equal},
    {"==", TokenKind::double_equal},
    {"<=", TokenKind::less_or_equal},
    {">=", TokenKind::greater_or_equal},
    {"(", TokenKind::left_parenthesis},
    {")", TokenKind::right_parenthesis},
    {"{", TokenKind::left_brace},
    {"}", TokenKind::right_brace},
    {"[", TokenKind::left_bracket},
    {"]", TokenKind::right_bracket},
    {",", TokenKind::comma},
    {";", TokenKind::semicolon},
    {":", TokenKind::colon},
    {".", TokenKind::dot},
    {"@", TokenKind::at},
    {"?", TokenKind::question_mark},
    {"!", TokenKind::exclamation},
    {"<", TokenKind::less},
    {">", TokenKind::greater},
    {"+", TokenKind::plus},
    {"-", TokenKind::minus},
    {"*", TokenKind::asterisk},
}};

constexpr bool is_digit(char octet) { return octet >= '0' && octet <= '9'; }

constexpr bool starts_identifier(char octet) {
    return octet == '_' || (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z');
}

constexpr bool continues_identifier(char octet) {
    return starts_identifier(octet) || is_digit(octet);
}

// Octets of the white space at the front of `text`, as Unicode defines White_Space; 0 if there is
// none.
std::size_t space_at_front(std::string_view text) {
    const char first = text.front();
    if (first == ' ' || (first >= '\t' && first <= '\r')) return 1;
    if (static_cast<unsigned char>(first) < 0x80) return 0;
    const CodePoint character = *decode_front(text);
    const char32_t value = character.value;
    const bool space = value == 0x85 || value == 0xA0 || value == 0x1680 ||
                       (value >= 0x2000 && value <= 0x200A) || value == 0x2028 || value == 0x2029 ||
                       value == 0x202F || value == 0x205F || value == 0x3000;
    return space ? character.octets : 0;
}

std::size_t count_while(std::string_view text, bool (*accepted)(char)) {
    const auto* const stop = std::find_if_not(text.begin(), text.end(), accepted);
    return static_cast<std::size_t>(stop - text.begin());
}

}  // namespace

Token Lexer::next() {
    skip_ignored();
    const std::string_view rest = text_.substr(offset_);
    if (rest.empty()) return take(TokenKind::end, 0);
    if (starts_identifier(rest.front())) {
        return take(TokenKind::identifier, count_while(rest, continues_identifier));
    }
    if (is_digit(rest.front())) return take(TokenKind::integer, count_while(rest, is_digit));
    if (rest.front() == '"') return take_string();
    if (const auto symbol = take_symbol()) return *symbol;
    refuse_character();
}

void Lexer::skip_ignored() {
    while (offset_ < text_.size()) {
        const std::size_t space = space_at_front(text_.substr(offset_));
        if (space == 0 && text_.substr(offset_, 2) != "//") return;
        offset_ = space != 0 ? offset_ + space
                             : std::min(text_.find_first_of("\r\n", offset_), text_.size());
    }
}

Token Lexer::take(TokenKind kind, std::size_t octets) {
    const auto begin = static_cast<std::uint32_t>(offset_);
    const Token token{
        kind, {begin, begin + static_cast<std::uint32_t>(octets)}, text_.substr(offset_, octets)};
    offset_ += octets;
    return token;
}

Token Lexer::take_string() {
    for (std::size_t at = offset_ + 1; at < text_.size(); ++at) {
        if (text_[at] == '"') return take(TokenKind::string, at + 1 - offset_);
        if (text_[at] == '\\') ++at;  // whatever follows cannot end the string
    }
    throw source_.error(offset_,
                        "expected '\"' to end the string that begins here, "
                        "found the end of the file");
}

std::optional<Token> Lexer::take_symbol() {
    const std::string_view rest = text_.substr(offset_);
    for (const Symbol& symbol : kSymbols) {
        if (rest.substr(0, symbol.text.size()) == symbol.text) {
            return take(symbol.kind, symbol.text.size());
        }
    }
    if (dialect_ == Dialect::schema && rest.front() == '=') return take(TokenKind::equal_sign, 1);
    return std::nullopt;
}

void Lexer::refuse_character() const {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    const std::string_view rest = text_.substr(offset_);
    switch (rest.front()) {
        case '=':
            throw source_.error(offset_, "expected '==', found '='");
        case '&':
            throw source_.error(offset_, "expected '&&', found '&'");
        case '|':
            throw source_.error(offset_, "expected '||', found '|'");
        default:
            break;
    }
    // Named by number: an invisible or confusable character would not explain itself.
    const char32_t value = decode_front(rest)->value;
    std::string number;
    for (int shift = 20; shift >= 0; shift -= 4) {
        const auto digit = (value >> static_cast<unsigned>(shift)) & 0xFU;
        if (digit != 0 || !number.empty() || shift < 16) number.push_back(kHex[digit]);
    }
    throw source_.error(offset_, "expected a token, found the character U+" + number);
}

}  // namespace postvern::policy::language
