#include "policy/language/schema/schema_parser.hpp"

#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "policy/language/schema/type_parser.hpp"
#include "policy/language/string_literal.hpp"
#include "policy/language/token_stream.hpp"
#include "policy/language/value.hpp"

namespace postvern::policy::language::schema {

namespace {

// Names seen so far in one namespace, per kind of declaration.
struct DeclaredNames {
    std::set<std::string> common_types;
    std::set<std::string> entity_types;
    std::set<std::string> actions;
};

class Parser {
  public:
    explicit Parser(const SourceText& source) : tokens_(source, Dialect::schema) {}

    SchemaSyntax schema();

  private:
    void named_namespace(std::vector<Annotation> annotations);
    void declaration(NamespaceSyntax& space, DeclaredNames& declared,
                     std::vector<Annotation> annotations);
    void entity_types(NamespaceSyntax& space, DeclaredNames& declared,
                      std::vector<Annotation> annotations);
    void actions(NamespaceSyntax& space, DeclaredNames& declared,
                 std::vector<Annotation> annotations);
    void common_type(NamespaceSyntax& space, DeclaredNames& declared,
                     std::vector<Annotation> annotations);
    void standard_type(EntityTypeSyntax& type);
    std::vector<std::string> enumerated_ids();
    std::vector<ActionReference> groups();
    ActionReference group();
    AppliesToSyntax applies_to();
    TypeSyntaxPointer context();

    NameSyntax declared_type_name(std::string_view role);
    void declare(std::set<std::string>& names, const NameSyntax& name);
    void refuse_reserved(const NameSyntax& name) const;

