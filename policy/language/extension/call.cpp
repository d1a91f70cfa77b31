#include "policy/language/extension/call.hpp"

#include <array>
#include <optional>

namespace postvern::policy::language::extension {

namespace {

constexpr std::int64_t kSecond = 1'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

bool has_type(const Value& value, Type type) {
    switch (type) {
        case Type::boolean:
            return value.as_bool() != nullptr;
        case Type::integer:
            return value.as_long() != nullptr;
        case Type::string:
            return value.as_string() != nullptr;
        case Type::ip:
            return value.as_ip() != nullptr;
        case Type::decimal:
            return value.as_decimal() != nullptr;
        case Type::datetime:
            return value.as_datetime() != nullptr;
        case Type::duration:
            break;
    }
    return value.as_duration() != nullptr;
}

CallFailure refused(Function function) {
    return {CallProblem::no_such_value,
            "the text given to '" + std::string(signature(function).name) + "' is no such value"};
}

CallFailure wrong_number(const Signature& called, std::size_t found) {
    return {CallProblem::wrong_type,
            "'" + std::string(called.name) + "' needs " + std::to_string(called.arity) +
                " arguments, the receiver among them, found " + std::to_string(found)};
}

CallFailure wrong_type(const Signature& called, Type expected, const Value& found) {
    return {CallProblem::wrong_type, "'" + std::string(called.name) + "' needs a value of type " +
                                         std::string(name_of(expected)) + ", found " +
                                         std::string(found.type_name())};
}

CallFailure beyond(Function function) {
    return {CallProblem::overflow,
            "'" + std::string(signature(function).name) + "' left the range of its result"};
}

template <class Parsed>
CallResult made(const std::optional<Parsed>& value, const CallFailure& otherwise) {
    if (!value) return otherwise;
    return Value(*value);
}

CallResult construct(Function function, const std::string& text) {
    const CallFailure otherwise = refused(function);
    switch (function) {
        case Function::ip:
            return made(parse_ip(text), otherwise);
        case Function::decimal:
            return made(parse_decimal(text), otherwise);
        case Function::datetime:
            return made(parse_datetime(text), otherwise);
        default:
            return made(parse_duration(text), otherwise);
    }
}

CallResult call_of_ip(Function function, std::span<const Value* const> arguments) {
    const IpAddress& receiver = *arguments[0]->as_ip();
    switch (function) {
        case Function::is_ipv4:
            return Value(receiver.family == IpFamily::ipv4);
        case Function::is_ipv6:
            return Value(receiver.family == IpFamily::ipv6);
        case Function::is_loopback:
            return Value(is_loopback(receiver));
        case Function::is_multicast:
            return Value(is_multicast(receiver));
        default:
            return Value(is_in_range(receiver, *arguments[1]->as_ip()));
    }
}

CallResult call_of_decimal(Function function, std::span<const Value* const> arguments) {
    const Decimal left = *arguments[0]->as_decimal();
    const Decimal right = *arguments[1]->as_decimal();
    switch (function) {
        case Function::less_than:
            return Value(left < right);
        case Function::less_than_or_equal:
            return Value(left <= right);
        case Function::greater_than:
            return Value(left > right);
        default:
            return Value(left >= right);
    }
}

CallResult call_of_datetime(Function function, std::span<const Value* const> arguments) {
    const Datetime receiver = *arguments[0]->as_datetime();
    const CallFailure otherwise = beyond(function);
    switch (function) {
        case Function::offset:
            return made(offset(receiver, *arguments[1]->as_duration()), otherwise);
        case Function::duration_since:
            return made(duration_since(receiver, *arguments[1]->as_datetime()), otherwise);
        case Function::to_date:
            return made(to_date(receiver), otherwise);
        default:
            return Value(to_time(receiver));
    }
}

// Towards zero.
CallResult call_of_duration(Function function, Duration receiver) {
    switch (function) {
        case Function::to_milliseconds:
            return Value(receiver.milliseconds);
        case Function::to_seconds:
            return Value(receiver.milliseconds / kSecond);
        case Function::to_minutes:
            return Value(receiver.milliseconds / kMinute);
        case Function::to_hours:
            return Value(receiver.milliseconds / kHour);
        default:
            return Value(receiver.milliseconds / kDay);
    }
}

}  // namespace

std::string_view name_of(Type type) {
    constexpr std::array<std::string_view, 7> kNames = {"bool",    "long",     "string",  "ipaddr",
                                                        "decimal", "datetime", "duration"};
    return kNames[static_cast<std::size_t>(type)];
}

CallResult call(Function function, std::span<const Value* const> arguments) {
    const Signature& called = signature(function);
    if (arguments.size() != called.arity) return wrong_number(called, arguments.size());
    for (std::size_t index = 0; index < called.arity; ++index) {
        const Type expected = called.arguments()[index];
        if (!has_type(*arguments[index], expected)) {
            return wrong_type(called, expected, *arguments[index]);
        }
    }
    switch (called.arguments().front()) {
        case Type::ip:
            return call_of_ip(function, arguments);
        case Type::decimal:
            return call_of_decimal(function, arguments);
        case Type::datetime:
            return call_of_datetime(function, arguments);
        case Type::duration:
            return call_of_duration(function, *arguments[0]->as_duration());
        default:
            return construct(function, *arguments[0]->as_string());
    }
}

}  // namespace postvern::policy::language::extension
