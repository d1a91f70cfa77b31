// What a term of the prover ranges over. Plain values, interned by Terms: two domains are the same
// if their addresses are. Immutable, so threads may share them.
#pragma once

#include <cstdint>
#include <string>

namespace postvern::policy::proof {

enum class DomainKind : std::uint8_t {
    boolean,
    integer,   // Long
    decimal,   // these three in their smallest unit, 64 bits as well
    datetime,  //
    duration,  //
    text,      // strings, by code: see Terms::code()
    entity,    // entities of one type, by code
    set,
};

struct Domain {
    DomainKind kind = DomainKind::boolean;
    std::string type = {};            // of entities, with its namespaces
    const Domain* element = nullptr;  // of sets; null of the literal []

    // Whether its values are numbers of 64 bits.
    bool is_number() const { return kind >= DomainKind::integer && kind <= DomainKind::duration; }
};

}  // namespace postvern::policy::proof
