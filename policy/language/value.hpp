// The data of Cedar: Bool, Long, String, Set, Record, entity references and the extension types
// ipaddr, decimal, datetime and duration (syntax-datatypes).
// Values with value semantics: immutable once shared, comparable, no identity.
// INVARIANT: a Set is sorted and free of duplicates, a Record is sorted by name; so equality and
// order are structural, as Cedar's `==` is ([1, 1, 2] == [2, 1]).
#pragma once

#include <compare>
#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "policy/language/extension/datetime.hpp"
#include "policy/language/extension/decimal.hpp"
#include "policy/language/extension/duration.hpp"
#include "policy/language/extension/ip_address.hpp"

namespace postvern::policy::language {

// Names an entity: `type` with its namespaces joined by "::", and the id, any Unicode text.
struct EntityUid {
    std::string type;
    std::string id;

    friend auto operator<=>(const EntityUid&, const EntityUid&) = default;
};

struct EntityUidHash {
    std::size_t operator()(const EntityUid& uid) const noexcept {
        const std::size_t type = std::hash<std::string>{}(uid.type);
        return type * 31 + std::hash<std::string>{}(uid.id);
    }
};

class Value;
struct Field;

// A set of values of any mixture of types.
class Set {
  public:
    Set() = default;
    explicit Set(std::vector<Value> elements);

    // In ascending order, each once.
    std::span<const Value> elements() const;
    bool empty() const { return elements_.empty(); }
    bool contains(const Value& value) const;
    bool contains_all(const Set& other) const;
    bool contains_any(const Set& other) const;

    bool operator==(const Set& other) const;
    std::strong_ordering operator<=>(const Set& other) const;

  private:
    std::vector<Value> elements_;
};

// Attributes by name.
class Record {
  public:
    Record();
    Record(std::initializer_list<Field> fields);
    Record(const Record&);
    Record(Record&&) noexcept;
    Record& operator=(const Record&);
    Record& operator=(Record&&) noexcept;
    ~Record();

    // Of fields in any order, no two of the same name: sorts once, where set() would move all that
    // come after, each time.
    static Record of(std::vector<Field> fields);

    // Gives the attribute `name` the value, in place of an earlier one.
    void set(std::string name, Value value);

    // The attribute, or null. Valid until the record changes.
    const Value* find(std::string_view name) const;
    // In ascending order of names.
    std::span<const Field> fields() const;

    bool operator==(const Record& other) const;
    std::strong_ordering operator<=>(const Record& other) const;

  private:
    std::vector<Field> fields_;
};

class Value {
  public:
    Value(std::same_as<bool> auto value) : data_(value) {}
    // A Long: 64 bits, signed. (Not for unsigned types: they may not fit.)
    Value(std::signed_integral auto value) : data_(static_cast<std::int64_t>(value)) {}
    Value(std::string value) : data_(std::move(value)) {}
    Value(std::string_view value) : data_(std::string(value)) {}
    Value(const char* value) : data_(std::string(value)) {}
    Value(EntityUid value) : data_(std::move(value)) {}
    Value(Set value) : data_(std::move(value)) {}
    Value(Record value) : data_(std::move(value)) {}
    Value(extension::IpAddress value) : data_(value) {}
    Value(extension::Decimal value) : data_(value) {}
    Value(extension::Datetime value) : data_(value) {}
    Value(extension::Duration value) : data_(value) {}
    // Out of line: inlined everywhere, GCC 12 takes the variant's idle members for uninitialized.
    Value(const Value&);
    Value(Value&&) noexcept;
    Value& operator=(const Value&);
    Value& operator=(Value&&) noexcept;
    ~Value();

    // Each: the content, or null where the value is of another type.
    const bool* as_bool() const { return std::get_if<bool>(&data_); }
    const std::int64_t* as_long() const { return std::get_if<std::int64_t>(&data_); }
    const std::string* as_string() const { return std::get_if<std::string>(&data_); }
    const EntityUid* as_entity() const { return std::get_if<EntityUid>(&data_); }
    const Set* as_set() const { return std::get_if<Set>(&data_); }
    const Record* as_record() const { return std::get_if<Record>(&data_); }

    const extension::IpAddress* as_ip() const { return std::get_if<extension::IpAddress>(&data_); }
    const extension::Decimal* as_decimal() const { return std::get_if<extension::Decimal>(&data_); }
    const extension::Datetime* as_datetime() const {
        return std::get_if<extension::Datetime>(&data_);
    }
    const extension::Duration* as_duration() const {
        return std::get_if<extension::Duration>(&data_);
    }

    // "bool", "long", "string", "entity", "set", "record", "ipaddr", "decimal", "datetime" or
    // "duration".
    std::string_view type_name() const;

    bool operator==(const Value& other) const;
    // An arbitrary total order, for the sake of sorted sets; it means nothing in Cedar.
    std::strong_ordering operator<=>(const Value& other) const;

  private:
    std::variant<bool, std::int64_t, std::string, EntityUid, Set, Record, extension::IpAddress,
                 extension::Decimal, extension::Datetime, extension::Duration>
        data_;
};

struct Field {
    std::string name;
    Value value;
};

// As Cedar text: `Type::"id"`, strings quoted and escaped. For people, and readable by the parser.
std::string to_text(const EntityUid& uid);
std::string to_text(const Value& value);
// A quoted, escaped string literal.
std::string to_quoted(std::string_view text);

}  // namespace postvern::policy::language
