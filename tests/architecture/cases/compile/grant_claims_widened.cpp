// An explicit instantiation may name private members, and so gets at the pointer to a grant's claims.
// What lies behind it is defined in the policy library only.
// refused: invalid use of incomplete type 'const struct postvern::policy::Grant::Claims'
#include "policy/grant.hpp"

using postvern::policy::Grant;

#ifndef HONEST
auto& claims_of(Grant& grant);
template <auto Member>
struct Burglar {
    friend auto& claims_of(Grant& grant) { return grant.*Member; }
};
template struct Burglar<&Grant::claims_>;
#endif

postvern::policy::Action action_of(Grant& grant) {
#ifdef HONEST
    return grant.action();
#else
    return claims_of(grant)->question.action;
#endif
}
