// A subject is minted by the gate, after its credentials were verified.
// refused: 'postvern::policy::Subject::Subject\(.*\)' is private within this context
#include "policy/gate.hpp"

using namespace postvern::policy;

Subject become(Gate& gate, const Claim& claim) {
#ifdef HONEST
    return gate.admit(claim, Channel::imap).value();
#else
    static_cast<void>(claim);
    return Subject(gate, nullptr, Verified{Principal::owner(AccountId{1}), kNoKeys});
#endif
}
