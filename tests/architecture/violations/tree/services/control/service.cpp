// Honest: administration holds the site; it makes no gate.
#include "records/site.hpp"
#include "policy/assembly.hpp"  // breaks: assembly
