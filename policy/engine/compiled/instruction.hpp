// The code that policies become: instructions of 16 octets over one file of registers. The code of
// a policy runs from its entry to `accept` or `reject`, or ends at the first error.
#pragma once

#include <cstdint>

namespace postvern::policy::engine::compiled {

// Registers, in this order: principal, action, resource, context; the constants; the results that
// are kept for the whole decision; intermediate results.
using Register = std::uint32_t;
inline constexpr Register kRoots = 4;

enum class Operation : std::uint8_t {
    accept,  // the policy's conditions hold
    reject,  // one does not
    fail,    // one cannot be evaluated, for the ErrorKind `detail`

    jump,       // to a
    set_true,   // a := true
    set_false,  // a := false
    move,       // a := b
    recall,     // to b, if register a was computed already
    keep,       // register a is computed

    attribute,       // a := b.c
    root_attribute,  // a := (root register b).c
    add,             // a := b + c
    subtract,        //
    multiply,        //
    negate,          // a := -b
    get_tag,         // a := b.getTag(c)
    make_set,        // a := the registers listed at b, c of them
    make_record,     // a := the registers listed at b, under the names of layout c
    call,            // a := function `detail` of b, or of b and c

    // Tests: to a, if what they ask is `detail` (0: false, 1: true); otherwise on.
    test_true,           // b
    test_root_true,      // (root register b).c
    test_equal,          // b == c
    test_root_equal,     // (root register b).(attribute `extra`) == c
    test_less,           // b < c
    test_less_or_equal,  // b <= c
    test_in,             // b in c
    test_selected,       // b in the entity constant of selector c
    test_has,            // b has c
    test_has_path,       // b has the path listed at c, `extra` names long
    test_has_tag,        // b.hasTag(c)
    test_like,           // b like pattern c
    test_type,           // b is c
    test_contains,       // b.contains(c)
    test_contains_all,   //
    test_contains_any,   //
    test_empty,          // b.isEmpty()
};

struct Instruction {
    Operation operation = Operation::reject;
    std::uint8_t detail = 0;
    std::uint16_t extra = 0;
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    std::uint32_t c = 0;
};

}  // namespace postvern::policy::engine::compiled
