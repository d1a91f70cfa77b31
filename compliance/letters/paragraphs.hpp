// Text taken apart into paragraphs and words, and put together in lines. Values without state.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compliance/letters.hpp"

namespace postvern::compliance::letters {

// Paragraphs of a text: set apart by lines that are empty or blank; line ends LF or CRLF. Each is
// one line, with a single space for every line end within it.
std::vector<std::string> paragraphs_of(std::string_view text);

// Words of a line, without spaces. "§" and "Art." stay with their numbers, by one space: a line
// never ends between them.
std::vector<std::string> words_of(std::string_view line);

// The same with a space for every U+00A0.
std::string with_plain_spaces(std::string_view text);

// The letter as plain text. See Letter::text.  RFC 3676 4.2-4.4
std::string plain_text(const std::vector<LetterBlock>& blocks);

}  // namespace postvern::compliance::letters
