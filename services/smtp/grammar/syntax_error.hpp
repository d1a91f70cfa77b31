// How a parser of this folder refuses its input.
#pragma once

#include <cstddef>
#include <stdexcept>

namespace postvern::services::smtp::grammar {

// `offset` (octets, 0-based) is where the text stops to fit; `expected` is a literal of the program
// text that says what should stand there, fit to be shown to the client.
struct SyntaxError : std::runtime_error {
    SyntaxError(std::size_t at, const char* what_fits)
        : std::runtime_error(what_fits), offset(at), expected(what_fits) {}
    std::size_t offset;
    const char* expected;
};

}  // namespace postvern::services::smtp::grammar
