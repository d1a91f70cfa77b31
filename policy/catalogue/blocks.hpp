// The form of the catalogue's files: blocks of named fields. A line "[kind name]" opens a block,
// "field: text" stands in it, a line that begins with a blank continues the text, "#" begins a
// comment, empty lines divide. Pure functions, thread-safe.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "policy/language/source.hpp"

namespace postvern::policy::catalogue {

struct Field {
    std::string name;
    std::string text;  // never empty, on one line
    std::size_t offset = 0;
};

struct Block {
    std::string kind;
    std::string name;  // never empty
    std::vector<Field> fields;
    std::size_t offset = 0;
    std::shared_ptr<const language::SourceText> source;

    // Throws SyntaxError at the block (at the field).
    [[noreturn]] void fail(const std::string& problem) const;
    [[noreturn]] void fail(const Field& field, const std::string& problem) const;

    // Throws unless each field is one of these.
    void only(std::initializer_list<std::string_view> names) const;
    // The text of the field that has to stand once; of one that may stand once, or "".
    std::string one(std::string_view field) const;
    std::string optional(std::string_view field) const;
    // The texts of a field that may stand any number of times.
    std::vector<std::string> all(std::string_view field) const;
    std::size_t line() const { return source->position(offset).line; }
};

// Throws SyntaxError, with the place, for a text that is not of this form.
std::vector<Block> read_blocks(language::Source source);

// The words of a text, without its blanks.
std::vector<std::string> words_of(std::string_view text);

}  // namespace postvern::policy::catalogue
