// A question to the Gate.
#pragma once

#include <cstdint>

#include "policy/action.hpp"
#include "policy/resource.hpp"
#include "policy/subject.hpp"

namespace postvern::policy {

struct Request {
    const Subject& subject;
    Action action;
    Resource resource;
    Purpose purpose;
    Channel channel;
};

}  // namespace postvern::policy
