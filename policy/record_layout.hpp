// The fields of one kind of record, laid out once in the order that compiled records have, and then filled by
// what they mean. Immutable. Internal to the policy library.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "policy/engine/compiled/request_builder.hpp"

namespace postvern::policy {

// `Field` numbers the fields from 0 to Count - 1.
template <typename Field, std::size_t Count>
class RecordLayout {
  public:
    using Fields = std::array<engine::compiled::NamedCell, Count>;

    RecordLayout() = default;
    // `names[field]` is what the field is called.
    explicit RecordLayout(const std::array<engine::compiled::Symbol, Count>& names) {
        for (std::size_t field = 0; field < Count; ++field) blank_[field].name = names[field];
        std::sort(blank_.begin(), blank_.end());
        for (std::size_t field = 0; field < Count; ++field) {
            while (blank_[places_[field]].name != names[field]) ++places_[field];
        }
    }

    // All of them absent.
    const Fields& blank() const { return blank_; }
    engine::compiled::Cell& at(Fields& fields, Field field) const {
        return fields[places_[static_cast<std::size_t>(field)]].value;
    }

  private:
    Fields blank_{};
    std::array<std::size_t, Count> places_{};
};

}  // namespace postvern::policy
