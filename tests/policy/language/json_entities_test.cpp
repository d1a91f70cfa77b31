#include "policy/language/json/entities.hpp"

#include <gtest/gtest.h>

#include <string>

#include "policy/language/json/value_writer.hpp"
#include "policy/language/json/values.hpp"
#include "policy/language/schema/reading.hpp"

namespace postvern::policy::language::json {
namespace {

// The entities as JSON on one line, or the error.
std::string read(const std::string& json, const schema::Schema* schema = nullptr) {
    try {
        const Document document(Source{"test.json", json});
        Writer writer(Writer::Layout::one_line);
        for (const Entity& entity : read_entities(document, document.root(), schema)) {
            write_entity(writer, entity);
        }
        return writer.text();
    } catch (const SyntaxError& error) {
        return error.what();
    }
}

std::string attribute(const std::string& value, const schema::Schema* schema = nullptr,
                      const std::string& name = "a") {
    try {
        const Document document(Source{"test.json", R"([{"uid":{"type":"U","id":"x"},"attrs":{")" +
                                                        name + "\":" + value +
                                                        R"(},"parents":[]}])"});
        const auto entities = read_entities(document, document.root(), schema);
        return to_text(*entities.front().attributes.find(name));
    } catch (const SyntaxError& error) {
        return error.problem();
    }
}

TEST(EntitiesJson, ReadsUidsAttributesParentsAndTags) {
    const std::string json =
        R"({"uid":{"type":"N::U","id":"x"},"attrs":{"a":1},"parents":[{"type":"G","id":"g"}],)"
        R"("tags":{"t":["x"]}})";
    EXPECT_EQ(read("[" + json + "]"), json);
    EXPECT_EQ(read(R"([{"uid":{"__entity":{"type":"U","id":""}},"attrs":{},)"
                   R"("parents":[{"__entity":{"type":"G","id":"g"}}]}])"),
              R"({"uid":{"type":"U","id":""},"attrs":{},"parents":[{"type":"G","id":"g"}]})");
}

TEST(EntitiesJson, ReadsValues) {
    const struct {
        const char* json;
        const char* text;
    } rows[] = {
        {"true", "true"},
        {"-5", "-5"},
        {"\"x\"", "\"x\""},
        {"[2, 1, 2, \"a\"]", "[1, 2, \"a\"]"},
        {R"({"b":1,"a":{"if":[]}})", R"({"a": {"if": []}, "b": 1})"},
        {R"({"type":"U","id":"x"})", R"({"id": "x", "type": "U"})"},
        {R"({"__entity":{"type":"N::U","id":"x"}})", "N::U::\"x\""},
        {R"({"__extn":{"fn":"ip","arg":"::1/64"}})", "ip(\"::1/64\")"},
        {R"({"__extn":{"fn":"decimal","args":["1.50"]}})", "decimal(\"1.5\")"},
        {R"({"__extn":{"fn":"duration","arg":"1s"}})", "duration(\"1000ms\")"},
        {R"({"__extn":{"fn":"offset","args":[{"__extn":{"fn":"datetime","arg":"2024-01-01"}},)"
         R"({"__extn":{"fn":"duration","arg":"1h"}}]}})",
         "datetime(\"2024-01-01T01:00:00.000Z\")"},
        {"null", "expected a value, found null"},
        {"1.5", "expected a whole number of 64 bits, found another"},
        {"9223372036854775808", "expected a whole number of 64 bits, found another"},
        {R"({"__expr":"1"})",
         "expected \"__entity\" or \"__extn\", found the escape \"__expr\", which Cedar has no "
         "longer"},
        {R"({"__entity":"U::\"x\""})", "expected an entity, {\"type\", \"id\"}, found a string"},
        {R"({"__entity":{"type":"U","id":"x"},"y":1})", "expected \"__entity\", found \"y\""},
        {R"({"__entity":{"type":"if","id":"x"}})", "expected an entity type, found \"if\""},
        {R"({"__extn":{"fn":"ip","arg":"x"}})",
         "expected an extension value: the text given to 'ip' is no such value"},
        {R"({"__extn":{"fn":"ip","arg":1}})",
         "expected an extension value: 'ip' needs a value of type string, found long"},
        {R"({"__extn":{"fn":"ip","args":[]}})",
         "expected an extension value: 'ip' needs 1 arguments, the receiver among them, found 0"},
        {R"({"__extn":{"fn":"foo","arg":"x"}})", "expected an extension function, found \"foo\""},
    };
    for (const auto& row : rows) EXPECT_EQ(attribute(row.json), row.text) << row.json;
}

