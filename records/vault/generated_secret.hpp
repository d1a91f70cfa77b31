// Passwords that the house makes up: app passwords and recovery codes. 130 random bits as 26
// letters and digits (Crockford's base 32: no i, l, o, u, so that they can be read over a
// telephone), then two that check them and tell the two kinds apart; shown in seven groups of four.
// With so many bits no slow hash is needed. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace postvern::records::vault {

enum class GeneratedKind : std::uint8_t { app_password = 1, recovery_code = 2 };

// A new one as it is shown: app passwords in small letters, recovery codes in capitals.
std::string generate(GeneratedKind kind);

struct Recognised {
    GeneratedKind kind;
    std::string symbols;  // the canonical form: 28 symbols in small letters, no hyphens
};

// What was typed, if it has the form of a generated one: hyphens and spaces do not count, nor does
// case; o is read as 0, i and l as 1. Absent for everything else.
std::optional<Recognised> recognise(std::string_view typed);

}  // namespace postvern::records::vault
