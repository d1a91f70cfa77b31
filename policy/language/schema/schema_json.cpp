#include "policy/language/schema/schema_json.hpp"

#include <string>
#include <string_view>
#include <utility>

#include "policy/language/limits.hpp"
#include "policy/language/value.hpp"

namespace postvern::policy::language::schema {

namespace {

class Reader {
  public:
    explicit Reader(const json::Document& document) : document_(document) {}

    SchemaSyntax schema() const;

  private:
    using Node = json::Node;
    using Member = json::Member;

    NamespaceSyntax space(const Member& member) const;
    CommonTypeSyntax common_type(const Member& member) const;
    EntityTypeSyntax entity_type(const Member& member) const;
    ActionSyntax action(const Member& member) const;
    ActionReference group(const Node& node) const;
    AppliesToSyntax applies_to(const Node& node) const;
    std::vector<Annotation> annotations(const json::Object& object) const;
    TypeSyntaxPointer type(const Node& node, std::size_t depth = 0) const;
    // The type that an object describes; `decorated` allows what only an attribute may bear.
    enum class Decoration { none, annotations, attribute };
    TypeSyntaxPointer type(const Node& node, Decoration decoration, std::size_t depth) const;
    TypeSyntaxPointer set(const Node& node, const json::Object& object, std::size_t depth) const;
    TypeSyntaxPointer record(const Node& node, const json::Object& object, std::size_t depth) const;
    TypeSyntaxPointer reference(const Node& name, ReferenceTarget target) const;
    TypeSyntaxPointer make(const Node& node, decltype(TypeSyntax::content) content) const;
    NameSyntax path(const Node& node, std::string_view role) const;
    std::vector<NameSyntax> paths(const Node& node, std::string_view role) const;
    // A name that a declaration introduces: an identifier, not __cedar.
    NameSyntax declared(const Member& member, std::string_view role) const;
    void only(const json::Object& object, Decoration decoration, std::string_view field = "type",
              std::string_view other = "type") const;

