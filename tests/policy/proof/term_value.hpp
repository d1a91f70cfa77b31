// What a term comes to in a concrete world, computed from what the makers of terms promise and
// without a solver: the oracle of encoding.
#pragma once

#include "policy/engine/entities.hpp"
#include "policy/proof/term.hpp"
#include "policy/proof/world.hpp"

namespace postvern::policy::proof::testing {

// Throws std::logic_error for a term of Role::unknown or Role::witness.
class TermValue {
  public:
    TermValue(const Facts& facts, const World& world);

    bool truth(TermPointer term) const;

  private:
    __extension__ typedef __int128 Number;  // sums of 64 bits fit

    Number number(TermPointer term) const;
    language::Value value(TermPointer term) const;
    language::Value apply(TermPointer term) const;
    const language::Value* find(TermPointer term) const;
    language::EntityUid entity(TermPointer term) const { return *value(term).as_entity(); }
    language::Set set(TermPointer term) const { return *value(term).as_set(); }

    const Facts& facts_;
    const World& world_;
    engine::Entities entities_;
};

}  // namespace postvern::policy::proof::testing
