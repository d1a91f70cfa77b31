// The parts of which declarations in the human schema syntax are made: types, names and annotations
// (human-readable-schema-grammar, Type to Name). Not thread-safe.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "policy/language/schema/schema_syntax.hpp"
#include "policy/language/token_stream.hpp"

namespace postvern::policy::language::schema {

// Each function reads what its name says, or throws SyntaxError.
class TypeParser {
  public:
    // Reads from `tokens`, which must outlive it.
    explicit TypeParser(TokenStream& tokens) : tokens_(tokens) {}

    // As many as stand here.
    std::vector<Annotation> annotations();
    TypeSyntaxPointer type();
    TypeSyntaxPointer record();
    NameSyntax path();
    // EntTypes: one path, or any number in brackets.
    std::vector<NameSyntax> entity_type_names();
    // Name: IDENT or STR. `role` is what a message calls it.
    NameSyntax name(std::string_view role);
    // IDENT, without the words that no name may be; __cedar may stand in references.
    NameSyntax identifier(std::string_view role);

  private:
    AttributeSyntax attribute();

    TokenStream& tokens_;
    std::size_t nesting_ = 0;
};

}  // namespace postvern::policy::language::schema
