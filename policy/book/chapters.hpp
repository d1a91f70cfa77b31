// The chapters of the book. Each adds its blocks to a document. Pure functions.
#pragma once

#include "policy/book/contents.hpp"
#include "policy/book/document.hpp"

namespace postvern::policy::book {

void add_preface(Document& document, const Contents& contents);
void add_rules(Document& document, const Contents& contents);
void add_theorems(Document& document, const Contents& contents);
void add_access(Document& document, const Contents& contents);
void add_law(Document& document, const Contents& contents);
void add_conflicts(Document& document, const Contents& contents);
void add_paths(Document& document, const Contents& contents);
void add_statements(Document& document, const Contents& contents);

// Links to rules, divided by commas.
Line rules_line(const std::vector<std::string>& ids);
// Links to the law that a citation falls under, divided by semicolons.
Line law_line(const Contents& contents, const std::string& law);

}  // namespace postvern::policy::book
