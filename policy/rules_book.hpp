// The rulebook as a book: every rule with its statement, law, tests and theorems, the access
// matrix, where policy and law differ, the paths of the law without a court, and every statement of
// the policy with where it is met. All of it is computed from the files: the corpus of decisions is
// decided anew, theorems are proven, the matrix is asked of the prover. Part of the library
// postvern_book. Pure functions, thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/assembly.hpp"

namespace postvern::policy {

struct BookFiles {
    std::vector<RulebookFile> rules;
    std::vector<RulebookFile> theorems;
    std::vector<RulebookFile> catalogue;    // policy/catalogue.hpp
    std::optional<RulebookFile> decisions;  // the corpus of decision tests (docs/rulebook.md)
    std::string hash;                       // of the rulebook, in hexadecimal
};

struct BookPages {
    std::string html;      // one page, which needs nothing else
    std::string markdown;  // the same
    // What the book could not tell, each one line: a theorem that is not proven, a decision that is
    // not as the corpus has it, a citation that the catalogue does not know.
    std::vector<std::string> findings;
};

// Throws language::SyntaxError for a file that cannot be read.
BookPages write_book(const BookFiles& files);

}  // namespace postvern::policy
