// From language::Value to cells. `Names` says what the numbers of names are: an image's own
// vocabulary while it is compiled, a table's while it is filled, a request's while it is read.
#pragma once

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "policy/engine/compiled/attributes.hpp"
#include "policy/engine/compiled/cell_arena.hpp"
#include "policy/language/value.hpp"

namespace postvern::policy::engine::compiled {

// Borrows all three; what it makes lies in the arena.
template <class Names>
class Encoder {
  public:
    Encoder(Names& names, Shapes& shapes, CellArena& arena)
        : names_(names), shapes_(shapes), arena_(arena) {}

    // Recurses as deep as the value nests.
    Cell encode(const language::Value& value) {
        if (const auto* truth = value.as_bool()) return boolean_cell(*truth);
        if (const auto* number = value.as_long()) return number_cell(*number);
        if (const auto* text = value.as_string()) return string_cell(names_.symbol(*text));
        if (const auto* uid = value.as_entity()) return entity_cell(names_.entity(*uid));
        if (const auto* set = value.as_set()) return pointer_cell(encode_set(*set), Tag::set);
        if (const auto* record = value.as_record()) {
            return pointer_cell(encode_record(*record), Tag::record);
        }
        if (const auto* ip = value.as_ip()) return pointer_cell(arena_.keep(*ip), Tag::ip);
        if (const auto* decimal = value.as_decimal()) {
            return number_cell(decimal->ten_thousandths, Tag::decimal);
        }
        if (const auto* instant = value.as_datetime()) {
            return number_cell(instant->milliseconds, Tag::datetime);
        }
        return number_cell(value.as_duration()->milliseconds, Tag::duration);
    }

    // The head of the record's cells.
    const Cell* encode_record(const language::Record& record) {
        std::vector<std::pair<Symbol, const language::Value*>> fields;
        for (const language::Field& field : record.fields()) {
            fields.emplace_back(names_.symbol(field.name), &field.value);
        }
        std::sort(fields.begin(), fields.end());
        std::vector<Symbol> names;
        for (const auto& field : fields) names.push_back(field.first);
        Cell* const head = arena_.take(fields.size() + 1);
        *head = pointer_cell(shapes_.of(names), Tag::absent);
        for (std::size_t index = 0; index < fields.size(); ++index) {
            head[index + 1] = encode(*fields[index].second);
        }
        return head;
    }

  private:
    const Cell* encode_set(const language::Set& set) {
        const auto elements = set.elements();
        Cell* const head = arena_.take(elements.size() + 1);
        for (std::size_t index = 0; index < elements.size(); ++index) {
            head[index + 1] = encode(elements[index]);
        }
        make_set(head, elements.size());
        return head;
    }

    Names& names_;
    Shapes& shapes_;
    CellArena& arena_;
};

}  // namespace postvern::policy::engine::compiled
