// A gate is one: grants are of the instance that gave them.
// refused: use of deleted function 'postvern::policy::Gate::Gate\(const
#include "policy/gate.hpp"

using postvern::policy::Gate;

void use(Gate& gate) {
#ifdef HONEST
    Gate& same = gate;
#else
    Gate same(gate);
#endif
    static_cast<void>(same);
}
