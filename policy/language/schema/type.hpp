// The types of Cedar (schema, Types): what a schema declares, and what the validator computes from
// it. Immutable and shared by pointer: one record type stands in many attributes and many
// environments, and none of them owns it alone. Threads may share them.
// INVARIANT: `attributes` is in ascending order of names, each once. A type that a schema declares
// contains no `never`, `always_true`, `always_false` and no `any_entity`.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace postvern::policy::language::schema {

enum class TypeKind : std::uint8_t {
    never,         // no value: of the elements of an empty set
    boolean,       //
    always_true,   // the singleton types of booleans: what the validator knows to be true
    always_false,  //
    integer,       // Long
    string,        //
    set,           //
    record,        //
    entity,        // of one entity type
    any_entity,    // of any entity type
    extension,     // ipaddr, decimal, datetime, duration
};

struct Type;
using TypePointer = std::shared_ptr<const Type>;

// One attribute of a record or of an entity type.
struct Attribute {
    std::string name;
    TypePointer type;
    bool required = true;
};

struct Type {
    TypeKind kind = TypeKind::never;
    std::string name = {};                   // of entity types (with namespaces) and extensions
    TypePointer element = nullptr;           // of sets
    std::vector<Attribute> attributes = {};  // of records

    // The attribute of a record, or null.
    const Attribute* find(std::string_view attribute) const;
};

// The types without parts: one object each.
const TypePointer& never_type();
const TypePointer& boolean_type();
const TypePointer& always_true_type();
const TypePointer& always_false_type();
const TypePointer& integer_type();
const TypePointer& string_type();
const TypePointer& any_entity_type();
// A record without attributes.
const TypePointer& empty_record_type();

TypePointer set_type(TypePointer element);
// Sorts the attributes; of two with one name the first stays.
TypePointer record_type(std::vector<Attribute> attributes);
TypePointer entity_type(std::string name);
TypePointer extension_type(std::string name);

// Whether it is `boolean` or one of its singletons.
bool is_boolean(const Type& type);

// Structural equality; singletons of booleans differ from `boolean`.
bool operator==(const Type& left, const Type& right);

// The attribute `name` in a list in ascending order of names, or null.
const Attribute* find_attribute(const std::vector<Attribute>& attributes, std::string_view name);

// As the human schema syntax writes it: Set<Long>, {a: String, b?: Bool}, House::User.
// The singletons of booleans: True, False.
std::string to_text(const Type& type);

}  // namespace postvern::policy::language::schema
