// What an expression of Cedar denotes in every world at once: a term, or a record of such. Values,
// cheap to copy; what they point to belongs to Terms and to the schema.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "policy/language/schema/type.hpp"
#include "policy/proof/term.hpp"

namespace postvern::policy::proof {

struct RecordSymbol;

struct Symbol {
    TermPointer term = nullptr;                            // null of a record
    std::shared_ptr<const RecordSymbol> record = nullptr;  // null of everything else
    // Of a value that terms cannot range over (ipaddr), its type; then both others are null.
    const language::schema::Type* beyond = nullptr;
};

// An attribute that a record may have.
struct MemberSymbol {
    TermPointer present;
    Symbol value;  // means something only where it is present
};

// Where a record of the request or of the store stands: of an attribute `members` is the path
// Group.members, and the entity the holder; of a tag also its name; of the context none.
struct Origin {
    std::string path;
    std::vector<TermPointer> holders;
};

// A record that an expression made (origin null): its members. One of the request or the store: its
// declared attributes; the terms of its members are made when they are asked for.
struct RecordSymbol {
    std::map<std::string, MemberSymbol> members;
    const std::vector<language::schema::Attribute>* declared = nullptr;
    Origin origin;
};

}  // namespace postvern::policy::proof
