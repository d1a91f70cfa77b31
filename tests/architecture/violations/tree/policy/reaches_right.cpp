// Planted: the leftmost layer uses what is not its own.
#include "policy/question.hpp"
#include "policy/engine/rule_set.hpp"
#include "records/archive.hpp"  // breaks: to the right
#include "tests/anything.hpp"   // breaks: unknown folder

#include <openssl/evp.h>  // breaks: standard library only
#include <unistd.h>       // breaks: standard library only
#include <vector>

#define POSTVERN_SEALED  // breaks: access
