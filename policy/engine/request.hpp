// One question to the rules: may this principal do this to that resource, in this context?
#pragma once

#include "policy/engine/values.hpp"

namespace postvern::policy::engine {

struct Request {
    EntityUid principal;
    EntityUid action;
    EntityUid resource;
    Record context;
};

}  // namespace postvern::policy::engine
