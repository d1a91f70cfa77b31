// The vocabulary of facts under a schema: the terms for what a request holds and for what a store
// may know of entities, and what the schema says of them. The same names are used to read a world
// back from a model. Not thread-safe; the schema must outlive it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "policy/language/pattern.hpp"
#include "policy/language/schema/schema.hpp"
#include "policy/proof/symbol.hpp"

namespace postvern::policy::proof {

class Facts {
  public:
    Facts(Terms& terms, const language::schema::Schema& schema);

    Terms& terms() const { return terms_; }
    const language::schema::Schema& schema() const { return schema_; }

    // Throws Unsupported for a type that terms cannot range over: records, ipaddr, sets of either.
    const Domain* domain_of(const language::schema::Type& type) const;

    // --- The request ---
    TermPointer principal(const std::string& type) const { return variable("principal", type); }
    TermPointer resource(const std::string& type) const { return variable("resource", type); }
    Symbol context(const language::schema::Type& type) const;

    // --- What the store knows ---
    // Whether it holds the entity. One that it does not hold has no attributes, tags and parents.
    TermPointer known(TermPointer entity) const;
    // The attributes of entities of a type, whether they are known or not; empty of actions.
    Symbol attributes(TermPointer entity) const;
    // The attribute `name` of a record; nothing if it cannot be there.
    std::optional<MemberSymbol> member(const RecordSymbol& record, const std::string& name) const;
    // A tag, whether its entity is known or not; nothing if entities of the type have none.
    std::optional<MemberSymbol> tag(TermPointer entity, TermPointer name) const;
    // All members that the record may have.
    std::map<std::string, MemberSymbol> members(const RecordSymbol& record) const;

    // --- The hierarchy ---
    TermPointer is_in(TermPointer descendant, TermPointer ancestor) const;
    TermPointer is_in_one_of(TermPointer descendant, TermPointer set) const;
    // Whether the second is above the first, not the same; false where the schema allows none.
    TermPointer is_above(TermPointer descendant, TermPointer ancestor) const;

    TermPointer like(TermPointer text, const language::Pattern& pattern);
    const language::Pattern& pattern_of(const Function& like) const {
        return patterns_.at(like.name);
    }

    // --- Functions by place, for reading worlds back ---
    using Domains = std::vector<const Domain*>;
    const Function* value_function(const std::string& path, const Domains& holders,
                                   const Domain* result) const;
    const Function* presence_function(const std::string& path, const Domains& holders) const;
    static std::string path_of(const std::string& origin, const std::string& name) {
        return origin + "." + name;
    }
    static std::string tag_path(const std::string& type) { return type + "#tag"; }

    // Terms that are true in all worlds, of a term alone: bounds of numbers, ids of enumerated
    // types, and that what has ancestors is known.
    std::vector<TermPointer> axioms_of(TermPointer term) const;

  private:
    TermPointer variable(const std::string& name, const std::string& type) const;
    Symbol value_at(const Origin& origin, const language::schema::Type& type) const;
    bool is_action(const Domain* domain) const;

    Terms& terms_;
    const language::schema::Schema& schema_;
    std::map<std::string, language::Pattern> patterns_;
};

}  // namespace postvern::policy::proof
