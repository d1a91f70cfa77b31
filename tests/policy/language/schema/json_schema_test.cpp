// Which texts are schemas in the JSON syntax. The verdicts are those of Cedar's own parser
// (npm @cedar-policy/cedar-wasm 4.13.0).
#include <gtest/gtest.h>

#include "policy/language/schema/reading.hpp"

namespace postvern::policy::language::schema {
namespace {

constexpr const char* kAccepted[] = {
    "{}",
    R"({"":{"entityTypes":{},"actions":{}}})",
    R"({"N":{"entityTypes":{},"actions":{}}})",
    R"({"N::M":{"entityTypes":{"A":{}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"memberOfTypes":["A"]}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"memberOfTypes":[]}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"shape":{"type":"Record","attributes":{}}}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"shape":{"type":"T"}}},"actions":{},"commonTypes":{"T":{"type":"Record","attributes":{}}}}})",
    R"({"":{"entityTypes":{"A":{"shape":{"type":"Record","attributes":{"a":{"type":"Long"}}}}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"shape":{"type":"Record","attributes":{"a":{"type":"Long","required":false}}}}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"shape":{"type":"Record","attributes":{"a":{"type":"Long","annotations":{"x":"y"}}}}}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"shape":{"type":"Record","attributes":{},"additionalAttributes":false}}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"shape":{"type":"Record","attributes":{"a":{"type":"Bool"}}}}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"shape":{"type":"Record","attributes":{"a":{"type":"Boolean"}}}}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"shape":{"type":"Record","attributes":{"a":{"type":"Set","element":{"type":"Long"}}}}}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"shape":{"type":"Record","attributes":{"a":{"type":"Entity","name":"A"}}}}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"shape":{"type":"Record","attributes":{"a":{"type":"EntityOrCommon","name":"A"}}}}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"shape":{"type":"Record","attributes":{"a":{"type":"EntityOrCommon","name":"Long"}}}}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"shape":{"type":"Record","attributes":{"a":{"type":"Extension","name":"ipaddr"}}}}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"shape":{"type":"Record","attributes":{"a":{"type":"ipaddr"}}}}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"shape":{"type":"Record","attributes":{"a":{"type":"__cedar::Long"}}}}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"shape":{"type":"Record","attributes":{"a":{"type":"Entity","name":"Action"}}}}},"actions":{"x":{}}}})",
    R"({"":{"entityTypes":{"A":{"tags":{"type":"Long"}}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"enum":["x"]}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"enum":["x"],"annotations":{"a":"b"}}},"actions":{}}})",
    R"({"":{"entityTypes":{},"actions":{"a":{}}}})",
    R"({"":{"entityTypes":{},"actions":{"a":{"attributes":null}}}})",
    R"({"":{"entityTypes":{},"actions":{"a":{"appliesTo":null}}}})",
    R"({"":{"entityTypes":{},"actions":{"a":{"appliesTo":{"principalTypes":[],"resourceTypes":[]}}}}})",
    R"({"":{"entityTypes":{"A":{}},"actions":{"a":{"appliesTo":{"principalTypes":["A","A"],"resourceTypes":["A"]}}}}})",
    R"({"":{"entityTypes":{"A":{}},"actions":{"a":{"appliesTo":{"principalTypes":["A"],"resourceTypes":["A"],"context":{"type":"Record","attributes":{}}}}}}})",
    R"({"":{"entityTypes":{},"actions":{"a":{"memberOf":[{"id":"b"}]},"b":{}}}})",
    R"({"":{"entityTypes":{},"actions":{"a":{"memberOf":[{"id":"b","type":"Action"}]},"b":{}}}})",
    R"({"":{"entityTypes":{},"actions":{"a":{"memberOf":[{"id":"b","type":null}]},"b":{}}}})",
    R"({"":{"entityTypes":{},"actions":{"a":{"memberOf":null}}}})",
    R"({"":{"entityTypes":{},"actions":{"a":{"memberOf":[]}}}})",
    R"({"N":{"entityTypes":{},"actions":{"a":{"memberOf":[{"id":"b","type":"N::Action"}]},"b":{}}}})",
    R"({"N":{"entityTypes":{},"actions":{"a":{"memberOf":[{"id":"b"}]}}},"":{"entityTypes":{},"actions":{"b":{}}}})",
    R"({"":{"entityTypes":{},"actions":{},"commonTypes":{"T":{"type":"Long"}}}})",
    R"({"":{"entityTypes":{},"actions":{},"commonTypes":{"T":{"type":"Long","annotations":{"a":"b"}}}}})",
    R"({"":{"entityTypes":{},"actions":{},"commonTypes":{"ipaddr":{"type":"Long"}}}})",
    R"({"":{"entityTypes":{},"actions":{},"annotations":{}}})",
    R"({"N":{"entityTypes":{},"actions":{},"annotations":{"a":"b"}}})",
    R"({"N":{"entityTypes":{},"actions":{},"annotations":{"a":null}}})",
    R"({"N":{"entityTypes":{},"actions":{"a":{"annotations":{"a":""}}}}})",
    R"({"":{"entityTypes":{"A":{"shape":{"type":"Record","attributes":{"a":{"type":"Entity","name":"String"}}}},"String":{}},"actions":{}}})",
};

constexpr const char* kRefused[] = {
    R"({"":{"entityTypes":{}}})",
    R"({"":{"actions":{}}})",
    R"({"":{"entityTypes":{},"actions":{},"foo":1}})",
    R"({"N :: M":{"entityTypes":{},"actions":{}}})",
    R"({"if":{"entityTypes":{},"actions":{}}})",
    R"({"__cedar":{"entityTypes":{},"actions":{}}})",
    R"({"":{"entityTypes":{"A":null},"actions":{}}})",
    R"({"":{"entityTypes":{"A b":{}},"actions":{}}})",
    R"({"":{"entityTypes":{"if":{}},"actions":{}}})",
    R"({"":{"entityTypes":{"__cedar":{}},"actions":{}}})",
    R"({"":{"entityTypes":{"Action":{}},"actions":{}}})",
    R"({"":{"entityTypes":{"N::A":{}},"actions":{}}})",
    R"({"":{"entityTypes":{" A":{}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"memberOfTypes":null}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"memberOfTypes":["B"]}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"memberOfTypes":["Action"]}},"actions":{"a":{}}}})",
    R"({"":{"entityTypes":{"A":{"shape":{"type":"Record"}}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"shape":{"type":"Long"}}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"shape":null}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"shape":{"type":"Record","attributes":{"a":{"type":"Long","required":null}}}}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"shape":{"type":"Record","attributes":{"a":{"type":"Long","foo":false}}}}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"shape":{"type":"Record","attributes":{},"additionalAttributes":true}}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"shape":{"type":"Record","attributes":{"a":{"type":"Set"}}}}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"shape":{"type":"Record","attributes":{"a":{"type":"Set","element":{"type":"Long","required":true}}}}}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"shape":{"type":"Record","attributes":{"a":{"type":"Entity"}}}}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"shape":{"type":"Record","attributes":{"a":{"type":"A"}}}}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"shape":{"type":"Record","attributes":{"a":{"type":"Extension","name":"foo"}}}}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"shape":{"type":"Record","attributes":{"a":{"type":"Long","name":"x"}}}}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"shape":{"type":"Record","attributes":{"a":{}}}}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"shape":{"type":"Record","attributes":{"a":{"type":5}}}}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"shape":{"type":"Record","attributes":{"a":"Long"}}}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"shape":{"type":"Record","attributes":{"a":{"type":"a b"}}}}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"tags":null}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"enum":[]}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"enum":null}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"enum":["x"],"tags":{"type":"Long"}}},"actions":{}}})",
    R"({"":{"entityTypes":{"A":{"foo":1}},"actions":{}}})",
    R"({"":{"entityTypes":{},"actions":{"a":null}}})",
    R"({"":{"entityTypes":{},"actions":{"a":{"foo":1}}}})",
    R"({"":{"entityTypes":{},"actions":{"a":{"attributes":{}}}}})",
    R"({"":{"entityTypes":{},"actions":{"a":{"attributes":{"x":1}}}}})",
    R"({"":{"entityTypes":{},"actions":{"a":{"appliesTo":{}}}}})",
    R"({"":{"entityTypes":{},"actions":{"a":{"appliesTo":{"principalTypes":[]}}}}})",
    R"({"":{"entityTypes":{"A":{}},"actions":{"a":{"appliesTo":{"principalTypes":null,"resourceTypes":["A"]}}}}})",
    R"({"":{"entityTypes":{"A":{}},"actions":{"a":{"appliesTo":{"principalTypes":["A"],"resourceTypes":["A"],"context":null}}}}})",
    R"({"":{"entityTypes":{"A":{}},"actions":{"a":{"appliesTo":{"principalTypes":["A"],"resourceTypes":["A"],"context":{"type":"T"}}}}}})",
    R"({"":{"entityTypes":{"A":{}},"actions":{"a":{"appliesTo":{"principalTypes":["A"],"resourceTypes":["A"],"foo":1}}}}})",
    R"({"":{"entityTypes":{"A":{}},"actions":{"a":{"appliesTo":{"principalTypes":["A"],"resourceTypes":["A"],"context":{"type":"Record","attributes":{},"additionalAttributes":true}}}}}})",
    R"({"":{"entityTypes":{},"actions":{"a":{"memberOf":[{"id":"b","foo":"Action"}]},"b":{}}}})",
    R"({"":{"entityTypes":{},"actions":{"a":{"memberOf":["b"]},"b":{}}}})",
    R"({"":{"entityTypes":{},"actions":{"a":{"memberOf":[{"id":"a"}]}}}})",
    R"({"":{"entityTypes":{},"actions":{},"commonTypes":{"Long":{"type":"Long"}}}})",
    R"({"":{"entityTypes":{},"actions":{},"commonTypes":{"T":{"type":"T"}}}})",
    R"({"":{"entityTypes":{},"actions":{},"commonTypes":{"T":{"type":"Long","required":false}}}})",
    R"({"":{"entityTypes":{},"actions":{},"commonTypes":{"Record":{"type":"Long"}}}})",
    R"({"":{"entityTypes":{},"actions":{},"annotations":{"a":"b"}}})",
    R"({"N":{"entityTypes":{},"actions":{},"annotations":{"a b":"x"}}})",
    R"({"N":{"entityTypes":{},"actions":{},"annotations":null}})",
    R"({"":{"entityTypes":{"A":{"shape":{"type":"Record","attributes":{"a":{"type":"Entity","name":"T"}}}}},"actions":{},"commonTypes":{"T":{"type":"Entity","name":"A"}}}})",
    "[]",
    R"({"":{"entityTypes":[],"actions":{}}})",
    R"({"":{"entityTypes":{},"actions":[]}})",
};

TEST(JsonSchema, AcceptsWhatCedarAccepts) {
    for (const char* const text : kAccepted) {
        EXPECT_NO_THROW(read_schema({"schema", text}, SchemaFormat::json)) << text;
    }
}

TEST(JsonSchema, RefusesWhatCedarRefuses) {
    for (const char* const text : kRefused) {
        EXPECT_THROW(read_schema({"schema", text}, SchemaFormat::json), SyntaxError) << text;
    }
}

}  // namespace
}  // namespace postvern::policy::language::schema
