// Schemas from one syntax into the other and back.
#include "policy/language/schema/schema_writers.hpp"

#include <gtest/gtest.h>

#include "policy/language/schema/reading.hpp"
#include "policy/language/schema/resolver.hpp"
#include "policy/language/schema/schema_json.hpp"
#include "policy/language/schema/schema_parser.hpp"

namespace postvern::policy::language::schema {
namespace {

SchemaSyntax from_text(const std::string& text) { return parse_schema(SourceText({"s", text})); }
SchemaSyntax from_json(const std::string& text) {
    return read_json_schema(json::Document({"s", text}));
}

constexpr const char* kHouse = R"(@doc("the \"house\"")
namespace House {
  type Place = {
    @note
    floor?: Long,
    "the room": __cedar::String,
  };
  @doc("who")
  entity User in [Group] {
    address: ipaddr,
    friends: Set<User>,
    home: Place,
  } tags Set<String>;
  entity Group;
  entity Level enum ["low", "high\n"];
  action all;
  action "look at" in [all, House::Action::"more"] appliesTo {
    principal: [User],
    resource: [User, Group],
    context: {
      place?: Place,
    },
  };
  action more;
}
)";

TEST(SchemaWriters, KeepWhatTheyWroteThemselves) { EXPECT_EQ(to_text(from_text(kHouse)), kHouse); }

TEST(SchemaWriters, GoThroughJsonAndBack) {
    const std::string json = to_json(from_text(kHouse));
    EXPECT_EQ(to_json(from_json(json)), json);
    EXPECT_EQ(to_json(from_text(to_text(from_json(json)))), json);
    EXPECT_NO_THROW(read_schema({"s", json}, SchemaFormat::json));
}

TEST(SchemaWriters, NameBuiltInTypesBeyondDoubt) {
    const SchemaSyntax schema = from_json(R"({"": {
        "entityTypes": {"A": {"shape": {"type": "Record", "attributes": {
            "a": {"type": "Long"}, "b": {"type": "Set", "element": {"type": "Boolean"}},
            "c": {"type": "Extension", "name": "ipaddr"}, "d": {"type": "Entity", "name": "A"}}}}},
        "actions": {"group": {"appliesTo": {"principalTypes": [], "resourceTypes": ["A"]}}}}})");
    EXPECT_EQ(to_text(schema),
              "entity A {\n  a: __cedar::Long,\n  b: Set<__cedar::Bool>,\n  c: __cedar::ipaddr,\n"
              "  d: A,\n};\naction group;\n");
}

TEST(SchemaWriters, RefuseWhatTheHumanSyntaxCannotSay) {
    EXPECT_THROW(to_text(from_json(R"({"": {
        "commonTypes": {"A": {"type": "Long"}},
        "entityTypes": {"A": {"tags": {"type": "Entity", "name": "A"}}}, "actions": {}}})")),
                 SyntaxError);
    EXPECT_THROW(to_text(from_json(R"({"": {
        "commonTypes": {"T": {"type": "Record", "attributes": {}}},
        "entityTypes": {"A": {"shape": {"type": "T"}}}, "actions": {}}})")),
                 SyntaxError);
}

TEST(SchemaWriters, WriteTheLastOfTwoAttributesWithOneName) {
    const std::string json = to_json(from_text("entity A {a: Long, a?: String};"));
    EXPECT_EQ(json.find("Long"), std::string::npos) << json;
    EXPECT_NO_THROW(read_schema({"s", json}, SchemaFormat::json));
}

}  // namespace
}  // namespace postvern::policy::language::schema
