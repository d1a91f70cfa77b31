// Characters of letters: what may stand in one. Values without state.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace postvern::compliance::letters {

// The characters (code points) of UTF-8; absent unless it is strictly that (RFC 3629 3).
std::optional<std::vector<char32_t>> characters_of(std::string_view text);

// Whether a character may be printed: no control character (line ends neither), none that is
// invisible or turns the direction of writing, with which a letter could be made to look other than
// it is.
bool printable(char32_t character) noexcept;

// What is wrong with a line; empty: nothing.
std::string_view fault_of_line(std::string_view line);

// Its length in characters. `text` is valid.
std::size_t width(std::string_view text) noexcept;

}  // namespace postvern::compliance::letters
