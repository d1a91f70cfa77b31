// Nobody can make a grant of nothing.
// refused: no matching function for call to 'postvern::policy::Grant::Grant\(\)'
#include "policy/grant.hpp"

using postvern::policy::Grant;

Grant make(Grant&& given) {
#ifdef HONEST
    Grant grant(std::move(given));
#else
    Grant grant;
#endif
    return grant;
}
