// Parameters of tests as they stand in the tests' names: the same in every run, each its own, and without what CMake would
// take for its own signs.
#pragma once

#include <cstdio>
#include <ostream>
#include <string_view>

namespace postvern::tests {

// Letters, digits and harmless signs as they are, any other octet as %HH.
inline void print(std::string_view text, std::ostream* out) {
    constexpr std::string_view kHarmless = " _-.,:=+*/@<>(){}|&!?'";
    for (const char each : text) {
        const bool is_plain = (each >= '0' && each <= '9') || (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z');
        if (is_plain || kHarmless.find(each) != std::string_view::npos) {
            *out << each;
            continue;
        }
        char number[4];
        std::snprintf(number, sizeof number, "%%%02X", static_cast<unsigned>(static_cast<unsigned char>(each)));
        *out << number;
    }
}

}  // namespace postvern::tests
