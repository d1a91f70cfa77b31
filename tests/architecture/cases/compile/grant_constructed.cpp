// The constructor of a grant is the gate's.
// refused: 'postvern::policy::Grant::Grant\(.*\)' is private within this context
#include "policy/grant.hpp"

using postvern::policy::Grant;

Grant make(Grant&& given) {
#ifdef HONEST
    return Grant(std::move(given));
#else
    return Grant(nullptr);
#endif
}
