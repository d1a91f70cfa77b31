// What a schema says once it is read, and how errors in it are told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/language/limits.hpp"
#include "policy/language/schema/reading.hpp"

namespace postvern::policy::language::schema {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Optional;

Schema read(const std::string& text) {
    return read_schema({"test.cedarschema", text}, SchemaFormat::human);
}

Schema read_json(const std::string& text) {
    return read_schema({"test.json", text}, SchemaFormat::json);
}

std::string error_of(const std::string& text, SchemaFormat format = SchemaFormat::human) {
    try {
        read_schema({"s", text}, format);
    } catch (const SyntaxError& error) {
        return error.what();
    }
    return "accepted";
}

std::string type_of(const Schema& schema, const char* entity_type, const char* attribute) {
    const auto* found = find_attribute(schema.find_entity_type(entity_type)->attributes, attribute);
    return found == nullptr ? "none" : (found->required ? "" : "?") + to_text(*found->type);
}

TEST(Schema, TellsWhereAndWhatIsWrong) {
    const struct {
        const char* text;
        const char* error;
    } rows[] = {
        {"entity A {a: Long", "s:1:18: expected ',' or '}', found the end of the file"},
        {"entity A;\nentity B in C;",
         "s:2:13: expected an entity type, found 'C', which is not declared"},
        {"entity A {a Long};", "s:1:13: expected '?' or ':', found 'Long'"},
        {"entity A {a: };", "s:1:14: expected a type, found '}'"},
        {"foo A;", "s:1:1: expected 'entity', 'action', 'type' or 'namespace', found 'foo'"},
        {"namespace N { foo }", "s:1:15: expected 'entity', 'action', 'type' or '}', found 'foo'"},
        {"entity A;\nentity A;",
         "s:2:8: expected each name to be declared once, found \"A\" again"},
        {"type A = Set<A>;",
         "s:1:6: expected a type that does not contain itself, found a cycle through 'A'"},
        {"action a in a;",
         "s:1:8: expected an action that is not in itself, found a cycle through "
         "Action::\"a\""},
        {"entity A; action v appliesTo {principal: A};",
         "s:1:43: expected 'resource' and its entity types, found '}'"},
        {"entity A; action v appliesTo {principal: A, resource: A, context: Set<Long>};",
         "s:1:70: expected ',' or '}', found '<'"},
        {"entity A; namespace N { entity A; }",
         "s:1:32: expected a name that is not declared outside all namespaces, found \"A\", which "
         "would shadow such a declaration"},
        {"entity if;", "s:1:8: expected the name of an entity type, found the reserved word 'if'"},
        {"type Long = Long;",
         "s:1:6: expected the name of a type, found 'Long', which is reserved"},
        {"@a @a entity A;", "s:1:5: expected each annotation once, found '@a' again"},
    };
    for (const auto& row : rows) EXPECT_EQ(error_of(row.text), row.error) << row.text;
}

TEST(Schema, TellsWhereJsonIsWrong) {
    EXPECT_THAT(error_of("{\"\": {\n  \"entityTypes\": {\"A\": {\"memberOfTypes\": [\"B\"]}},\n"
                         "  \"actions\": {}}}",
                         SchemaFormat::json),
                HasSubstr("s:2:43: expected an entity type, found 'B', which is not declared"));
    EXPECT_THAT(error_of(R"({"": {"entityTypes": {}, "actions": {"a": {"attributes": {}}}}})",
                         SchemaFormat::json),
                HasSubstr("expected an action without attributes"));
}

TEST(Schema, PrefersCommonTypesToEntityTypesToBuiltInOnes) {
    const Schema schema = read(R"(
        namespace Demo {
            entity Host { ip: ipaddr, bandwidth: decimal };
            entity String { groups: Set<__cedar::String> };
            type ipaddr = { repr: String, isV4: Bool };
        }
    )");
    EXPECT_EQ(type_of(schema, "Demo::Host", "ip"), "{isV4: Bool, repr: Demo::String}");
    EXPECT_EQ(type_of(schema, "Demo::Host", "bandwidth"), "decimal");
    EXPECT_EQ(type_of(schema, "Demo::String", "groups"), "Set<String>");
}

TEST(Schema, ResolvesNamesInTheirNamespaceFirst) {
    const Schema schema = read(R"(
        entity Outer;
        type Name = String;
        namespace N { entity Inner { o: Outer, i?: Inner, n: Name, a: M::Alias }; }
        namespace M { type Alias = Set<N::Inner>; entity Inner; }
    )");
    EXPECT_EQ(type_of(schema, "N::Inner", "o"), "Outer");
    EXPECT_EQ(type_of(schema, "N::Inner", "i"), "?N::Inner");
    EXPECT_EQ(type_of(schema, "N::Inner", "n"), "String");
    EXPECT_EQ(type_of(schema, "N::Inner", "a"), "Set<N::Inner>");
}

TEST(Schema, ClosesBothHierarchies) {
    const Schema schema = read(R"(
        entity A in [B]; entity B in [B, C]; entity C;
        action x in y; action y in [z]; action z;
    )");
    EXPECT_THAT(schema.find_entity_type("A")->ancestors, ElementsAre("B", "C"));
    EXPECT_THAT(schema.find_entity_type("B")->ancestors, ElementsAre("B", "C"));
    EXPECT_THAT(schema.find_entity_type("C")->descendants, ElementsAre("A", "B"));
    EXPECT_TRUE(schema.may_be_in("A", "C"));
    EXPECT_TRUE(schema.may_be_in("C", "C"));
    EXPECT_FALSE(schema.may_be_in("C", "A"));
    const auto* x = schema.find_action({"Action", "x"});
    EXPECT_THAT(x->ancestors, ElementsAre(EntityUid{"Action", "y"}, EntityUid{"Action", "z"}));
    EXPECT_THAT(schema.find_action({"Action", "z"})->descendants,
                ElementsAre(EntityUid{"Action", "x"}, EntityUid{"Action", "y"}));
}

TEST(Schema, ListsEnvironments) {
    const Schema schema = read(R"(
        entity A, B; entity E enum ["one", "two"];
        action group;
        action v in group appliesTo { principal: [A, B], resource: [E], context: {n: Long} };
    )");
    const auto environments = schema.environments();
    ASSERT_EQ(environments.size(), 2U);
    EXPECT_EQ(environments[0].principal->name, "A");
    EXPECT_EQ(environments[1].principal->name, "B");
    EXPECT_EQ(environments[1].resource->name, "E");
    EXPECT_EQ(to_text(*environments[1].action->context), "{n: Long}");
    EXPECT_THAT(schema.find_entity_type("E")->ids, Optional(ElementsAre("one", "two")));
    EXPECT_THAT(schema.find_action({"Action", "group"})->principals, IsEmpty());
}

TEST(Schema, SaysTheSameInBothSyntaxes) {
    const Schema human = read(R"(
        namespace House {
            type Contact = { mail: String, phone?: Long };
            entity User in [Group] { contact: Contact, ip: ipaddr } tags Set<String>;
            entity Group;
            action view in [all] appliesTo { principal: User, resource: Group,
                                             context: { secure: Bool } };
            action all;
        }
    )");
    const Schema json = read_json(R"({"House": {
        "commonTypes": {"Contact": {"type": "Record", "attributes": {
            "mail": {"type": "String"}, "phone": {"type": "Long", "required": false}}}},
        "entityTypes": {
            "User": {"memberOfTypes": ["Group"], "tags": {"type": "Set", "element": {"type": "String"}},
                     "shape": {"type": "Record", "attributes": {
                         "contact": {"type": "Contact"},
                         "ip": {"type": "Extension", "name": "ipaddr"}}}},
            "Group": {}},
        "actions": {
            "view": {"memberOf": [{"id": "all"}], "appliesTo": {
                "principalTypes": ["User"], "resourceTypes": ["Group"],
                "context": {"type": "Record", "attributes": {"secure": {"type": "Boolean"}}}}},
            "all": {}}}})");
    for (const Schema* schema : {&human, &json}) {
        EXPECT_EQ(type_of(*schema, "House::User", "contact"), "{mail: String, phone?: Long}");
        EXPECT_EQ(type_of(*schema, "House::User", "ip"), "ipaddr");
        EXPECT_EQ(to_text(*schema->find_entity_type("House::User")->tags), "Set<String>");
        const auto* view = schema->find_action({"House::Action", "view"});
        ASSERT_NE(view, nullptr);
        EXPECT_THAT(view->ancestors, ElementsAre(EntityUid{"House::Action", "all"}));
        EXPECT_EQ(to_text(*view->context), "{secure: Bool}");
    }
}

