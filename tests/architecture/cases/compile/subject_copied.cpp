// A subject is one: its keys are given up when it goes.
// refused: use of deleted function 'postvern::policy::Subject::Subject\(const
#include "policy/subject.hpp"

using postvern::policy::Subject;

Subject keep(Subject& subject) {
#ifdef HONEST
    return std::move(subject);
#else
    return subject;
#endif
}
