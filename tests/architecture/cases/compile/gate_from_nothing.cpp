// There is no gate without rules and ports.
// refused: use of deleted function|no matching function for call to 'postvern::policy::Gate::Gate\(\)'
#include "policy/assembly.hpp"

using namespace postvern::policy;

void open(std::span<const RulebookFile> rulebook, Ports ports) {
#ifdef HONEST
    const auto gate = Assembly::make_gate(rulebook, std::move(ports));
#else
    static_cast<void>(rulebook);
    static_cast<void>(ports);
    Gate gate;
#endif
}
