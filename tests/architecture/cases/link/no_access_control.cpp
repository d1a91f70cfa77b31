// The compiler can be told to forget about access; the linker cannot.
// flags: -fno-access-control
// refused: undefined reference to `postvern::policy::Subject::Subject\(postvern::policy::Gate const
#include "policy/gate.hpp"

using namespace postvern::policy;

std::optional<Subject> become(Gate& gate) {
#ifdef HONEST
    return gate.admit(DeliveryClaim{}, Channel::lmtp);
#else
    return Subject(gate, nullptr, Verified{Principal::founder(), kNoKeys});
#endif
}

int main() { return reinterpret_cast<std::uintptr_t>(&become) == 0; }
