// What a grant claims has no name outside the policy library.
// refused: 'struct postvern::policy::Grant::Claims' is private within this context
#include "policy/grant.hpp"

using postvern::policy::Grant;

#ifdef HONEST
using Claimed = postvern::policy::Resource;
#else
using Claimed = Grant::Claims;
#endif

const Claimed* look(const Grant& grant) {
#ifdef HONEST
    return &grant.resource();
#else
    return grant.claims_.get();
#endif
}