TEST(EntitiesJson, RefusesWhatIsNoEntity) {
    const struct {
        const char* json;
        const char* problem;
    } rows[] = {
        {"{}", "1:1: expected a list of entities, found an object"},
        {"[1]", "1:2: expected an entity, found a number"},
        {R"([{"attrs":{},"parents":[]}])", "expected a member \"uid\""},
        {R"([{"uid":{"type":"U","id":"x"},"parents":[]}])", "expected a member \"attrs\""},
        {R"([{"uid":{"type":"U","id":"x"},"attrs":{}}])", "expected a member \"parents\""},
        {R"([{"uid":{"type":"U","id":"x"},"attrs":{},"parents":[],"tag":{}}])", "found \"tag\""},
        {R"([{"uid":{"type":"U","id":"x"},"attrs":{},"parents":[],"tags":null}])", "found null"},
        {R"([{"uid":"U::\"x\"","attrs":{},"parents":[]}])", "found a string"},
        {R"([{"uid":{"type":"U","id":7},"attrs":{},"parents":[]}])", "expected an entity id"},
        {R"([{"uid":{"type":"U","id":"x"},"attrs":{"a":1,"a":1},"parents":[]}])",
         "found \"a\" again"},
        {R"([{"uid":{"type":"Action","id":"x"},"attrs":{},"parents":[{"type":"U","id":"x"}]}])",
         "expected an action as parent of an action"},
    };
    for (const auto& row : rows) {
        EXPECT_NE(read(row.json).find(row.problem), std::string::npos) << read(row.json);
    }
}

std::string entity(const std::string& id, const std::string& parents,
                   const std::string& attrs = "{}") {
    return R"({"uid":{"type":"U","id":")" + id + R"("},"attrs":)" + attrs + R"(,"parents":[)" +
           parents + "]}";
}

TEST(EntitiesJson, TakesAnEntityTwiceOnlyIfItIsTheSame) {
    const std::string same = entity("a", "");
    EXPECT_EQ(read("[" + same + "," + same + "]"), same);
    EXPECT_NE(read("[" + same + ",\n" + entity("a", "", "{\"b\":1}") + "]")
                  .find("test.json:2:1: expected each entity once, found another U::\"a\""),
              std::string::npos);
}

TEST(EntitiesJson, RefusesCyclicParents) {
    const auto uid = [](const std::string& id) { return R"({"type":"U","id":")" + id + "\"}"; };
    EXPECT_NE(read("[" + entity("a", uid("a")) + "]").find("without a cycle"), std::string::npos);
    EXPECT_NE(read("[" + entity("x", uid("a")) + "," + entity("a", uid("b")) + "," +
                   entity("b", uid("c")) + "," + entity("c", uid("a") + "," + uid("d")) + "]")
                  .find("without a cycle"),
              std::string::npos);
    EXPECT_EQ(read("[" + entity("a", uid("b") + "," + uid("c")) + "," + entity("b", uid("c")) + "]")
                  .find("expected"),
              std::string::npos);
}

TEST(EntitiesJson, ReadsALongLineOfParents) {
    std::string json = "[";
    constexpr int kCount = 50'000;
    for (int index = 0; index < kCount; ++index) {
        json += entity(std::to_string(index),
                       R"({"type":"U","id":")" + std::to_string(index + 1) + "\"}") +
                ",";
    }
    const Document document(Source{"test.json", json + entity("last", "") + "]"});
    EXPECT_EQ(read_entities(document, document.root(), nullptr).size(), kCount + 1U);
}

schema::Schema example_schema() {
    return schema::read_schema(Source{"test.cedarschema", R"(
            entity G;
            entity U in [G] {
                ip?: ipaddr, decimal?: decimal, time?: datetime, wait?: duration, group?: G,
                groups?: Set<G>, record?: {ip: ipaddr, group?: G}, text?: String
            } tags duration;
            action "group";
            action "view" in ["group"] appliesTo {
                principal: U, resource: G, context: {ip: ipaddr, group?: G}
            };)"},
                               schema::SchemaFormat::human);
}

