// A letter as input of groff(1). Values without state.
//
// INVARIANT: the text of a letter is text. Every character that could begin a request, an escape or
// a name is written as a glyph, everything beyond ASCII by its number, and every line begins with
// what prints nothing: nothing that a field says is executed.
#pragma once

#include <string>
#include <string_view>

#include "compliance/letters.hpp"

namespace postvern::compliance::letters {

// Text for a line of input: ASCII, without line ends. What a line begins with is the caller's.
std::string roff_text(std::string_view text);

// A4, one column, pages numbered from the second. No macro package: a few requests of its own.
std::string roff(const Letter& letter);

}  // namespace postvern::compliance::letters
