#include "policy/language/string_literal.hpp"

#include <charconv>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "policy/language/utf8.hpp"

namespace postvern::policy::language {

namespace {

// Walks over the inside of a string token, one character or escape a step.
class LiteralReader {
  public:
    LiteralReader(const SourceText& source, const Token& token)
        : source_(source),
          content_(token.text.substr(1, token.text.size() - 2)),
          base_(token.span.begin + 1U) {}

    bool done() const { return at_ == content_.size(); }
    char front() const { return content_[at_]; }
    bool at_escape(char name) const {
        return front() == '\\' && content_.substr(at_ + 1, 1) == std::string_view(&name, 1);
    }
    void skip(std::size_t octets) { at_ += octets; }

    // Appends what the next character or escape stands for.
    void read_into(std::string& text) {
        if (front() == '\r') fail("expected \\r, found a carriage return in the string");
        if (front() != '\\') {
            text.push_back(front());
            skip(1);
            return;
        }
        append_utf8(text, read_escape());
    }

  private:
    [[noreturn]] void fail(std::string problem) const {
        throw source_.error(base_ + at_, std::move(problem));
    }

    // The lexer saw to it that a character follows every backslash.
    char32_t read_escape() {
        switch (content_[at_ + 1]) {
            case '"':
                return simple('"');
            case '\\':
                return simple('\\');
            case '\'':
                return simple('\'');
            case 'n':
                return simple('\n');
            case 'r':
                return simple('\r');
            case 't':
                return simple('\t');
            case '0':
                return simple('\0');
            case 'x':
                return read_ascii();
            case 'u':
                return read_unicode();
            default:
                fail(
                    "expected one of \\\" \\' \\\\ \\n \\r \\t \\0 \\xHH \\u{...}, "
                    "found an unknown escape");
        }
    }

    char32_t simple(char meaning) {
        skip(2);
        return static_cast<unsigned char>(meaning);
    }

    char32_t read_ascii() {
        const auto value = hexadecimal(content_.substr(at_ + 2, 2));
        if (content_.size() < at_ + 4 || !value || *value > 0x7F) {
            fail("expected two hexadecimal digits up to 7F after \\x");
        }
        skip(4);
        return *value;
    }

    // \u{...}: one to six digits; among them, not before them, may stand underscores.
    char32_t read_unicode() {
        constexpr std::size_t kMaxDigits = 6;
        constexpr std::string_view kExpected =
            "expected one to six hexadecimal digits in braces after \\u";
        const std::size_t close = content_.find('}', at_);
        const bool braced = content_.substr(at_ + 2, 1) == "{" && close != std::string_view::npos;
        if (!braced) fail(std::string(kExpected));
        const std::string_view inside = content_.substr(at_ + 3, close - at_ - 3);
        std::string digits;
        for (std::size_t index = 0; index < inside.size() && digits.size() <= kMaxDigits; ++index) {
            if (inside[index] != '_' || index == 0) digits.push_back(inside[index]);
        }
        const auto value = hexadecimal(digits);
        if (digits.size() > kMaxDigits || !value) fail(std::string(kExpected));
        if (!is_scalar_value(*value)) fail("expected a Unicode scalar value in \\u{...}");
        skip(close + 1 - at_);
        return *value;
    }

    static std::optional<char32_t> hexadecimal(std::string_view digits) {
        std::uint32_t value = 0;
        const char* const end = digits.data() + digits.size();
        const auto [stop, problem] = std::from_chars(digits.data(), end, value, 16);
        if (digits.empty() || problem != std::errc{} || stop != end) return std::nullopt;
        return char32_t{value};
    }

    const SourceText& source_;
    std::string_view content_;
    std::size_t base_;
    std::size_t at_ = 0;
};

}  // namespace

std::string read_string(const SourceText& source, const Token& token) {
    LiteralReader reader(source, token);
    std::string text;
    while (!reader.done()) reader.read_into(text);
    return text;
}

// A star is the wildcard however it is written, except as \*.
Pattern read_pattern(const SourceText& source, const Token& token) {
    LiteralReader reader(source, token);
    std::vector<std::string> literals(1);
    std::string character;
    while (!reader.done()) {
        if (reader.at_escape('*')) {
            reader.skip(2);
            literals.back().push_back('*');
            continue;
        }
        character.clear();
        reader.read_into(character);
        if (character == "*") {
            literals.emplace_back();
        } else {
            literals.back() += character;
        }
    }
    return Pattern(std::move(literals));
}

}  // namespace postvern::policy::language