TEST(EntitiesJson, ConvertsValuesToTheTypesOfTheSchema) {
    const schema::Schema schema = example_schema();
    const struct {
        const char* name;
        const char* json;
        const char* text;
    } rows[] = {
        {"ip", "\"::1\"", "ip(\"::1\")"},
        {"ip", R"({"fn":"ip","arg":"::1"})", "ip(\"::1\")"},
        {"ip", R"({"__extn":{"fn":"ip","arg":"::1"}})", "ip(\"::1\")"},
        {"decimal", "\"1.0\"", "decimal(\"1.0\")"},
        {"wait", "\"1s\"", "duration(\"1000ms\")"},
        {"time", R"({"fn":"offset","args":["2024-01-01","1h"]})",
         "datetime(\"2024-01-01T01:00:00.000Z\")"},
        {"group", R"({"type":"G","id":"x"})", "G::\"x\""},
        {"group", R"({"__entity":{"type":"G","id":"x"}})", "G::\"x\""},
        {"groups", R"([{"type":"G","id":"x"},{"__entity":{"type":"G","id":"x"}}])", "[G::\"x\"]"},
        {"record", R"({"ip":"::1","group":{"type":"G","id":"x"}})",
         "{\"group\": G::\"x\", \"ip\": ip(\"::1\")}"},
        {"text", "\"::1\"", "\"::1\""},
        {"ip", "1", "expected an extension value: 'ip' needs a value of type string, found long"},
        {"group", "\"x\"", "expected an entity, {\"type\", \"id\"}, found a string"},
        {"record", "{}", "expected the attribute \"ip\", which the schema requires, found none"},
        {"record", R"({"ip":"::1","x":1})",
         "expected an attribute that the schema declares, found \"x\""},
        {"other", "1", "expected an attribute that the schema declares, found \"other\""},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(attribute(row.json, &schema, row.name), row.text) << row.json;
    }
}

TEST(EntitiesJson, AddsTheActionsOfTheSchemaOnce) {
    const schema::Schema schema = example_schema();
    std::vector<Entity> entities;
    add_actions(schema, entities);
    add_actions(schema, entities);
    Writer writer(Writer::Layout::one_line);
    for (const Entity& entity : entities) write_entity(writer, entity);
    EXPECT_EQ(writer.text(), R"({"uid":{"type":"Action","id":"group"},"attrs":{},"parents":[]})"
                             R"({"uid":{"type":"Action","id":"view"},"attrs":{},)"
                             R"("parents":[{"type":"Action","id":"group"}]})");
}

TEST(EntitiesJson, RefusesTypesAndTagsThatTheSchemaHasNot) {
    const schema::Schema schema = example_schema();
    EXPECT_NE(read(R"([{"uid":{"type":"Z","id":"x"},"attrs":{},"parents":[]}])", &schema)
                  .find("expected an entity type that the schema declares"),
              std::string::npos);
    EXPECT_NE(
        read(R"([{"uid":{"type":"G","id":"x"},"attrs":{},"parents":[],"tags":{"a":1}}])", &schema)
            .find("expected no tags"),
        std::string::npos);
}

TEST(RequestJson, TakesEntitiesAsTextToo) {
    const auto principal = [](const std::string& json) -> std::string {
        try {
            const Document document(
                Source{"test.json", R"({"action":"Action::\"view\"","resource":"A::G::\"g\"","principal":)" +
                                        json + "}"});
            const Request request = read_request(document, document.root(), nullptr);
            return to_text(request.principal) + " " + to_text(request.resource);
        } catch (const SyntaxError& error) {
            return error.what();
        }
    };
    EXPECT_EQ(principal(R"("U::\"a \\\"b\"")"), R"(U::"a \"b" A::G::"g")");
    EXPECT_EQ(principal(R"({"type":"U","id":"a"})"), R"(U::"a" A::G::"g")");
    EXPECT_NE(principal("\"7\"").find("test.json:1:67: expected an entity"), std::string::npos)
        << principal("\"7\"");
}

TEST(RequestJson, TakesNoEscapeForAContext) {
    for (const char* escape :
         {R"({"__entity":{"type":"U","id":"a"}})", R"({"__extn":{"fn":"ip","arg":"::1"}})"}) {
        const Document document(
            Source{"test.json", R"({"principal":"U::a","action":"Action::a","resource":"U::a","context":)" +
                                    std::string(escape) + "}"});
        EXPECT_THROW(read_request(document, document.root(), nullptr), SyntaxError) << escape;
    }
}

TEST(RequestJson, ReadsTheContextByTheSchema) {
    const schema::Schema schema = example_schema();
    const auto context = [&](const std::string& json) -> std::string {
        try {
            const Document document(
                Source{"test.json",
                       R"({"principal":{"type":"U","id":"a"},"resource":{"type":"G","id":"g"},)"
                       R"("action":{"__entity":{"type":"Action","id":"view"}},"context":)" +
                           json + "}"});
            return to_text(Value(read_request(document, document.root(), &schema).context));
        } catch (const SyntaxError& error) {
            return error.problem();
        }
    };
    EXPECT_EQ(context(R"({"ip":"::1"})"), "{\"ip\": ip(\"::1\")}");
    EXPECT_EQ(context("{}"),
              "expected the attribute \"ip\", which the schema requires, found none");
    EXPECT_EQ(context("[]"), "expected a record, an object, found an array");
}

}  // namespace
}  // namespace postvern::policy::language::json
