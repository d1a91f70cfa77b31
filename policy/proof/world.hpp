// One concrete request with what is known of its entities, and how it is read from the solver's
// model. Not thread-safe.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "policy/language/entity.hpp"
#include "policy/language/request.hpp"
#include "policy/proof/query.hpp"

namespace postvern::policy::proof {

struct World {
    language::Request request;
    std::vector<language::Entity> entities;  // without those of actions, which the schema tells
};

// What must be added to a query: no text does what the model demanded of one.
struct NoSuchText {
    std::vector<TermPointer> lemmas;
};

// Tells what a term comes to in the model; asked only for terms of the query.
using Valuation = std::function<std::int64_t(TermPointer)>;

// The world that a model of `query` describes, as small as the model leaves it: an entity, an
// attribute or a tag that the query does not speak of is not there, if the schema allows that.
// Throws Unsupported if it cannot be told.
std::variant<World, NoSuchText> read_world(Facts& facts,
                                           const language::schema::RequestEnvironment& environment,
                                           const Query& query, const Valuation& valuation);

}  // namespace postvern::policy::proof
