#include "policy/proof/solver.hpp"

#include <z3++.h>

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "policy/proof/unsupported.hpp"

namespace postvern::policy::proof {

class Solver::Z3 {
  public:
    Z3() : solver_(context_, z3::solver::simple()) {}

    Answer check(std::span<const TermPointer> assertions, std::chrono::milliseconds timeout) {
        model_.reset();
        try {
            const Level level(solver_);
            for (TermPointer assertion : assertions) solver_.add(translate(assertion));
            z3::params parameters(context_);
            parameters.set("timeout", in_milliseconds(timeout));
            solver_.set(parameters);
            const z3::check_result result = solver_.check();
            if (result == z3::unsat) return Answer::unsatisfiable;
            if (result == z3::unknown) return Answer::unknown;
            model_.emplace(solver_.get_model());
            return Answer::satisfiable;
        } catch (const z3::exception&) {
            return Answer::unknown;
        }
    }

    std::int64_t value(TermPointer term) {
        try {
            const z3::expr value = model_.value().eval(translate(term), true);
            if (value.is_bool()) return value.is_true() ? 1 : 0;
            std::int64_t number = 0;
            if (value.is_numeral_i64(number)) return number;
        } catch (const z3::exception& failure) {
            throw Unsupported(failure.msg());
        }
        throw Unsupported("a number of more than 64 bits");
    }

  private:
    // What is asserted while it lives is forgotten afterwards.
    class Level {
      public:
        explicit Level(z3::solver& solver) : solver_(solver) { solver_.push(); }
        ~Level() { solver_.pop(); }
        Level(const Level&) = delete;
        Level& operator=(const Level&) = delete;

      private:
        z3::solver& solver_;
    };

    static unsigned in_milliseconds(std::chrono::milliseconds timeout) {
        const auto most = std::chrono::milliseconds::rep{std::numeric_limits<int>::max()};
        return static_cast<unsigned>(std::clamp(timeout.count(), decltype(most){1}, most));
    }

    z3::sort sort_of(const Domain* domain) {
        return domain->kind == DomainKind::boolean ? context_.bool_sort() : context_.int_sort();
    }

    // Of a set, the function that tells its elements.
    z3::func_decl declare(const Function* function) {
        const auto found = functions_.find(function);
        if (found != functions_.end()) return found->second;
        z3::sort_vector parameters(context_);
        for (const Domain* each : function->parameters) parameters.push_back(sort_of(each));
        const bool is_set = function->result->kind == DomainKind::set;
        if (is_set) parameters.push_back(sort_of(function->result->element));
        const z3::sort result = is_set ? context_.bool_sort() : sort_of(function->result);
        const std::string name = "f" + std::to_string(functions_.size());
        return functions_.emplace(function, context_.function(name.c_str(), parameters, result))
            .first->second;
    }

    z3::expr translate(TermPointer term) {
        const auto found = known_.find(term);
        if (found != known_.end()) return found->second;
        z3::expr expression = make(term);
        known_.emplace(term, expression);
        return expression;
    }

    z3::expr_vector all(const std::vector<TermPointer>& operands) {
        z3::expr_vector expressions(context_);
        for (TermPointer operand : operands) expressions.push_back(translate(operand));
        return expressions;
    }

    z3::expr operand(TermPointer term, std::size_t index) {
        return translate(term->operands.at(index));
    }

    z3::expr make(TermPointer term) {
        switch (term->op) {
            case Op::constant:
                return term->domain->kind == DomainKind::boolean
                           ? context_.bool_val(term->number != 0)
                           : context_.int_val(term->number);
            case Op::apply:
                return declare(term->function)(all(term->operands));
            case Op::negation:
                return !operand(term, 0);
            case Op::all_of:
                return z3::mk_and(all(term->operands));
            case Op::any_of:
                return z3::mk_or(all(term->operands));
            case Op::choice:
                return z3::ite(operand(term, 0), operand(term, 1), operand(term, 2));
            case Op::equal:
                return operand(term, 0) == operand(term, 1);
            case Op::at_most:
                return operand(term, 0) <= operand(term, 1);
            case Op::add:
                return operand(term, 0) + operand(term, 1);
            case Op::subtract:
                return operand(term, 0) - operand(term, 1);
            case Op::multiply:
                return operand(term, 0) * operand(term, 1);
            case Op::divide:
                return operand(term, 0) / operand(term, 1);
            case Op::member: {
                const TermPointer set = term->operands[0];
                z3::expr_vector arguments = all(set->operands);
                arguments.push_back(operand(term, 1));
                return declare(set->function)(arguments);
            }
            default:
                // What statements about sets mean is said by the query.
                return context_.bool_const(("s" + std::to_string(term->id)).c_str());
        }
    }

    z3::context context_;
    z3::solver solver_;
    std::map<const Function*, z3::func_decl> functions_;
    std::unordered_map<TermPointer, z3::expr> known_;
    std::optional<z3::model> model_;
};

Solver::Solver() : z3_(std::make_unique<Z3>()) {}
Solver::~Solver() = default;

Answer Solver::check(std::span<const TermPointer> assertions, std::chrono::milliseconds timeout) {
    return z3_->check(assertions, timeout);
}

std::int64_t Solver::value(TermPointer term) { return z3_->value(term); }

}  // namespace postvern::policy::proof
