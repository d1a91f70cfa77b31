#include "policy/proof/operators.hpp"

#include <limits>
#include <set>
#include <utility>
#include <vector>

#include "policy/proof/unsupported.hpp"

namespace postvern::policy::proof {

using language::BinaryOperator;
using language::UnaryOperator;

TermPointer term_of(const Symbol& symbol) {
    if (symbol.beyond != nullptr) throw Unsupported(to_text(*symbol.beyond));
    return symbol.term;
}

bool is_of(const Symbol& symbol, DomainKind kind) {
    const TermPointer term = term_of(symbol);
    return term != nullptr && term->domain->kind == kind;
}

Meaning failure(Terms& terms) { return {terms.truth(true), {terms.truth(false)}}; }
Meaning success(Terms& terms, TermPointer value) { return {terms.truth(false), {value}}; }

Meaning in_range(Terms& terms, TermPointer number) {
    using Limits = std::numeric_limits<std::int64_t>;
    const TermPointer fits =
        terms.all_of({terms.at_most(terms.number(number->domain, Limits::min()), number),
                      terms.at_most(number, terms.number(number->domain, Limits::max()))});
    return {terms.negate(fits), {number}};
}

// --- Values as wholes ---------------------------------------------------------------------------

namespace {

Symbol record_of(Facts& facts, const language::Record& record) {
    RecordSymbol symbol;
    for (const language::Field& field : record.fields()) {
        symbol.members.emplace(
            field.name, MemberSymbol{facts.terms().truth(true), constant(facts, field.value)});
    }
    return {nullptr, std::make_shared<const RecordSymbol>(std::move(symbol))};
}

TermPointer set_of(Facts& facts, const language::Set& set) {
    std::vector<TermPointer> elements;
    for (const language::Value& element : set.elements()) {
        const TermPointer term = term_of(constant(facts, element));
        if (term == nullptr) throw Unsupported("a set of records");
        elements.push_back(term);
    }
    return facts.terms().set_of(std::move(elements));
}

// The names of both, each once.
std::set<std::string> names_of(const std::map<std::string, MemberSymbol>& left,
                               const std::map<std::string, MemberSymbol>& right) {
    std::set<std::string> names;
    for (const auto& each : left) names.insert(each.first);
    for (const auto& each : right) names.insert(each.first);
    return names;
}

TermPointer equal_records(Facts& facts, const RecordSymbol& left, const RecordSymbol& right) {
    Terms& terms = facts.terms();
    const auto of_left = facts.members(left);
    const auto of_right = facts.members(right);
    std::vector<TermPointer> all;
    for (const std::string& name : names_of(of_left, of_right)) {
        const auto one = of_left.find(name);
        const auto other = of_right.find(name);
        if (one == of_left.end() || other == of_right.end()) {
            const auto& only = one == of_left.end() ? other->second : one->second;
            all.push_back(terms.negate(only.present));
            continue;
        }
        all.push_back(terms.equal(one->second.present, other->second.present));
        all.push_back(terms.any_of({terms.negate(one->second.present),
                                    equal(facts, one->second.value, other->second.value)}));
    }
    return terms.all_of(std::move(all));
}

Symbol choose_record(Facts& facts, TermPointer condition, const RecordSymbol& consequent,
                     const RecordSymbol& alternative) {
    Terms& terms = facts.terms();
    const auto yes = facts.members(consequent);
    const auto no = facts.members(alternative);
    RecordSymbol chosen;
    for (const std::string& name : names_of(yes, no)) {
        const auto one = yes.find(name);
        const auto other = no.find(name);
        const TermPointer absent = terms.truth(false);
        MemberSymbol member;
        member.present = terms.choose(condition, one == yes.end() ? absent : one->second.present,
                                      other == no.end() ? absent : other->second.present);
        if (one == yes.end()) {
            member.value = other->second.value;
        } else if (other == no.end()) {
            member.value = one->second.value;
        } else {
            member.value = choose(facts, condition, one->second.value, other->second.value);
        }
        chosen.members.emplace(name, std::move(member));
    }
    return {nullptr, std::make_shared<const RecordSymbol>(std::move(chosen))};
}

}  // namespace

Symbol constant(Facts& facts, const language::Value& value) {
    Terms& terms = facts.terms();
    const auto number = [&](DomainKind kind, std::int64_t content) {
        return Symbol{terms.number(terms.domain(kind), content)};
    };
    if (const auto* truth = value.as_bool()) return {terms.truth(*truth)};
    if (const auto* content = value.as_long()) return number(DomainKind::integer, *content);
    if (const auto* text = value.as_string()) return {terms.text(*text)};
    if (const auto* uid = value.as_entity()) return {terms.entity(*uid)};
    if (const auto* instant = value.as_datetime()) {
        return number(DomainKind::datetime, instant->milliseconds);
    }
    if (const auto* time = value.as_duration()) {
        return number(DomainKind::duration, time->milliseconds);
    }
    if (const auto* decimal = value.as_decimal()) {
        return number(DomainKind::decimal, decimal->ten_thousandths);
    }
    if (const auto* record = value.as_record()) return record_of(facts, *record);
    if (const auto* set = value.as_set()) return {set_of(facts, *set)};
    throw Unsupported("ipaddr");
}

TermPointer equal(Facts& facts, const Symbol& left, const Symbol& right) {
    if (left.record && right.record) return equal_records(facts, *left.record, *right.record);
    const TermPointer one = term_of(left);
    const TermPointer other = term_of(right);
    if (one == nullptr || other == nullptr) return facts.terms().truth(false);
    return facts.terms().equal(one, other);
}

Symbol choose(Facts& facts, TermPointer condition, const Symbol& consequent,
              const Symbol& alternative) {
    if (condition->is_constant()) return condition->number != 0 ? consequent : alternative;
    if (consequent.record && alternative.record) {
        return choose_record(facts, condition, *consequent.record, *alternative.record);
    }
    const TermPointer one = term_of(consequent);
    const TermPointer other = term_of(alternative);
    if (one == nullptr || other == nullptr) {
        throw Unsupported("an `if` with branches of different types");
    }
    return {facts.terms().choose(condition, one, other)};
}

// --- Operators ----------------------------------------------------------------------------------

namespace {

Meaning compare(Terms& terms, BinaryOperator operation, TermPointer left, TermPointer right) {
    switch (operation) {
        case BinaryOperator::less:
            return success(terms, terms.negate(terms.at_most(right, left)));
        case BinaryOperator::less_or_equal:
            return success(terms, terms.at_most(left, right));
        case BinaryOperator::greater:
            return success(terms, terms.negate(terms.at_most(left, right)));
        default:
            return success(terms, terms.at_most(right, left));
    }
}

Meaning calculate(Terms& terms, BinaryOperator operation, TermPointer left, TermPointer right) {
    const Op op = operation == BinaryOperator::add        ? Op::add
                  : operation == BinaryOperator::subtract ? Op::subtract
                                                          : Op::multiply;
    return in_range(terms, terms.arithmetic(op, left, right));
}

Meaning apply_to_numbers(Terms& terms, BinaryOperator operation, const Symbol& left,
                         const Symbol& right) {
    const TermPointer one = term_of(left);
    const TermPointer other = term_of(right);
    if (one == nullptr || other == nullptr || one->domain != other->domain) return failure(terms);
    const DomainKind kind = one->domain->kind;
    if (operation <= BinaryOperator::greater_or_equal) {
        const bool ordered = kind == DomainKind::integer || kind == DomainKind::datetime ||
                             kind == DomainKind::duration;
        return ordered ? compare(terms, operation, one, other) : failure(terms);
    }
    return kind == DomainKind::integer ? calculate(terms, operation, one, other) : failure(terms);
}

Meaning is_in(Facts& facts, const Symbol& left, const Symbol& right) {
    Terms& terms = facts.terms();
    if (!is_of(left, DomainKind::entity)) return failure(terms);
    if (is_of(right, DomainKind::entity)) {
        return success(terms, facts.is_in(left.term, right.term));
    }
    if (!is_of(right, DomainKind::set)) return failure(terms);
    const Domain* const element = right.term->domain->element;
    if (element != nullptr && element->kind != DomainKind::entity) {
        throw Unsupported("`in` a set that is not one of entities");
    }
    return success(terms, facts.is_in_one_of(left.term, right.term));
}

Meaning apply_to_sets(Facts& facts, BinaryOperator operation, const Symbol& left,
                      const Symbol& right) {
    Terms& terms = facts.terms();
    if (!is_of(left, DomainKind::set)) return failure(terms);
    if (operation == BinaryOperator::contains) {
        const TermPointer element = term_of(right);
        if (element == nullptr) return success(terms, terms.truth(false));
        return success(terms, terms.contains(left.term, element));
    }
    if (!is_of(right, DomainKind::set)) return failure(terms);
    return success(terms, operation == BinaryOperator::contains_all
                              ? terms.is_subset(right.term, left.term)
                              : terms.overlaps(left.term, right.term));
}

Meaning ask_tag(Facts& facts, BinaryOperator operation, const Symbol& left, const Symbol& right) {
    Terms& terms = facts.terms();
    if (!is_of(left, DomainKind::entity) || !is_of(right, DomainKind::text)) return failure(terms);
    const auto tag = facts.tag(left.term, right.term);
    const TermPointer there =
        tag ? terms.all_of({facts.known(left.term), tag->present}) : terms.truth(false);
    if (operation == BinaryOperator::has_tag) return success(terms, there);
    if (!tag) return failure(terms);
    return {terms.negate(there), tag->value};
}

}  // namespace

Meaning apply(Facts& facts, UnaryOperator operation, const Symbol& operand) {
    Terms& terms = facts.terms();
    switch (operation) {
        case UnaryOperator::logical_not:
            if (!is_of(operand, DomainKind::boolean)) return failure(terms);
            return success(terms, terms.negate(operand.term));
        case UnaryOperator::negate:
            if (!is_of(operand, DomainKind::integer)) return failure(terms);
            return in_range(terms,
                            terms.arithmetic(Op::subtract, terms.number(operand.term->domain, 0),
                                             operand.term));
        case UnaryOperator::is_empty:
            break;
    }
    if (!is_of(operand, DomainKind::set)) return failure(terms);
    return success(terms, terms.is_subset(operand.term, terms.set_of({})));
}

Meaning apply(Facts& facts, BinaryOperator operation, const Symbol& left, const Symbol& right) {
    Terms& terms = facts.terms();
    switch (operation) {
        case BinaryOperator::equal:
            return success(terms, equal(facts, left, right));
        case BinaryOperator::not_equal:
            return success(terms, terms.negate(equal(facts, left, right)));
        case BinaryOperator::in:
            return is_in(facts, left, right);
        case BinaryOperator::contains:
        case BinaryOperator::contains_all:
        case BinaryOperator::contains_any:
            return apply_to_sets(facts, operation, left, right);
        case BinaryOperator::has_tag:
        case BinaryOperator::get_tag:
            return ask_tag(facts, operation, left, right);
        default:
            return apply_to_numbers(terms, operation, left, right);
    }
}

}  // namespace postvern::policy::proof
