#include "policy/language/extension/function.hpp"

#include <algorithm>
#include <cstddef>

namespace postvern::policy::language::extension {

namespace {

constexpr Signature constructor(Function function, std::string_view name, Type result) {
    return {function, name, CallStyle::function, 1, {Type::string, Type::string}, result};
}

constexpr Signature method(Function function, std::string_view name, Type receiver, Type result) {
    return {function, name, CallStyle::method, 1, {receiver, receiver}, result};
}

constexpr Signature method(Function function, std::string_view name, Type receiver, Type argument,
                           Type result) {
    return {function, name, CallStyle::method, 2, {receiver, argument}, result};
}

// In the order of the enumeration.
constexpr std::array<Signature, kFunctions> kSignatures = {{
    constructor(Function::ip, "ip", Type::ip),
    constructor(Function::decimal, "decimal", Type::decimal),
    constructor(Function::datetime, "datetime", Type::datetime),
    constructor(Function::duration, "duration", Type::duration),
    method(Function::is_ipv4, "isIpv4", Type::ip, Type::boolean),
    method(Function::is_ipv6, "isIpv6", Type::ip, Type::boolean),
    method(Function::is_loopback, "isLoopback", Type::ip, Type::boolean),
    method(Function::is_multicast, "isMulticast", Type::ip, Type::boolean),
    method(Function::is_in_range, "isInRange", Type::ip, Type::ip, Type::boolean),
    method(Function::less_than, "lessThan", Type::decimal, Type::decimal, Type::boolean),
    method(Function::less_than_or_equal, "lessThanOrEqual", Type::decimal, Type::decimal,
           Type::boolean),
    method(Function::greater_than, "greaterThan", Type::decimal, Type::decimal, Type::boolean),
    method(Function::greater_than_or_equal, "greaterThanOrEqual", Type::decimal, Type::decimal,
           Type::boolean),
    method(Function::offset, "offset", Type::datetime, Type::duration, Type::datetime),
    method(Function::duration_since, "durationSince", Type::datetime, Type::datetime,
           Type::duration),
    method(Function::to_date, "toDate", Type::datetime, Type::datetime),
    method(Function::to_time, "toTime", Type::datetime, Type::duration),
    method(Function::to_milliseconds, "toMilliseconds", Type::duration, Type::integer),
    method(Function::to_seconds, "toSeconds", Type::duration, Type::integer),
    method(Function::to_minutes, "toMinutes", Type::duration, Type::integer),
    method(Function::to_hours, "toHours", Type::duration, Type::integer),
    method(Function::to_days, "toDays", Type::duration, Type::integer),
}};

constexpr bool in_order() {
    for (std::size_t index = 0; index < kSignatures.size(); ++index) {
        if (static_cast<std::size_t>(kSignatures[index].function) != index) return false;
    }
    return true;
}
static_assert(in_order());

}  // namespace

const Signature& signature(Function function) {
    return kSignatures[static_cast<std::size_t>(function)];
}

std::optional<Function> find_function(std::string_view name) {
    const auto* const found =
        std::find_if(kSignatures.begin(), kSignatures.end(),
                     [&](const Signature& candidate) { return candidate.name == name; });
    if (found == kSignatures.end()) return std::nullopt;
    return found->function;
}

std::optional<Function> find_function(std::string_view name, CallStyle style) {
    const auto found = find_function(name);
    return found && signature(*found).style == style ? found : std::nullopt;
}

}  // namespace postvern::policy::language::extension
