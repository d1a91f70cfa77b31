#include "policy/proof/query.hpp"

#include <map>
#include <set>
#include <unordered_set>
#include <utility>

namespace postvern::policy::proof {

namespace {

struct ById {
    bool operator()(TermPointer left, TermPointer right) const { return left->id < right->id; }
};
using TermSet = std::set<TermPointer, ById>;

class Collector {
  public:
    explicit Collector(Facts& facts) : facts_(facts), terms_(facts.terms()) {}

    Query collect(TermPointer goal) {
        assert_that(goal);
        speak_of_all_elements();
        order_the_hierarchy();
        match_known_texts();
        return std::move(query_);
    }

  private:
    void assert_that(TermPointer term) {
        if (term->is(true) && !query_.assertions.empty()) return;
        query_.assertions.push_back(term);
        std::vector<TermPointer> waiting{term};
        while (!waiting.empty()) {
            const TermPointer next = waiting.back();
            waiting.pop_back();
            if (!seen_.insert(next).second) continue;
            query_.terms.push_back(next);
            waiting.insert(waiting.end(), next->operands.begin(), next->operands.end());
            meet(next);
        }
    }

    void meet(TermPointer term) {
        for (TermPointer axiom : facts_.axioms_of(term)) assert_that(axiom);
        switch (term->op) {
            case Op::constant:
                if (term->domain->kind == DomainKind::text) texts_.insert(term);
                break;
            case Op::apply:
                if (term->function->role == Role::like) likes_.insert(term->function);
                if (term->function->role == Role::ancestor) {
                    placed_.insert(term->operands.begin(), term->operands.end());
                }
                break;
            case Op::member:
                elements_[term->operands[1]->domain].insert(term->operands[1]);
                break;
            case Op::subset:
            case Op::overlap:
            case Op::below_one:
                statements_.push_back(term);
                assert_that(witnessed(term));
                break;
            default:
                break;
        }
    }

    // The set whose elements a statement is about: of below_one the one on the right.
    static TermPointer set_of(TermPointer statement) {
        return statement->operands[statement->op == Op::below_one ? 1 : 0];
    }

    // Statements about sets say of each element of a set ...
    TermPointer said_of(TermPointer statement, TermPointer element) {
        const TermPointer other = statement->operands[1];
        switch (statement->op) {
            case Op::subset:  // ... that the other holds it,
                return terms_.contains(other, element);
            case Op::overlap:  // that the other does not hold it,
                return terms_.negate(terms_.contains(other, element));
            default:  // that the entity is not in it.
                return terms_.negate(facts_.is_in(statement->operands[0], element));
        }
    }

    // Whether the statement, as a term, says it or denies it.
    TermPointer as_universal(TermPointer statement) {
        return statement->op == Op::subset ? statement : terms_.negate(statement);
    }

    // If it is not so of all elements, there is one of which it is not.
    TermPointer witnessed(TermPointer statement) {
        const TermPointer set = set_of(statement);
        const Function* const function =
            terms_.function(Role::witness, std::to_string(statement->id), {}, set->domain->element);
        const TermPointer witness = terms_.apply(function, {});
        return terms_.any_of(
            {as_universal(statement), terms_.all_of({terms_.contains(set, witness),
                                                     terms_.negate(said_of(statement, witness))})});
    }

    // If it is so of all elements, it is so of each that is spoken of. No others need be there: a
    // set without them is a model as well.
    void speak_of_all_elements() {
        const auto statements = statements_;
        for (TermPointer statement : statements) {
            const TermPointer set = set_of(statement);
            const TermSet elements = elements_[set->domain->element];
            for (TermPointer element : elements) {
                assert_that(terms_.any_of({terms_.negate(as_universal(statement)),
                                           terms_.negate(terms_.contains(set, element)),
                                           said_of(statement, element)}));
            }
        }
    }

    // "Above" is transitive. That nothing is above itself follows for cycles of any length.
    void order_the_hierarchy() {
        const TermSet placed = placed_;
        for (TermPointer low : placed) {
            for (TermPointer middle : placed) {
                const TermPointer first = facts_.is_above(low, middle);
                if (first->is(false)) continue;
                for (TermPointer high : placed) {
                    const TermPointer second = facts_.is_above(middle, high);
                    if (second->is(false)) continue;
                    assert_that(terms_.any_of(
                        {terms_.negate(first), terms_.negate(second), facts_.is_above(low, high)}));
                }
            }
        }
    }

    void match_known_texts() {
        const TermSet texts = texts_;
        for (const Function* like : likes_) {
            for (TermPointer text : texts) {
                const bool matches =
                    facts_.pattern_of(*like).matches(terms_.name(text->domain, text->number));
                assert_that(terms_.equal(terms_.apply(like, {text}), terms_.truth(matches)));
            }
        }
    }

    Facts& facts_;
    Terms& terms_;
    Query query_;
    std::unordered_set<TermPointer> seen_;
    std::map<const Domain*, TermSet> elements_;
    std::vector<TermPointer> statements_;
    TermSet placed_;
    TermSet texts_;
    std::set<const Function*> likes_;
};

}  // namespace

Query make_query(Facts& facts, TermPointer goal) { return Collector(facts).collect(goal); }

std::vector<TermPointer> terms_in(TermPointer goal) {
    TermSet found;
    std::vector<TermPointer> waiting{goal};
    while (!waiting.empty()) {
        const TermPointer next = waiting.back();
        waiting.pop_back();
        if (!found.insert(next).second) continue;
        waiting.insert(waiting.end(), next->operands.begin(), next->operands.end());
    }
    return {found.begin(), found.end()};
}

}  // namespace postvern::policy::proof
