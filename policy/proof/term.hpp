// Formulas about one request and what is known of its entities, free of quantifiers: booleans,
// whole numbers, uninterpreted functions and sets. Equal terms are one object (hash consing), so
// that equal questions are recognised by their address and asked once.
// A Terms is not thread-safe; the terms themselves are immutable and live as long as it does.
// INVARIANT: what the makers fold away is folded soundly: a term that is `truth` has that value in
// every world.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "policy/language/value.hpp"
#include "policy/proof/domain.hpp"

namespace postvern::policy::proof {

// What a function stands for. Nothing is known of a function but that equal arguments give equal
// results, and the axioms for its role.
enum class Role : std::uint8_t {
    value,     // a part of the request, an attribute, a tag
    presence,  // whether an optional attribute or a tag is there
    known,     // whether the store holds the entity
    ancestor,  // whether the second entity is above the first, not the same
    like,      // whether a text matches the pattern
    witness,   // an element that shows that a statement about sets holds
    unknown,   // what an expression beyond the prover comes to: anything
};

struct Function {
    Role role;
    std::string name;
    std::vector<const Domain*> parameters;
    const Domain* result;
};

enum class Op : std::uint8_t {
    constant,   // `number`: 0 or 1, the number, or the code of a text or an entity
    apply,      // `function` of the operands
    negation,   // these three: of booleans
    all_of,     //
    any_of,     //
    choice,     // if operand 0 then operand 1 else operand 2
    equal,      // not of sets
    at_most,    // operand 0 <= operand 1
    add,        // these four: of whole numbers without bounds
    subtract,   //
    multiply,   //
    divide,     // by the positive constant in operand 1, rounded down
    set,        // of the operands
    member,     // operand 1 is in the set operand 0, which is an `apply`
    subset,     // sets that are `apply` or (on the right) `set`
    overlap,    // sets that are `apply`: some element is in both
    below_one,  // the entity operand 0 is one of the set operand 1 (an `apply`) or below one
};

struct Term {
    Op op;
    std::uint32_t id = 0;  // in order of making: operands before what they are in
    const Domain* domain = nullptr;
    std::int64_t number = 0;
    const Function* function = nullptr;
    std::vector<const Term*> operands = {};

    bool is_constant() const { return op == Op::constant; }
    // Whether it is that constant truth value.
    bool is(bool value) const {
        return op == Op::constant && domain->kind == DomainKind::boolean &&
               number == (value ? 1 : 0);
    }
};

using TermPointer = const Term*;  // borrowed from Terms, never null

class Terms {
  public:
    Terms();

    // --- Domains and functions, interned by all that they are ---
    const Domain* boolean() const { return boolean_; }
    const Domain* domain(DomainKind kind) { return intern({kind, {}, nullptr}); }
    const Domain* entities(const std::string& type) {
        return intern({DomainKind::entity, type, nullptr});
    }
    const Domain* sets(const Domain* element) { return intern({DomainKind::set, {}, element}); }
    const Function* function(Role role, const std::string& name,
                             const std::vector<const Domain*>& parameters, const Domain* result);

    // --- Codes of texts and of entities' ids, from 0 in each domain in order of first use ---
    std::int64_t code(const Domain* domain, const std::string& name);
    // The name behind a code that was given out.
    const std::string& name(const Domain* domain, std::int64_t code) const;

    // --- Makers ---
    TermPointer truth(bool value) const { return value ? true_ : false_; }
    TermPointer number(const Domain* domain, std::int64_t value);
    TermPointer text(const std::string& value);
    TermPointer entity(const language::EntityUid& uid);
    TermPointer apply(const Function* function, std::vector<TermPointer> arguments);
    TermPointer negate(TermPointer operand);
    TermPointer all_of(std::vector<TermPointer> operands);
    TermPointer any_of(std::vector<TermPointer> operands);
    TermPointer choose(TermPointer condition, TermPointer consequent, TermPointer alternative);
    // Of any two terms: of different domains they are not equal; sets by what they hold.
    TermPointer equal(TermPointer left, TermPointer right);
    TermPointer at_most(TermPointer left, TermPointer right);
    TermPointer arithmetic(Op op, TermPointer left, TermPointer right);
    // The same number in another unit of measurement.
    TermPointer in_domain(const Domain* domain, TermPointer number);

    TermPointer set_of(std::vector<TermPointer> elements);
    TermPointer contains(TermPointer set, TermPointer element);
    TermPointer is_subset(TermPointer part, TermPointer whole);
    TermPointer overlaps(TermPointer left, TermPointer right);
    // `entity` is an element of the opaque `set` or below one. See Facts::is_in_one_of.
    TermPointer below_one(TermPointer entity, TermPointer set);

  private:
    struct Hash {
        std::size_t operator()(const Term* term) const noexcept;
    };
    struct Same {
        bool operator()(const Term* left, const Term* right) const noexcept;
    };

    const Domain* intern(const Domain& domain);
    TermPointer make(Term term);
    TermPointer junction(Op op, std::vector<TermPointer> operands);
    // Of a set that is a choice: the choice between what `ask` says of either.
    template <class Ask>
    TermPointer by_cases(TermPointer choice, const Ask& ask);

    std::deque<Term> terms_;
    std::unordered_set<const Term*, Hash, Same> known_;
    std::map<std::string, std::unique_ptr<const Domain>> domains_;
    std::map<std::string, std::unique_ptr<const Function>> functions_;
    struct Codes {
        std::map<std::string, std::int64_t> by_name;
        std::vector<std::string> names;
    };
    std::map<const Domain*, Codes> codes_;
    const Domain* boolean_ = nullptr;
    TermPointer true_ = nullptr;
    TermPointer false_ = nullptr;
};

}  // namespace postvern::policy::proof
