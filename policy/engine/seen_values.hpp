// What an expression looked at: the variables, attributes and tags in it, with their values in one
// request. For people. Pure, thread-safe.
#pragma once

#include <string>
#include <vector>

#include "policy/engine/evaluator.hpp"

namespace postvern::policy::engine {

struct SeenValue {
    std::string expression;  // as Cedar writes it: context.order.validated
    std::string value;       // as Cedar writes it, cut after kMaxSeenOctets; or why there is none
};

inline constexpr std::size_t kMaxSeenValues = 16;
inline constexpr std::size_t kMaxSeenOctets = 200;

// The longest paths in `expression` from principal, action, resource and context that touch the
// part of the text at `within`, each once and in the order of the text; the first kMaxSeenValues of
// them. All, where `within` is empty.
std::vector<SeenValue> seen_values(const language::Expression& expression, language::Span within,
                                   const Evaluator& evaluator);

// The value as text, cut after kMaxSeenOctets (at a character).
std::string shortened(std::string text);

}  // namespace postvern::policy::engine
