// A stranger is admitted as a delivery agent without any proof. An explicit instantiation may name the
// private members of that subject, but who it is lies in the policy library only: it becomes nobody else.
// refused: invalid use of incomplete type 'const struct postvern::policy::Subject::Identity'
#include "policy/subject.hpp"

using namespace postvern::policy;

#ifndef HONEST
auto& identity_of(Subject& subject);
template <auto Member>
struct Burglar {
    friend auto& identity_of(Subject& subject) { return subject.*Member; }
};
template struct Burglar<&Subject::identity_>;
#endif

Principal become(Subject& subject) {
#ifdef HONEST
    return subject.principal();
#else
    return const_cast<Principal&>(identity_of(subject)->principal) = Principal::owner(AccountId{1});
#endif
}
