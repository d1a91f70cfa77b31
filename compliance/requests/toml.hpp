// The TOML library, for files of whoever writes a request. Version 3.3.0 asserts what a file may
// say otherwise (a letter in the place of an hour), and in optimised builds goes on as if it held:
// here its assertions are checked in every build and end the reading (or, in the few functions that
// throw nothing, the program). Include it instead of the library.
#pragma once

namespace postvern::compliance::requests {

struct TomlAssertion {};

constexpr void require_of_toml(bool holds) {
    if (!holds) throw TomlAssertion();
}

}  // namespace postvern::compliance::requests

#pragma push_macro("NDEBUG")
#undef NDEBUG
#define TOML_ASSERT(expression) \
    ::postvern::compliance::requests::require_of_toml(static_cast<bool>(expression))
#include <toml++/toml.h>  // IWYU pragma: export
#pragma pop_macro("NDEBUG")
