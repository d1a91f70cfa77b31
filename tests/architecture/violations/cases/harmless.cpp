// An attack that reaches nothing: the driver must see that it compiles.
#include "policy/grant.hpp"

postvern::policy::Action action(const postvern::policy::Grant& grant) { return grant.action(); }
