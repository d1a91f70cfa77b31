// Requests and entities against a schema. The verdicts are those of Cedar's own check
// (npm @cedar-policy/cedar-wasm 4.13.0).
#include "policy/language/validation/conformance.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "policy/language/schema/reading.hpp"

namespace postvern::policy::language::validation {
namespace {

using ::testing::HasSubstr;

const schema::Schema& test_schema() {
    static const schema::Schema schema = schema::read_schema({"schema", R"(
        entity G in [G];
        entity R { n: Long, e?: E, act?: Action, rs?: Set<{a: Long, b?: E}> };
        entity U in [G, E] { x: Long } tags E;
        entity E enum ["a", "b"];
        action g;
        action v in [g] appliesTo {
            principal: [U, E], resource: [R], context: {c: Long, e?: E, a?: Action, d?: decimal} };
    )"},
                                                             schema::SchemaFormat::human);
    return schema;
}

const EntityUid kUser{"U", "a"};
const EntityUid kView{"Action", "v"};
const EntityUid kResource{"R", "r"};
const EntityUid kStranger{"E", "zz"};  // not among those that E enumerates
const Record kContext{{"c", 1}};

TEST(Conformance, ChecksRequests) {
    const struct {
        const char* what;
        Request request;
        const char* problem;  // part of it, or null
    } rows[] = {
        {"plain", {kUser, kView, kResource, kContext}, nullptr},
        {"principal of another type", {{"G", "g"}, kView, kResource, kContext}, "applies"},
        {"unknown type", {{"Q", "q"}, kView, kResource, kContext}, "of a type of the schema"},
        {"enumerated", {{"E", "a"}, kView, kResource, kContext}, nullptr},
        {"not enumerated", {kStranger, kView, kResource, kContext}, "that the schema declares"},
        {"resource of another type", {kUser, kView, {"G", "g"}, kContext}, "a resource to which"},
        {"mere group", {kUser, {"Action", "g"}, kResource, kContext}, "applies"},
        {"unknown action", {kUser, {"Action", "no"}, kResource, kContext}, "an action of"},
        {"no context", {kUser, kView, kResource, {}}, "expected the context"},
        {"more context", {kUser, kView, kResource, {{"c", 1}, {"z", 1}}}, "expected the context"},
        {"wrong context", {kUser, kView, kResource, {{"c", "1"}}}, "expected the context"},
        {"entity in context",
         {kUser, kView, kResource, {{"c", 1}, {"e", EntityUid{"E", "a"}}}},
         nullptr},
        {"stranger in context",
         {kUser, kView, kResource, {{"c", 1}, {"e", kStranger}}},
         "that the schema declares"},
        {"action in context", {kUser, kView, kResource, {{"c", 1}, {"a", kView}}}, nullptr},
        {"decimal in context",
         {kUser, kView, kResource, {{"c", 1}, {"d", *extension::parse_decimal("1.5")}}},
         nullptr},
    };
    for (const auto& row : rows) {
        const Nonconformance found = check_request(test_schema(), row.request);
        EXPECT_EQ(found.has_value(), row.problem != nullptr) << row.what;
        if (found && row.problem != nullptr) {
            EXPECT_THAT(*found, HasSubstr(row.problem)) << row.what;
        }
    }
}

TEST(Conformance, ChecksEntities) {
    const Record attributes{{"x", 1}};
    const EntityUid group{"G", "g"};
    const Value pair(Record{{"a", 1}, {"b", EntityUid{"E", "b"}}});
    const struct {
        const char* what;
        std::vector<Entity> entities;
        bool conforms;
    } rows[] = {
        {"none", {}, true},
        {"plain", {{kUser, attributes, {}, {}}}, true},
        {"attribute missing", {{kUser, {}, {}, {}}}, false},
        {"attribute too many", {{kUser, {{"x", 1}, {"y", 1}}, {}, {}}}, false},
        {"attribute of another type", {{kUser, {{"x", "1"}}, {}, {}}}, false},
        {"parent", {{kUser, attributes, {group}, {}}}, true},
        {"parent of another type", {{kUser, attributes, {kResource}, {}}}, false},
        {"enumerated parent", {{kUser, attributes, {{"E", "a"}}, {}}}, true},
        {"stranger as parent", {{kUser, attributes, {kStranger}, {}}}, false},
        {"ancestors", {{kUser, attributes, {group}, {}}, {group, {}, {{"G", "h"}}, {}}}, true},
        {"ancestor of another type",
         {{kUser, attributes, {group}, {}}, {group, {}, {kResource}, {}}},
         false},
        {"tag", {{kUser, attributes, {}, {{"t", EntityUid{"E", "a"}}}}}, true},
        {"stranger as tag", {{kUser, attributes, {}, {{"t", kStranger}}}}, false},
        {"tag of another type", {{kUser, attributes, {}, {{"t", 1}}}}, false},
        {"tag where none is", {{group, {}, {}, {{"t", 1}}}}, false},
        {"enumerated", {{{"E", "a"}, {}, {}, {}}}, true},
        {"not enumerated", {{kStranger, {}, {}, {}}}, false},
        {"enumerated with parent", {{{"E", "a"}, {}, {group}, {}}}, false},
        {"enumerated with attribute", {{{"E", "a"}, {{"x", 1}}, {}, {}}}, false},
        {"unknown type", {{{"Q", "q"}, {}, {}, {}}}, false},
        {"action", {{kView, {}, {{"Action", "g"}}, {}}}, true},
        {"action without its group", {{kView, {}, {}, {}}}, false},
        {"unknown action", {{{"Action", "no"}, {}, {}, {}}}, false},
        {"action with attribute", {{kView, {{"x", 1}}, {{"Action", "g"}}, {}}}, false},
        {"optional entity", {{kResource, {{"n", 1}, {"e", EntityUid{"E", "a"}}}, {}, {}}}, true},
        {"stranger as attribute", {{kResource, {{"n", 1}, {"e", kStranger}}, {}, {}}}, false},
        {"action as attribute", {{kResource, {{"n", 1}, {"act", kView}}, {}, {}}}, true},
        {"unknown action as attribute",
         {{kResource, {{"n", 1}, {"act", EntityUid{"Action", "no"}}}, {}, {}}},
         false},
        {"set of records", {{kResource, {{"n", 1}, {"rs", Set({pair})}}, {}, {}}}, true},
        {"empty set", {{kResource, {{"n", 1}, {"rs", Set()}}, {}, {}}}, true},
        {"set of others", {{kResource, {{"n", 1}, {"rs", Set({pair, 1})}}, {}, {}}}, false},
        {"stranger deep inside",
         {{kResource, {{"n", 1}, {"rs", Set({Record{{"a", 1}, {"b", kStranger}}})}}, {}, {}}},
         false},
    };
    for (const auto& row : rows) {
        const Nonconformance found = check_entities(test_schema(), row.entities);
        EXPECT_EQ(!found.has_value(), row.conforms) << row.what << ": " << found.value_or("");
    }
}

TEST(Conformance, KnowsTheTypesOfActions) {
    EXPECT_TRUE(is_action_type("Action"));
    EXPECT_TRUE(is_action_type("House::Action"));
    EXPECT_FALSE(is_action_type("Reaction"));
    EXPECT_FALSE(is_action_type("Action::House"));
    EXPECT_FALSE(is_action_type(""));
}

}  // namespace
}  // namespace postvern::policy::language::validation
