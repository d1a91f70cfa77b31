#include <variant>

#include "policy/language/extension/call.hpp"
#include "policy/proof/operators.hpp"
#include "policy/proof/unsupported.hpp"

namespace postvern::policy::proof {

using Call = language::extension::Function;

namespace {

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

DomainKind kind_of(language::extension::Type type) {
    switch (type) {
        case language::extension::Type::decimal:
            return DomainKind::decimal;
        case language::extension::Type::datetime:
            return DomainKind::datetime;
        case language::extension::Type::duration:
            return DomainKind::duration;
        case language::extension::Type::string:
            return DomainKind::text;
        default:
            throw Unsupported("ipaddr");
    }
}

// A constructor computes while the rules are read: its text is a literal.
Meaning construct(Facts& facts, Call function, TermPointer text) {
    Terms& terms = facts.terms();
    if (!text->is_constant()) throw Unsupported("a constructor whose argument is no literal");
    const language::Value argument(terms.name(text->domain, text->number));
    const language::Value* const arguments[] = {&argument};
    const auto result = language::extension::call(function, arguments);
    if (const auto* value = std::get_if<language::Value>(&result)) {
        return {terms.truth(false), constant(facts, *value)};
    }
    return failure(terms);
}

// How often `unit` goes into the number, rounded towards zero.
TermPointer quotient(Terms& terms, TermPointer number, std::int64_t unit) {
    const TermPointer zero = terms.number(number->domain, 0);
    const TermPointer divisor = terms.number(number->domain, unit);
    const TermPointer opposite = terms.arithmetic(Op::subtract, zero, number);
    return terms.choose(
        terms.at_most(zero, number), terms.arithmetic(Op::divide, number, divisor),
        terms.arithmetic(Op::subtract, zero, terms.arithmetic(Op::divide, opposite, divisor)));
}

Meaning whole_units(Terms& terms, TermPointer duration, std::int64_t unit) {
    const TermPointer count = unit == 1 ? duration : quotient(terms, duration, unit);
    return success(terms, terms.in_domain(terms.domain(DomainKind::integer), count));
}

// Midnight (UTC) at or before the instant; in Terms::arithmetic, divide rounds down.
TermPointer midnight(Terms& terms, TermPointer instant) {
    const TermPointer day = terms.number(instant->domain, kDay);
    return terms.arithmetic(Op::multiply, terms.arithmetic(Op::divide, instant, day), day);
}

Meaning call_method(Terms& terms, Call function, TermPointer self, TermPointer other) {
    const Domain* const durations = terms.domain(DomainKind::duration);
    switch (function) {
        case Call::less_than:
            return success(terms, terms.negate(terms.at_most(other, self)));
        case Call::less_than_or_equal:
            return success(terms, terms.at_most(self, other));
        case Call::greater_than:
            return success(terms, terms.negate(terms.at_most(self, other)));
        case Call::greater_than_or_equal:
            return success(terms, terms.at_most(other, self));
        case Call::offset:
            return in_range(terms,
                            terms.arithmetic(Op::add, self, terms.in_domain(self->domain, other)));
        case Call::duration_since:
            return in_range(
                terms, terms.in_domain(durations, terms.arithmetic(Op::subtract, self, other)));
        case Call::to_date:
            return in_range(terms, midnight(terms, self));
        case Call::to_time:
            return success(
                terms, terms.in_domain(
                           durations, terms.arithmetic(Op::subtract, self, midnight(terms, self))));
        case Call::to_milliseconds:
            return whole_units(terms, self, 1);
        case Call::to_seconds:
            return whole_units(terms, self, kSecond);
        case Call::to_minutes:
            return whole_units(terms, self, kMinute);
        case Call::to_hours:
            return whole_units(terms, self, kHour);
        case Call::to_days:
            return whole_units(terms, self, kDay);
        default:
            throw Unsupported("ipaddr");
    }
}

}  // namespace

Meaning call(Facts& facts, Call function, std::span<const Symbol> arguments) {
    const auto& signature = language::extension::signature(function);
    if (arguments.size() != signature.arity) return failure(facts.terms());
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (!is_of(arguments[i], kind_of(signature.arguments()[i]))) return failure(facts.terms());
    }
    if (language::extension::is_constructor(function)) {
        return construct(facts, function, arguments[0].term);
    }
    return call_method(facts.terms(), function, arguments[0].term,
                       arguments.size() > 1 ? arguments[1].term : nullptr);
}

}  // namespace postvern::policy::proof
