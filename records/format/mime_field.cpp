#include "records/format/mime_field.hpp"

#include <algorithm>

#include "records/format/ascii.hpp"
#include "records/format/lexer.hpp"

namespace postvern::records::format {
namespace {

constexpr std::string_view kSpecials = "()<>@,;:\\\"/[]?=";  // tspecials, RFC 2045 5.1

bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return c > 32 && c < 127 && kSpecials.find(c) == std::string_view::npos;
    });
}

std::optional<std::string> token(Lexer& lexer) {
    lexer.skip_comments();
    const auto word = lexer.word(kSpecials);
    if (!is_token(word)) return std::nullopt;
    return lowered(word);
}

// A value up to ';'. Without quotes it may, against the rule, hold spaces and specials:
// "name=annual report.pdf" is common, and means all of it.
std::string parameter_value(Lexer& lexer) {
    lexer.skip_comments();
    if (lexer.peek() == '"') return lexer.quoted_string();
    std::string value;
    while (!lexer.at_end() && lexer.peek() != ';') {
        if (lexer.skip_comments()) {
            value.push_back(' ');
        } else if (const auto word = lexer.word("(;"); !word.empty()) {
            value += word;
        }
    }
    return std::string(trimmed(value));
}

std::vector<Parameter> parse_parameters(Lexer& lexer) {
    std::vector<Parameter> parameters;
    for (lexer.skip_to(';'); lexer.accept(';'); lexer.skip_to(';')) {
        auto name = token(lexer);
        lexer.skip_comments();
        if (name && lexer.accept('='))
            parameters.push_back({std::move(*name), parameter_value(lexer)});
    }
    return parameters;
}

}  // namespace

std::optional<MediaType> parse_media_type(std::string_view value) {
    Lexer lexer(value);
    auto type = token(lexer);
    lexer.skip_comments();
    if (!type || !lexer.accept('/')) return std::nullopt;
    auto subtype = token(lexer);
    if (!subtype) return std::nullopt;
    return MediaType{std::move(*type), std::move(*subtype), parse_parameters(lexer)};
}

std::optional<Disposition> parse_disposition(std::string_view value) {
    Lexer lexer(value);
    auto kind = token(lexer);
    if (!kind) return std::nullopt;
    return Disposition{std::move(*kind), parse_parameters(lexer)};
}

std::optional<std::string> parse_token(std::string_view value) {
    Lexer lexer(value);
    return token(lexer);
}

std::vector<std::string> parse_token_list(std::string_view value) {
    std::vector<std::string> tokens;
    Lexer lexer(value);
    do {
        lexer.skip_comments();
        if (const auto word = lexer.word(kSpecials); is_token(word)) tokens.emplace_back(word);
        lexer.skip_to(',');
    } while (lexer.accept(','));
    return tokens;
}

}  // namespace postvern::records::format
