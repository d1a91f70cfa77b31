// What the tests of the engine share: expressions evaluated over one small world.
#pragma once

#include <string>

#include "policy/engine/evaluator.hpp"
#include "policy/language/policy_parser.hpp"

namespace postvern::policy::engine::testing {

// User::"bob" is in Group::"janefriends", which is in Group::"all"; the context is that of the
// examples of syntax-operators.
inline Entities example_entities() {
    Entities entities;
    entities.add({{"User", "bob"},
                  {{"age", 21}, {"manager", EntityUid{"User", "kirk"}}, {"level", 7}},
                  {{"Group", "janefriends"}},
                  {{"team", "blue"}, {"rank", 3}}});
    entities.add({{"Group", "janefriends"}, {}, {{"Group", "all"}}});
    entities.add({{"User", "kirk"}, {{"name", "Kirk"}}, {}});
    entities.add({{"Photo", "p"},
                  {{"owner", EntityUid{"User", "bob"}}, {"value", 3}, {"tags", Set({"a", "b"})}},
                  {{"Album", "trips"}, {"Album", "unknown"}}});
    entities.add({{"Album", "trips"}, {}, {{"Album", "loop"}}});
    entities.add({{"Album", "loop"}, {}, {{"Album", "trips"}}});
    return entities;
}

inline Request example_request() {
    return {{"User", "bob"},
            {"Action", "view"},
            {"Photo", "p"},
            {{"role", Set({"admin", "user"})},
             {"addr", Record{{"street", "main"}, {"city", "DC"}}},
             {"owner info", Record{{"name", "Alice"}, {"age", 18}}},
             {"groups", Set({EntityUid{"Group", "jane_family"}, EntityUid{"Group", "all"}})},
             {"budget", 4},
             {"when", "keyword"}}};
}

// The value as Cedar text, or the error as "error: <kind>".
inline std::string evaluate(const std::string& text) {
    static const Entities entities = example_entities();
    static const Request request = example_request();
    const language::SourceText source({"test.cedar", text});
    const auto expression = language::parse_expression(source);
    const Evaluator evaluator(entities, request);
    const Outcome outcome = evaluator.evaluate(*expression);
    if (!outcome.failed()) return language::to_text(outcome.value());
    switch (outcome.error().kind) {
        case ErrorKind::type:
            return "error: type";
        case ErrorKind::missing_attribute:
            return "error: attribute";
        case ErrorKind::missing_entity:
            return "error: entity";
        case ErrorKind::missing_tag:
            return "error: tag";
        case ErrorKind::extension:
            return "error: extension";
        case ErrorKind::overflow:
            break;
    }
    return "error: overflow";
}

}  // namespace postvern::policy::engine::testing
