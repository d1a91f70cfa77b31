// Planted: a library that defines members of the gate anew. It compiles, and it links: the dynamic linker
// would bind the archive's calls to these, were they loaded before the policy library.
#include "policy/gate.hpp"

namespace postvern::policy {

bool Gate::honours(const Grant&, Action) const noexcept { return true; }

__attribute__((weak)) bool Gate::still_stands(const Grant&) const noexcept { return true; }

// Honest: an inline function stands in every library that uses it.
AccountId account_of(const Subject& subject) { return subject.account(); }

}  // namespace postvern::policy
