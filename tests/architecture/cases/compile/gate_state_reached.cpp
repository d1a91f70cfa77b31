// Rules and ports of a gate are defined in the policy library only.
// refused: 'std::unique_ptr<postvern::policy::Gate::State> postvern::policy::Gate::state_' is private within
#include "policy/gate.hpp"

using postvern::policy::Gate;

bool look(const Gate& gate, const postvern::policy::Grant& grant) {
#ifdef HONEST
    return gate.still_stands(grant);
#else
    static_cast<void>(grant);
    return gate.state_ != nullptr;
#endif
}
