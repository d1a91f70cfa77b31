// Values of Cedar in JSON (entities-syntax, json-format): booleans, whole numbers, strings, arrays
// for sets, objects for records, and the escapes {"__entity": {"type", "id"}} for entities and
// {"__extn": {"fn", "arg"}} for extension values. An object with a member that begins an escape is
// that escape or an error, never a record. Pure functions, thread-safe; all throw SyntaxError.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/language/extension/function.hpp"
#include "policy/language/json/document.hpp"
#include "policy/language/schema/type.hpp"
#include "policy/language/value.hpp"

namespace postvern::policy::language::json {

// {"type", "id"}, or the same as an escape.
EntityUid read_entity_uid(const Document& document, const Node& node);

// With a type that a schema expects, entities need no escape, extension values may be the texts of
// their constructors or objects with "fn" and "arg", and records have the declared attributes and
// no others. Whether the value is of the type otherwise is the validator's business.
Value read_value(const Document& document, const Node& node,
                 const schema::Type* expected = nullptr);

// The members of an object as a record, with the types of a record type.
Record read_record(const Document& document, const Node& node,
                   const schema::Type* expected = nullptr);

// What an escape for an extension value holds: {"fn": name, "arg": value} or "args": [values].
struct ExtensionEscape {
    extension::Function function;
    std::vector<const Node*> arguments;
};

// The content of an escape; nothing if the node is no such escape.
std::optional<EntityUid> read_entity_escape(const Document& document, const Node& node);
std::optional<ExtensionEscape> read_extension_escape(const Document& document, const Node& node);

}  // namespace postvern::policy::language::json
