// The keys of a subject are between the gate and the vault.
// refused: 'postvern::policy::KeySession postvern::policy::Subject::keys\(\) const' is private within
#include "policy/subject.hpp"

using postvern::policy::Subject;

auto take(const Subject& subject) {
#ifdef HONEST
    return subject.account();
#else
    return subject.keys();
#endif
}
