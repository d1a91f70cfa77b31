// One question to the policies: may this principal do this to that resource, in this context?
#pragma once

#include "policy/language/value.hpp"

namespace postvern::policy::language {

struct Request {
    EntityUid principal;
    EntityUid action;
    EntityUid resource;
    Record context;
};

}  // namespace postvern::policy::language
