// A gate comes from its factory; its constructor is not to be had.
// refused: undefined reference to `postvern::policy::Gate::Gate\(postvern::policy::engine::RuleSet
#include <functional>
#include <memory>
#ifndef HONEST
#define private public
#endif
#include "policy/assembly.hpp"
#include "policy/engine/rule_set.hpp"
#undef private

using namespace postvern::policy;

std::unique_ptr<Gate> open(Ports ports) {
#ifdef HONEST
    return Assembly::make_gate({}, std::move(ports));
#else
    return std::unique_ptr<Gate>(new Gate(engine::RuleSet::parse({}), std::move(ports)));
#endif
}

int main() { return reinterpret_cast<std::uintptr_t>(&open) == 0; }
