#include "policy/language/schema/type_parser.hpp"

#include <map>
#include <set>
#include <string>
#include <utility>

#include "policy/language/limits.hpp"
#include "policy/language/string_literal.hpp"

namespace postvern::policy::language::schema {

// Annotation := '@' IDENT ['(' STR ')']
std::vector<Annotation> TypeParser::annotations() {
    std::vector<Annotation> list;
    std::set<std::string> names;
    while (tokens_.at(TokenKind::at)) {
        const Span begin = tokens_.take().span;
        const Token name = tokens_.expect(TokenKind::identifier);
        Annotation annotation{std::string(name.text), std::nullopt, {}};
        if (!names.insert(annotation.name).second) {
            tokens_.fail(name.span,
                         "expected each annotation once, found '@" + annotation.name + "' again");
        }
        if (tokens_.accept(TokenKind::left_parenthesis)) {
            annotation.value = read_string(tokens_.source(), tokens_.expect(TokenKind::string));
            tokens_.expect(TokenKind::right_parenthesis);
        }
        annotation.span = tokens_.since(begin);
        list.push_back(std::move(annotation));
    }
    return list;
}

// Type := Path | 'Set' '<' Type '>' | RecType
TypeSyntaxPointer TypeParser::type() {
    if (tokens_.at(TokenKind::left_brace)) return record();
    if (!tokens_.at(TokenKind::identifier)) tokens_.refuse("a type");
    NameSyntax name = path();
    if (name.name != "Set" || !tokens_.at(TokenKind::less)) {
        return std::make_shared<const TypeSyntax>(TypeSyntax{
            name.span, ReferenceSyntax{std::move(name.name), ReferenceTarget::entity_or_common}});
    }
    if (++nesting_ > kMaxNesting) tokens_.refuse("fewer types within types");
    tokens_.take();
    TypeSyntaxPointer element = type();
    tokens_.expect(TokenKind::greater);
    --nesting_;
    return std::make_shared<const TypeSyntax>(
        TypeSyntax{tokens_.since(name.span), SetSyntax{std::move(element)}});
}

// RecType := '{' [AttrDecls] '}'
TypeSyntaxPointer TypeParser::record() {
    if (++nesting_ > kMaxNesting) tokens_.refuse("fewer types within types");
    const Span begin = tokens_.expect(TokenKind::left_brace).span;
    RecordSyntax content;
    std::map<std::string, std::size_t> places;
    while (!tokens_.at(TokenKind::right_brace)) {
        AttributeSyntax next = attribute();
        const auto [place, first] = places.emplace(next.name, content.attributes.size());
        // Cedar lets a name stand twice; the later one counts.
        if (first) {
            content.attributes.push_back(std::move(next));
        } else {
            content.attributes[place->second] = std::move(next);
        }
        if (!tokens_.accept(TokenKind::comma)) break;
    }
    if (!tokens_.at(TokenKind::right_brace)) tokens_.refuse("',' or '}'");
    tokens_.take();
    --nesting_;
    return std::make_shared<const TypeSyntax>(TypeSyntax{tokens_.since(begin), std::move(content)});
}

// AttrDecls := Annotations Name ['?'] ':' Type [',' | ',' AttrDecls]
AttributeSyntax TypeParser::attribute() {
    AttributeSyntax attribute;
    attribute.annotations = annotations();
    NameSyntax name = this->name("an attribute name or '}'");
    attribute.name = std::move(name.name);
    attribute.required = !tokens_.accept(TokenKind::question_mark);
    if (!tokens_.accept(TokenKind::colon)) {
        tokens_.refuse(attribute.required ? "'?' or ':'" : "':'");
    }
    attribute.type = type();
    attribute.span = tokens_.since(name.span);
    return attribute;
}

// Path := IDENT {'::' IDENT}
NameSyntax TypeParser::path() {
    NameSyntax path = identifier("a name");
    while (tokens_.accept(TokenKind::double_colon)) {
        const NameSyntax next = identifier("a name");
        path.name += "::" + next.name;
        path.span = join(path.span, next.span);
    }
    return path;
}

std::vector<NameSyntax> TypeParser::entity_type_names() {
    std::vector<NameSyntax> names;
    if (!tokens_.accept(TokenKind::left_bracket)) {
        if (!tokens_.at(TokenKind::identifier))
            tokens_.refuse("an entity type, or a list of them in brackets");
        names.push_back(path());
        return names;
    }
    if (tokens_.accept(TokenKind::right_bracket)) return names;
    do {
        if (!tokens_.at(TokenKind::identifier)) tokens_.refuse("an entity type");
        names.push_back(path());
    } while (tokens_.accept(TokenKind::comma));
    if (!tokens_.at(TokenKind::right_bracket)) tokens_.refuse("',' or ']'");
    tokens_.take();
    return names;
}

NameSyntax TypeParser::name(std::string_view role) {
    if (!tokens_.at(TokenKind::string)) return identifier(role);
    const Token token = tokens_.take();
    return {read_string(tokens_.source(), token), token.span};
}

NameSyntax TypeParser::identifier(std::string_view role) {
    const Token token = tokens_.at_word("__cedar") ? tokens_.take() : tokens_.expect_name(role);
    return {std::string(token.text), token.span};
}

}  // namespace postvern::policy::language::schema