    TokenStream tokens_;
    TypeParser parts_{tokens_};
    SchemaSyntax schema_;
    std::set<std::string> namespaces_;
};

// Schema := {Namespace};   Namespace := (Annotations 'namespace' Path '{' {Decl} '}') | Decl
SchemaSyntax Parser::schema() {
    NamespaceSyntax unnamed;
    DeclaredNames declared;
    while (!tokens_.at(TokenKind::end)) {
        auto found = parts_.annotations();
        if (tokens_.at_word("namespace")) {
            named_namespace(std::move(found));
        } else {
            declaration(unnamed, declared, std::move(found));
        }
    }
    schema_.namespaces.push_back(std::move(unnamed));
    return std::move(schema_);
}

void Parser::named_namespace(std::vector<Annotation> annotations) {
    tokens_.take();
    NamespaceSyntax space;
    space.name = parts_.path();
    space.annotations = std::move(annotations);
    refuse_reserved(*space.name);
    if (!namespaces_.insert(space.name->name).second) {
        tokens_.fail(space.name->span,
                     "expected each namespace once, found '" + space.name->name + "' again");
    }
    tokens_.expect(TokenKind::left_brace);
    DeclaredNames declared;
    while (!tokens_.accept(TokenKind::right_brace)) {
        auto found = parts_.annotations();
        declaration(space, declared, std::move(found));
    }
    schema_.namespaces.push_back(std::move(space));
}

// Decl := Entity | Action | TypeDecl
void Parser::declaration(NamespaceSyntax& space, DeclaredNames& declared,
                         std::vector<Annotation> annotations) {
    if (tokens_.accept_word("entity")) {
        entity_types(space, declared, std::move(annotations));
    } else if (tokens_.accept_word("action")) {
        actions(space, declared, std::move(annotations));
    } else if (tokens_.accept_word("type")) {
        common_type(space, declared, std::move(annotations));
    } else {
        tokens_.refuse(space.name ? "'entity', 'action', 'type' or '}'"
                                  : "'entity', 'action', 'type' or 'namespace'");
    }
}

// Entity := 'entity' Idents ['in' EntOrTyps] [['='] RecType] ['tags' Type] ';'
//         | 'entity' Idents 'enum' '[' STR {',' STR} ']' ';'
void Parser::entity_types(NamespaceSyntax& space, DeclaredNames& declared,
                          std::vector<Annotation> annotations) {
    std::vector<NameSyntax> names;
    do {
        names.push_back(declared_type_name("the name of an entity type"));
        declare(declared.entity_types, names.back());
        if (names.back().name == "Action") {
            tokens_.fail(names.back().span,
                         "expected the name of an entity type, found 'Action', which is the type "
                         "of actions");
        }
    } while (tokens_.accept(TokenKind::comma));
    EntityTypeSyntax type;
    type.annotations = std::move(annotations);
    if (tokens_.accept_word("enum")) {
        type.ids = enumerated_ids();
    } else {
        standard_type(type);
    }
    tokens_.expect(TokenKind::semicolon);
    for (NameSyntax& name : names) {
        type.name = std::move(name);
        space.entity_types.push_back(type);
    }
}

void Parser::standard_type(EntityTypeSyntax& type) {
    if (tokens_.accept_word("in")) type.parents = parts_.entity_type_names();
    if (tokens_.accept(TokenKind::equal_sign)) {
        type.shape = parts_.record();
    } else if (tokens_.at(TokenKind::left_brace)) {
        type.shape = parts_.record();
    }
    if (tokens_.accept_word("tags")) type.tags = parts_.type();
}

std::vector<std::string> Parser::enumerated_ids() {
    std::vector<std::string> ids;
    tokens_.expect(TokenKind::left_bracket);
    do {
        ids.push_back(read_string(tokens_.source(), tokens_.expect(TokenKind::string)));
    } while (tokens_.accept(TokenKind::comma));
    tokens_.expect(TokenKind::right_bracket);
    return ids;
}

// Action := 'action' Names ['in' RefOrRefs] [AppliesTo] ['attributes' '{' '}'] ';'
void Parser::actions(NamespaceSyntax& space, DeclaredNames& declared,
                     std::vector<Annotation> annotations) {
    std::vector<NameSyntax> names;
    do {
        names.push_back(parts_.name("the name of an action"));
        declare(declared.actions, names.back());
    } while (tokens_.accept(TokenKind::comma));
    ActionSyntax action;
    action.annotations = std::move(annotations);
    if (tokens_.accept_word("in")) action.groups = groups();
    if (tokens_.accept_word("appliesTo")) action.applies_to = applies_to();
    if (tokens_.accept_word("attributes")) {
        tokens_.expect(TokenKind::left_brace);
        tokens_.expect(TokenKind::right_brace);
    }
    tokens_.expect(TokenKind::semicolon);
    for (NameSyntax& name : names) {
        action.name = std::move(name);
        space.actions.push_back(action);
    }
}

// RefOrRefs := Ref | '[' Ref {',' Ref} ']'
std::vector<ActionReference> Parser::groups() {
    std::vector<ActionReference> list;
    if (!tokens_.accept(TokenKind::left_bracket)) {
        list.push_back(group());
        return list;
    }
    do {
        list.push_back(group());
    } while (tokens_.accept(TokenKind::comma));
    tokens_.expect(TokenKind::right_bracket);
    return list;
}

// Ref := Path '::' STR | Name
ActionReference Parser::group() {
    NameSyntax first = parts_.name("an action");
    if (!tokens_.at(TokenKind::double_colon)) return {std::nullopt, first.name, first.span};
    ActionReference group{std::move(first.name), {}, first.span};
    while (true) {
        tokens_.expect(TokenKind::double_colon);
        if (tokens_.at(TokenKind::string)) break;
        group.type->append("::");
        group.type->append(parts_.identifier("a name or the id of an action in quotes").name);
    }
    group.id = read_string(tokens_.source(), tokens_.take());
    group.span = tokens_.since(group.span);
    return group;
}

// AppDecls := ('principal' | 'resource') ':' EntOrTyps [',' | ',' AppDecls]
//           | 'context' ':' (Path | RecType) [',' | ',' AppDecls]
AppliesToSyntax Parser::applies_to() {
    AppliesToSyntax applies;
    std::set<std::string_view> seen;
    tokens_.expect(TokenKind::left_brace);
    do {
        if (!seen.empty() && tokens_.at(TokenKind::right_brace)) break;
        const Token part = tokens_.current();
        const bool known =
            part.text == "principal" || part.text == "resource" || part.text == "context";
        if (!known) tokens_.refuse("'principal', 'resource' or 'context'");
        if (!seen.insert(part.text).second) {
            tokens_.fail(part.span, "expected each part of appliesTo once, found '" +
                                        std::string(part.text) + "' again");
        }
        tokens_.take();
        tokens_.expect(TokenKind::colon);
        if (part.text == "context") {
            applies.context = context();
            continue;
        }
        auto& types = part.text == "principal" ? applies.principals : applies.resources;
        types = parts_.entity_type_names();
        if (types.empty()) {
            tokens_.fail(part.span, "expected one entity type or more for '" +
                                        std::string(part.text) + "', found none");
        }
    } while (tokens_.accept(TokenKind::comma));
    if (!tokens_.at(TokenKind::right_brace)) tokens_.refuse("',' or '}'");
    if (applies.principals.empty()) tokens_.refuse("'principal' and its entity types");
    if (applies.resources.empty()) tokens_.refuse("'resource' and its entity types");
    tokens_.take();
    return applies;
}

TypeSyntaxPointer Parser::context() {
    if (tokens_.at(TokenKind::left_brace)) return parts_.record();
    NameSyntax common = parts_.path();
    return std::make_shared<const TypeSyntax>(
        TypeSyntax{common.span, ReferenceSyntax{common.name, ReferenceTarget::common}});
}

// TypeDecl := 'type' TYPENAME '=' Type ';'
void Parser::common_type(NamespaceSyntax& space, DeclaredNames& declared,
                         std::vector<Annotation> annotations) {
    NameSyntax name = declared_type_name("the name of a type");
    if (is_reserved_type_name(name.name)) {
        tokens_.fail(name.span,
                     "expected the name of a type, found '" + name.name + "', which is reserved");
    }
    declare(declared.common_types, name);
    tokens_.expect(TokenKind::equal_sign);
    TypeSyntaxPointer definition = parts_.type();
    tokens_.expect(TokenKind::semicolon);
    space.common_types.push_back({std::move(name), std::move(definition), std::move(annotations)});
}

NameSyntax Parser::declared_type_name(std::string_view role) {
    NameSyntax name = parts_.identifier(role);
    refuse_reserved(name);
    return name;
}

void Parser::declare(std::set<std::string>& names, const NameSyntax& name) {
    if (names.insert(name.name).second) return;
    tokens_.fail(name.span, "expected each name to be declared once, found " +
                                to_quoted(name.name) + " again");
}

void Parser::refuse_reserved(const NameSyntax& name) const {
    if (!has_reserved_component(name.name)) return;
    tokens_.fail(name.span, "expected a name of your own, found the reserved '__cedar'");
}

}  // namespace

SchemaSyntax parse_schema(const SourceText& source) { return Parser(source).schema(); }

}  // namespace postvern::policy::language::schema
