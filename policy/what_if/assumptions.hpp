// What a question that does not say otherwise takes for granted: everything is in order. Constant.
#pragma once

#include <span>
#include <string_view>

namespace postvern::policy::what_if {

struct Assumption {
    std::string_view type;   // of the entity; of the context the action, or "" for every action
    std::string_view fact;   // "order.validated"
    std::string_view value;  // as a person writes it
};

// Of what is known of an entity of a type.
std::span<const Assumption> assumptions_of_entities();
// Of the context, by action.
std::span<const Assumption> assumptions_of_context();

}  // namespace postvern::policy::what_if
