// A subject's constructor can be named with a macro, but not linked.
// refused: undefined reference to `postvern::policy::Subject::Subject\(postvern::policy::Gate const
#include <memory>
#ifndef HONEST
#define private public
#endif
#include "policy/gate.hpp"
#undef private

using namespace postvern::policy;

std::optional<Subject> become(Gate& gate) {
#ifdef HONEST
    return gate.admit(DeliveryClaim{}, Channel::lmtp);
#else
    return Subject(gate, nullptr, Verified{Principal::owner(AccountId{1}), kNoKeys});
#endif
}

int main() { return reinterpret_cast<std::uintptr_t>(&become) == 0; }
