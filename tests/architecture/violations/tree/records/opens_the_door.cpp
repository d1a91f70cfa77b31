// Planted: a layer that helps itself to grants.
#include "records/site.hpp"
#include "records/vault/vault.hpp"
#include "policy/gate.hpp"
#include "policy/assembly.hpp"         // breaks: assembly
#include "policy/question.hpp"         // breaks: private folder
#include "policy/engine/rule_set.hpp"  // breaks: private folder
#include "services/net/stream.hpp"     // breaks: to the right

#define private public   // breaks: access
#  define class struct  // breaks: access

namespace postvern::policy {
class Gate;
class Grant;
class Gate {  // breaks: forged door
};
struct Grant::Claims {  // breaks: forged door
};
bool Gate::honours(const Grant&, Action) const noexcept {  // breaks: forged door
    return true;
}
template struct Burglar<&Subject::identity_>;  // breaks: access
}  // namespace postvern::policy

// Comments may speak of Grant::Claims and of dlopen().
const auto session = policy::KeySession{7};                    // breaks: key session
const auto* forged = reinterpret_cast<policy::Grant*>(octets);  // breaks: forged door
void* symbol = dlsym(nullptr, "_ZN8postvern6policy5GrantC1E");  // breaks: dynamic loading
extern "C" void mint() __attribute__((alias("other")));  // breaks: dynamic loading