    const json::Document& document_;
};

// Schema ::= '{' Namespace ':' '{' EntityTypes ',' Actions [',' CommonTypes] '}' '}'
SchemaSyntax Reader::schema() const {
    SchemaSyntax schema;
    for (const Member& member :
         document_.object(document_.root(), "a schema, an object").members()) {
        schema.namespaces.push_back(space(member));
    }
    return schema;
}

NamespaceSyntax Reader::space(const Member& member) const {
    NamespaceSyntax space;
    const auto& object = document_.object(member.value, "a namespace, an object");
    document_.only_members(object, {"commonTypes", "entityTypes", "actions", "annotations"});
    space.annotations = annotations(object);
    if (!member.name.empty()) {
        if (!is_path(member.name) || has_reserved_component(member.name)) {
            document_.fail(member.name_span,
                           "expected the name of a namespace, found " + to_quoted(member.name));
        }
        space.name = NameSyntax{member.name, member.name_span};
    } else if (!space.annotations.empty()) {
        document_.fail(member.name_span,
                       "expected no annotations outside a named namespace, found some");
    }
    if (const Node* types = object.find("commonTypes")) {
        for (const Member& type : document_.object(*types, "common types, an object").members()) {
            space.common_types.push_back(common_type(type));
        }
    }
    const Node& types = document_.member(member.value, object, "entityTypes");
    for (const Member& type : document_.object(types, "entity types, an object").members()) {
        space.entity_types.push_back(entity_type(type));
    }
    const Node& actions = document_.member(member.value, object, "actions");
    for (const Member& found : document_.object(actions, "actions, an object").members()) {
        space.actions.push_back(action(found));
    }
    return space;
}

CommonTypeSyntax Reader::common_type(const Member& member) const {
    NameSyntax name = declared(member, "the name of a type");
    if (is_reserved_type_name(name.name)) {
        document_.fail(name.span,
                       "expected the name of a type, found '" + name.name + "', which is reserved");
    }
    const auto& object = document_.object(member.value, "a type, an object");
    return {std::move(name), type(member.value, Decoration::annotations, 0), annotations(object)};
}

// EntityType ::= IDENT ':' '{' [memberOfTypes] [shape] [tags] '}' | IDENT ':' '{' 'enum': STR+ '}'
EntityTypeSyntax Reader::entity_type(const Member& member) const {
    EntityTypeSyntax type;
    type.name = declared(member, "the name of an entity type");
    if (type.name.name == "Action") {
        document_.fail(type.name.span,
                       "expected the name of an entity type, found 'Action', "
                       "which is the type of actions");
    }
    const auto& object = document_.object(member.value, "an entity type, an object");
    type.annotations = annotations(object);
    if (const Node* choices = object.find("enum")) {
        document_.only_members(object, {"enum", "annotations"});
        type.ids.emplace();
        for (const Node& id : document_.array(*choices, "ids, an array")) {
            type.ids->push_back(document_.string(id, "an id, a string"));
        }
        if (type.ids->empty()) document_.fail(choices->span, "expected one id or more, found none");
        return type;
    }
    document_.only_members(object, {"memberOfTypes", "shape", "tags", "annotations"});
    if (const Node* parents = object.find("memberOfTypes")) {
        type.parents = paths(*parents, "an entity type");
    }
    if (const Node* shape = object.find("shape")) type.shape = this->type(*shape);
    if (const Node* tags = object.find("tags")) type.tags = this->type(*tags);
    return type;
}

ActionSyntax Reader::action(const Member& member) const {
    ActionSyntax action;
    action.name = {member.name, member.name_span};
    const auto& object = document_.object(member.value, "an action, an object");
    document_.only_members(object, {"attributes", "appliesTo", "memberOf", "annotations"});
    action.annotations = annotations(object);
    const Node* attributes = object.find("attributes");
    if (attributes != nullptr && !attributes->is_null()) {
        document_.fail(attributes->span, "expected an action without attributes, found some");
    }
    const Node* groups = object.find("memberOf");
    if (groups != nullptr && !groups->is_null()) {
        for (const Node& found : document_.array(*groups, "groups of actions, an array")) {
            action.groups.push_back(group(found));
        }
    }
    const Node* applies = object.find("appliesTo");
    if (applies != nullptr && !applies->is_null()) action.applies_to = applies_to(*applies);
    return action;
}

ActionReference Reader::group(const Node& node) const {
    const auto& object = document_.object(node, "a group of actions, an object");
    document_.only_members(object, {"id", "type"});
    ActionReference group;
    group.id = document_.string(document_.member(node, object, "id"), "an id, a string");
    group.span = node.span;
    const Node* type = object.find("type");
    if (type != nullptr && !type->is_null()) group.type = path(*type, "the type of an action").name;
    return group;
}

AppliesToSyntax Reader::applies_to(const Node& node) const {
    const auto& object = document_.object(node, "what an action applies to, an object");
    document_.only_members(object, {"principalTypes", "resourceTypes", "context"});
    AppliesToSyntax applies;
    applies.principals = paths(document_.member(node, object, "principalTypes"), "an entity type");
    applies.resources = paths(document_.member(node, object, "resourceTypes"), "an entity type");
    if (const Node* context = object.find("context")) applies.context = type(*context);
    return applies;
}

std::vector<Annotation> Reader::annotations(const json::Object& object) const {
    std::vector<Annotation> list;
    const Node* found = object.find("annotations");
    if (found == nullptr) return list;
    for (const Member& member : document_.object(*found, "annotations, an object").members()) {
        if (!is_word(member.name)) {
            document_.fail(member.name_span,
                           "expected the name of an annotation, found " + to_quoted(member.name));
        }
        Annotation annotation{member.name, std::nullopt, member.name_span};
        if (!member.value.is_null()) {
            annotation.value = document_.string(member.value, "an annotation, a string or null");
        }
        list.push_back(std::move(annotation));
    }
    return list;
}

void Reader::only(const json::Object& object, Decoration decoration, std::string_view field,
                  std::string_view other) const {
    for (const Member& member : object.members()) {
        const bool known = member.name == "type" || member.name == field || member.name == other ||
                           (decoration != Decoration::none && member.name == "annotations") ||
                           (decoration == Decoration::attribute && member.name == "required");
        if (known) continue;
        document_.fail(member.name_span,
                       "expected only what this kind of type has, found " + to_quoted(member.name));
    }
}

TypeSyntaxPointer Reader::type(const Node& node, std::size_t depth) const {
    return type(node, Decoration::none, depth);
}

TypeSyntaxPointer Reader::type(const Node& node, Decoration decoration, std::size_t depth) const {
    if (depth == kMaxNesting) document_.fail(node.span, "expected fewer types within types");
    const auto& object = document_.object(node, "a type, an object");
    const Node& kind = document_.member(node, object, "type");
    const std::string& name = document_.string(kind, "a type, a string");
    if (name == "Record") {
        only(object, decoration, "attributes", "additionalAttributes");
        return record(node, object, depth);
    }
    if (name == "Set") {
        only(object, decoration, "element");
        return set(node, object, depth);
    }
    const bool entity = name == "Entity";
    const bool extension = name == "Extension";
    if (entity || extension || name == "EntityOrCommon") {
        only(object, decoration, "name");
        return reference(document_.member(node, object, "name"),
                         entity      ? ReferenceTarget::entity
                         : extension ? ReferenceTarget::extension
                                     : ReferenceTarget::entity_or_common);
    }
    only(object, decoration);
    if (name == "Boolean") return make(node, PrimitiveType::boolean);
    if (name == "Long") return make(node, PrimitiveType::integer);
    if (name == "String") return make(node, PrimitiveType::string);
    return reference(kind, ReferenceTarget::common);
}

TypeSyntaxPointer Reader::set(const Node& node, const json::Object& object,
                              std::size_t depth) const {
    return make(node, SetSyntax{type(document_.member(node, object, "element"), depth + 1)});
}

TypeSyntaxPointer Reader::record(const Node& node, const json::Object& object,
                                 std::size_t depth) const {
    if (const Node* additional = object.find("additionalAttributes")) {
        const bool* allowed = additional->as_bool();
        if (allowed == nullptr || *allowed) {
            document_.fail(additional->span,
                           "expected false: the attributes of a record are those "
                           "that it declares");
        }
    }
    RecordSyntax content;
    const Node& attributes = document_.member(node, object, "attributes");
    for (const Member& member : document_.object(attributes, "attributes, an object").members()) {
        const auto& declared = document_.object(member.value, "a type, an object");
        AttributeSyntax attribute;
        attribute.name = member.name;
        attribute.type = type(member.value, Decoration::attribute, depth + 1);
        attribute.annotations = annotations(declared);
        attribute.span = member.name_span;
        if (const Node* required = declared.find("required")) {
            const bool* value = required->as_bool();
            if (value == nullptr) document_.refuse(*required, "a boolean");
            attribute.required = *value;
        }
        content.attributes.push_back(std::move(attribute));
    }
    return make(node, std::move(content));
}

TypeSyntaxPointer Reader::reference(const Node& name, ReferenceTarget target) const {
    return make(name, ReferenceSyntax{path(name, "the name of a type").name, target});
}

TypeSyntaxPointer Reader::make(const Node& node, decltype(TypeSyntax::content) content) const {
    return std::make_shared<const TypeSyntax>(TypeSyntax{node.span, std::move(content)});
}

NameSyntax Reader::path(const Node& node, std::string_view role) const {
    const std::string& name = document_.string(node, std::string(role) + ", a string");
    if (!is_path(name)) {
        document_.fail(node.span, "expected " + std::string(role) + ", found " + to_quoted(name));
    }
    return {name, node.span};
}

std::vector<NameSyntax> Reader::paths(const Node& node, std::string_view role) const {
    std::vector<NameSyntax> names;
    for (const Node& name : document_.array(node, "entity types, an array")) {
        names.push_back(path(name, role));
    }
    return names;
}

NameSyntax Reader::declared(const Member& member, std::string_view role) const {
    if (!is_identifier(member.name) || has_reserved_component(member.name)) {
        document_.fail(member.name_span,
                       "expected " + std::string(role) + ", found " + to_quoted(member.name));
    }
    return {member.name, member.name_span};
}

}  // namespace

SchemaSyntax read_json_schema(const json::Document& document) { return Reader(document).schema(); }

}  // namespace postvern::policy::language::schema
