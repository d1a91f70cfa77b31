// A question for the solver: a goal with all that has to be said for it to be answered without
// quantifiers (witnesses of statements about sets, the order of the hierarchy, what patterns say
// of known texts). Complete: a model of the assertions is a world. Not thread-safe.
#pragma once

#include <vector>

#include "policy/proof/facts.hpp"

namespace postvern::policy::proof {

struct Query {
    std::vector<TermPointer> assertions;  // the goal first
    std::vector<TermPointer> terms;       // all that stand in them, each once
};

Query make_query(Facts& facts, TermPointer goal);

// Every term in `goal`, itself included, each once; operands before what they are in.
std::vector<TermPointer> terms_in(TermPointer goal);

}  // namespace postvern::policy::proof
