// Naming the symbol itself does not bring it out of the library.
// refused: undefined reference to `postvern::policy::Subject::Subject\(postvern::policy::Gate const
#include "policy/resource.hpp"
#include "policy/subject.hpp"

#ifdef HONEST
postvern::policy::UidSet act() { return postvern::policy::UidSet::all(); }
#else
extern "C" void mint(void*, const void*, void*, void*) __asm__(
    "_ZN8postvern6policy7SubjectC1ERKNS0_4GateESt10shared_ptrINS0_11CredentialsEENS0_8VerifiedE");
void act() { mint(nullptr, nullptr, nullptr, nullptr); }
#endif

int main() { act(); }
