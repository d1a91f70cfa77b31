// A question to the Gate.
#pragma once

#include <cstdint>
#include <optional>

#include "policy/action.hpp"
#include "policy/case_facts.hpp"
#include "policy/resource.hpp"
#include "policy/subject.hpp"

namespace postvern::policy {

struct Request {
    const Subject& subject;
    Action action;
    Resource resource;
    Purpose purpose;
    Channel channel;
    // Of an extraction or disclosure.
    std::optional<Extent> extent{};
    // The number of the documented instruction that a processor acts on; 0: none.
    std::uint64_t instruction = 0;
};

}  // namespace postvern::policy
