// Honest: the composition root reads files and makes the gate; it has no database either.
#include "policy/assembly.hpp"
#include "records/site.hpp"

#include <fstream>
#include <sqlite3.h>  // breaks: database or key
