// Replaces the references in types by what they stand for. Not thread-safe.
// INVARIANT: no type that it makes is deeper than kMaxNesting or has more than kMaxTypeNodes parts,
// however often its common types use each other.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "policy/language/schema/declarations.hpp"

namespace postvern::policy::language::schema {

// Parts of one type, counted as if everything it refers to were written out.
inline constexpr std::size_t kMaxTypeNodes = 100'000;

class TypeResolver {
  public:
    // Resolves all common types of `declarations`, which must outlive it. Throws SyntaxError if
    // one contains itself.
    explicit TypeResolver(const Declarations& declarations);

    // The type that `syntax` means in `space`. Throws SyntaxError if it names what is not
    // declared or exceeds a limit.
    TypePointer resolve(const NamespaceSyntax& space, const TypeSyntax& syntax) const;
    // The same, where it has to be a record. `role` is "the context of an action".
    TypePointer resolve_record(const NamespaceSyntax& space, const TypeSyntax& syntax,
                               std::string_view role) const;

  private:
    struct Sized {
        TypePointer type;
        std::size_t height = 1;
        std::size_t nodes = 1;
    };
    using CommonType = Declared<CommonTypeSyntax>;

    Sized sized(const NamespaceSyntax& space, const TypeSyntax& syntax) const;
    Sized of_reference(const NamespaceSyntax& space, const ReferenceSyntax& reference,
                       Span span) const;
    Sized of_record(const NamespaceSyntax& space, const RecordSyntax& record) const;
    void add_references(const NamespaceSyntax& space, const TypeSyntax& syntax,
                        std::vector<std::string>& names) const;
    std::vector<std::string> in_order_of_use() const;

    const Declarations& declarations_;
    std::map<std::string, Sized> common_types_;
};

}  // namespace postvern::policy::language::schema
