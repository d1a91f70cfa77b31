// How the compiled engine holds the data of Cedar: a value is a cell of 16 octets, with names
// interned to integers and sets and records in an arena. Plain values that borrow from the arena;
// the same names must be behind the numbers of cells that are compared.
// INVARIANT: the elements of a set ascend by compare(), each once; a record's names ascend. So
// equality is structural, as Cedar's `==` is.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "policy/language/extension/ip_address.hpp"

namespace postvern::policy::engine::compiled {

// Numbers of a string and of an entity uid, dense from 0, in the order of first mention.
using Symbol = std::uint32_t;
using EntityId = std::uint32_t;
inline constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

// INVARIANT: types whose equality is that of their bits stand before `ip`.
enum class Tag : std::uint8_t {
    absent,    // no value: an attribute that a record does not have
    boolean,   // bits: 0 or 1
    integer,   // of two's complement
    string,    // Symbol
    entity,    // EntityId
    decimal,   // ten-thousandths
    datetime,  // milliseconds
    duration,  // milliseconds
    ip,        // const extension::IpAddress*
    set,       // const Cell*: the head, whose bits are the number of elements, then the elements
    record,    // const Cell*: the head, whose bits are a const Shape*, then the fields
};

struct Cell {
    std::uint64_t bits = 0;
    Tag tag = Tag::absent;
};

// The names of a record's fields. `slots` leads from the number of an attribute (see Attributes)
// to its cell behind the head, 0 where the record does not have it: the head is an absent cell.
struct Shape {
    std::vector<Symbol> names;
    std::vector<std::uint16_t> slots;  // empty where there are too many attributes for a table

    // The cell behind the head that has this name, or 0.
    std::size_t find(Symbol name) const;
};

// --- Making cells -----------------------------------------------------------------------------

inline Cell boolean_cell(bool value) { return {value ? 1U : 0U, Tag::boolean}; }
inline Cell number_cell(std::int64_t value, Tag tag = Tag::integer) {
    return {static_cast<std::uint64_t>(value), tag};
}
inline Cell string_cell(Symbol symbol) { return {symbol, Tag::string}; }
inline Cell entity_cell(EntityId entity) { return {entity, Tag::entity}; }
template <class Object>
Cell pointer_cell(const Object* object, Tag tag) {
    return {reinterpret_cast<std::uintptr_t>(object), tag};
}

// --- Reading them: only where the tag says so ---------------------------------------------------

inline std::int64_t number_of(Cell cell) { return static_cast<std::int64_t>(cell.bits); }
inline std::uint32_t id_of(Cell cell) { return static_cast<std::uint32_t>(cell.bits); }
template <class Object>
const Object* object_of(Cell cell) {
    return reinterpret_cast<const Object*>(static_cast<std::uintptr_t>(cell.bits));
}
// The head of a set or record.
inline const Cell* cells_of(Cell cell) { return object_of<Cell>(cell); }
inline std::span<const Cell> elements_of(const Cell* set) {
    return {set + 1, static_cast<std::size_t>(set->bits)};
}
inline const Shape& shape_of(const Cell* record) { return *object_of<Shape>(*record); }

// A total order that means nothing in Cedar; for sorted sets. Recurses as deep as the values nest.
std::strong_ordering compare(Cell left, Cell right);

inline bool equal(Cell left, Cell right) {
    if (left.tag != right.tag) return false;
    if (left.bits == right.bits) return true;
    return left.tag >= Tag::ip && compare(left, right) == std::strong_ordering::equal;
}

// Methods of sets. Proportional to the smaller set times the logarithm of the larger.
bool contains(const Cell* set, Cell element);
bool contains_all(const Cell* set, const Cell* elements);
bool contains_any(const Cell* set, const Cell* elements);

// Sorts cells[1..count] into a set whose head is cells[0]; returns how many are left.
std::size_t make_set(Cell* cells, std::size_t count);

}  // namespace postvern::policy::engine::compiled
