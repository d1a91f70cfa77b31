#include "policy/language/name_parser.hpp"

#include <algorithm>
#include <utility>

#include "policy/language/string_literal.hpp"

namespace postvern::policy::language {

Name parse_name(TokenStream& tokens) {
    const Token first = tokens.expect_name("a type name");
    Name name{std::string(first.text), std::nullopt, first.span};
    while (tokens.accept(TokenKind::double_colon)) {
        if (tokens.at(TokenKind::string)) {
            const Token id = tokens.take();
            name.id = read_string(tokens.source(), id);
            name.span = join(name.span, id.span);
            return name;
        }
        const Token component = tokens.expect_name("a type name or an entity id in quotes");
        name.path += "::";
        name.path += component.text;
        name.span = join(name.span, component.span);
    }
    return name;
}

std::string parse_type(TokenStream& tokens) {
    Name name = parse_name(tokens);
    if (name.id) tokens.fail(name.span, "expected a type name, found an entity");
    return std::move(name.path);
}

EntityUid parse_entity(TokenStream& tokens) {
    if (tokens.at(TokenKind::question_mark)) {
        tokens.fail(tokens.current().span, "expected an entity, found a template slot");
    }
    if (!tokens.at(TokenKind::identifier)) tokens.refuse("an entity");
    Name name = parse_name(tokens);
    if (!name.id) tokens.refuse("'::' and an entity id in quotes");
    return {std::move(name.path), std::move(*name.id)};
}

bool is_identifier(std::string_view text) {
    const auto is_letter = [](char octet) {
        return octet == '_' || (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z');
    };
    const bool plain = std::all_of(text.begin(), text.end(), [&](char octet) {
        return is_letter(octet) || (octet >= '0' && octet <= '9');
    });
    return plain && !text.empty() && is_letter(text.front());
}

bool is_attribute_identifier(std::string_view text) {
    return is_identifier(text) && !is_reserved(text);
}

bool is_action_type(std::string_view type) {
    return type == "Action" || type.ends_with("::Action");
}

bool is_type_name(std::string_view text) {
    while (true) {
        const std::size_t end = text.find("::");
        if (!is_attribute_identifier(text.substr(0, end))) return false;
        if (end == std::string_view::npos) return true;
        text.remove_prefix(end + 2);
    }
}

}  // namespace postvern::policy::language
