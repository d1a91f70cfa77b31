// An attack that fails for a reason of its own: the driver must not take it for a refusal.
#include "policy/grant.hpp"

postvern::policy::Grant copy(postvern::policy::Grant& grant) { return grnat; }
