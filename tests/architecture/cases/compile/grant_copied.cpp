// A grant allows one act: it can be given away, not copied.
// refused: use of deleted function 'postvern::policy::Grant::Grant\(const
#include "policy/grant.hpp"

using postvern::policy::Grant;

Grant second(Grant& grant) {
#ifdef HONEST
    return std::move(grant);
#else
    return grant;
#endif
}