TEST(Schema, TellsErrorsInOneLine) {
    EXPECT_EQ(error_of(R"(action "a\nb"; action "a\nb";)"),
              R"(s:1:23: expected each name to be declared once, found "a\nb" again)");
    EXPECT_EQ(error_of(R"({"a\nb": {"entityTypes": {}, "actions": {}}})", SchemaFormat::json),
              R"(s:1:2: expected the name of a namespace, found "a\nb")");
}

TEST(Schema, TheLastOfTwoAttributesWithOneNameCounts) {
    EXPECT_EQ(type_of(read("entity A {a: Long, a?: String};"), "A", "a"), "?String");
    EXPECT_EQ(type_of(read("entity A {a: Unknown, a?: String};"), "A", "a"), "?String");
}

TEST(Schema, RefusesTypesWithinTypesBeyondTheLimit) {
    std::string text = "Long";
    for (std::size_t level = 0; level < kMaxNesting + 1; ++level) text = "Set<" + text + ">";
    EXPECT_THAT(error_of("type A = " + text + ";"), HasSubstr("fewer types within types"));
}

// Each type holds the one before twice: written out, the last would have 2^40 parts.
TEST(Schema, RefusesTypesThatGrowWithoutBound) {
    std::string text = "type T0 = {a: Long, b: Long};";
    for (int index = 1; index <= 40; ++index) {
        const std::string before = "T" + std::to_string(index - 1);
        text += "type T" + std::to_string(index) + " = {a: " + before + ", b: " + before + "};";
    }
    EXPECT_THAT(error_of(text), HasSubstr("found a larger one"));
}

TEST(Schema, ReadsALongChainOfCommonTypes) {
    std::string text = "type T0 = Long;";
    for (int index = 1; index <= 20'000; ++index) {
        text += "type T" + std::to_string(index) + " = T" + std::to_string(index - 1) + ";";
    }
    EXPECT_EQ(type_of(read(text + "entity A {a: T20000};"), "A", "a"), "Long");
}

TEST(Schema, RefusesAHierarchyThatGrowsWithoutBound) {
    std::string text;
    for (int index = 0; index < 1'500; ++index) {
        text += "entity E" + std::to_string(index) + " in E" + std::to_string(index + 1) + ";";
    }
    EXPECT_THAT(error_of(text + "entity E1500;"), HasSubstr("expected a hierarchy of at most"));
}

TEST(Schema, KnowsWhichSyntaxATextHas) {
    EXPECT_EQ(detect_format({"", " \n{}"}), SchemaFormat::json);
    EXPECT_EQ(detect_format({"", "entity A;"}), SchemaFormat::human);
    EXPECT_EQ(detect_format({"", ""}), SchemaFormat::human);
}

}  // namespace
}  // namespace postvern::policy::language::schema
