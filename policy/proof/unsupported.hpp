// An expression that is beyond the prover. Whoever meets it puts "anything" in its place, so that
// what is proven nevertheless holds whatever it comes to.
#pragma once

#include <stdexcept>

namespace postvern::policy::proof {

// what() names the construct: "ipaddr", "a set of sets".
struct Unsupported : std::runtime_error {
    using std::runtime_error::runtime_error;
};

}  // namespace postvern::policy::proof
