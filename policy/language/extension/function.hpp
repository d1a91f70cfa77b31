// The functions and methods that come with the extension types, as one table: from it follow what
// the parser takes for a call, how many arguments, and their types. Immutable, thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace postvern::policy::language::extension {

enum class Function : std::uint8_t {
    ip,  // constructors, written ip("...")
    decimal,
    datetime,
    duration,
    is_ipv4,  // methods of ipaddr, written value.isIpv4()
    is_ipv6,
    is_loopback,
    is_multicast,
    is_in_range,
    less_than,  // of decimal
    less_than_or_equal,
    greater_than,
    greater_than_or_equal,
    offset,  // of datetime
    duration_since,
    to_date,
    to_time,
    to_milliseconds,  // of duration
    to_seconds,
    to_minutes,
    to_hours,
    to_days,
};

inline constexpr std::size_t kFunctions = 22;

// The types that arguments and results have.
enum class Type : std::uint8_t { boolean, integer, string, ip, decimal, datetime, duration };

enum class CallStyle : std::uint8_t { function, method };

struct Signature {
    Function function;
    std::string_view name;  // as Cedar writes it
    CallStyle style;
    std::uint8_t arity;                  // the receiver of a method counts
    std::array<Type, 2> argument_types;  // the first `arity` of them mean something
    Type result;

    std::span<const Type> arguments() const { return {argument_types.data(), arity}; }
};

const Signature& signature(Function function);

// The function or method that Cedar calls `name`; nothing if there is none.
std::optional<Function> find_function(std::string_view name, CallStyle style);
// The same, whichever style it has: no name has two.
std::optional<Function> find_function(std::string_view name);

inline bool is_constructor(Function function) { return function <= Function::duration; }

}  // namespace postvern::policy::language::extension
