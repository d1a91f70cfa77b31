// Who a subject is cannot be changed from outside.
// refused: passing 'const postvern::policy::Principal' as 'this' argument discards qualifiers
#include "policy/subject.hpp"

using namespace postvern::policy;

Principal become(Subject& subject) {
#ifdef HONEST
    return subject.principal();
#else
    return subject.principal() = Principal::owner(AccountId{1});
#endif
}
