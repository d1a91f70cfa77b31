// The operations of Machine that policies ask less often: arithmetic, sets, records, extensions.
#include <optional>

#include "policy/engine/compiled/machine.hpp"
#include "policy/language/extension/datetime.hpp"
#include "policy/language/extension/decimal.hpp"
#include "policy/language/extension/duration.hpp"
#include "policy/language/extension/function.hpp"

namespace postvern::policy::engine::compiled {

namespace extension = language::extension;

using extension::Function;

Machine::Truth Machine::test(const Instruction& now) {
    const Cell left = registers_[now.b];
    switch (now.operation) {
        case Operation::test_in:
            return is_in(left, registers_[now.c]);
        case Operation::test_selected:
            if (left.tag != Tag::entity) return fail(ErrorKind::type);
            return truth(selected(id_of(left), entity_in(now.b), now.c));
        case Operation::test_has_path:
            return has_path(left, program_->paths[now.c]);
        case Operation::test_has_tag:
            return has_tag(left, registers_[now.c]);
        case Operation::test_like:
            if (left.tag != Tag::string) return fail(ErrorKind::type);
            return truth(program_->patterns[now.c].matches(text(id_of(left))));
        default:
            return test_sets(now);
    }
}

Machine::Truth Machine::test_sets(const Instruction& now) {
    const Cell left = registers_[now.b];
    if (left.tag != Tag::set) return fail(ErrorKind::type);
    if (now.operation == Operation::test_empty) return truth(cells_of(left)->bits == 0);
    const Cell right = registers_[now.c];
    if (now.operation == Operation::test_contains) return truth(contains(cells_of(left), right));
    if (right.tag != Tag::set) return fail(ErrorKind::type);
    return truth(now.operation == Operation::test_contains_all
                     ? contains_all(cells_of(left), cells_of(right))
                     : contains_any(cells_of(left), cells_of(right)));
}

bool Machine::compute(const Instruction& now) {
    switch (now.operation) {
        case Operation::set_true:
            registers_[now.a] = boolean_cell(true);
            return true;
        case Operation::set_false:
            registers_[now.a] = boolean_cell(false);
            return true;
        case Operation::move:
            registers_[now.a] = registers_[now.b];
            return true;
        case Operation::attribute:
            return get_attribute(registers_[now.b], now.c, registers_[now.a]);
        case Operation::get_tag:
            return get_tag(now);
        case Operation::make_set:
            make_set(now);
            return true;
        case Operation::make_record:
            make_record(now);
            return true;
        case Operation::call:
            return call(now);
        default:
            return calculate(now);
    }
}

bool Machine::calculate(const Instruction& now) {
    const Cell left = registers_[now.b];
    if (left.tag != Tag::integer) return refuse(ErrorKind::type);
    std::int64_t result = 0;
    bool overflowed = false;
    if (now.operation == Operation::negate) {
        overflowed = __builtin_sub_overflow(std::int64_t{0}, number_of(left), &result);
    } else {
        const Cell right = registers_[now.c];
        if (right.tag != Tag::integer) return refuse(ErrorKind::type);
        if (now.operation == Operation::add) {
            overflowed = __builtin_add_overflow(number_of(left), number_of(right), &result);
        } else if (now.operation == Operation::subtract) {
            overflowed = __builtin_sub_overflow(number_of(left), number_of(right), &result);
        } else {
            overflowed = __builtin_mul_overflow(number_of(left), number_of(right), &result);
        }
    }
    if (overflowed) return refuse(ErrorKind::overflow);
    registers_[now.a] = number_cell(result);
    return true;
}

void Machine::make_set(const Instruction& now) {
    const Register* const list = program_->operand_lists.data() + now.b;
    Cell* const head = arena_.take(std::size_t{now.c} + 1);
    for (std::size_t index = 0; index < now.c; ++index) head[index + 1] = registers_[list[index]];
    compiled::make_set(head, now.c);
    registers_[now.a] = pointer_cell(static_cast<const Cell*>(head), Tag::set);
}

void Machine::make_record(const Instruction& now) {
    const RecordLayout& layout = program_->layouts[now.c];
    const Register* const list = program_->operand_lists.data() + now.b;
    Cell* const head = arena_.take(layout.places.size() + 1);
    *head = pointer_cell(layout.shape, Tag::absent);
    for (std::size_t index = 0; index < layout.places.size(); ++index) {
        head[layout.places[index]] = registers_[list[index]];
    }
    registers_[now.a] = pointer_cell(static_cast<const Cell*>(head), Tag::record);
}

// --- Extensions ---------------------------------------------------------------------------------

namespace {

Tag tag_of(extension::Type type) {
    constexpr std::array kTags = {Tag::boolean, Tag::integer,  Tag::string,  Tag::ip,
                                  Tag::decimal, Tag::datetime, Tag::duration};
    return kTags[static_cast<std::size_t>(type)];
}

std::optional<Cell> numbered(std::optional<std::int64_t> value, Tag tag) {
    if (!value) return std::nullopt;
    return number_cell(*value, tag);
}

std::optional<Cell> construct(Function function, std::string_view text, CellArena& arena) {
    if (function == Function::ip) {
        const auto ip = extension::parse_ip(text);
        if (!ip) return std::nullopt;
        return pointer_cell(arena.keep(*ip), Tag::ip);
    }
    if (function == Function::decimal) {
        const auto decimal = extension::parse_decimal(text);
        if (!decimal) return std::nullopt;
        return number_cell(decimal->ten_thousandths, Tag::decimal);
    }
    if (function == Function::datetime) {
        const auto instant = extension::parse_datetime(text);
        if (!instant) return std::nullopt;
        return number_cell(instant->milliseconds, Tag::datetime);
    }
    const auto duration = extension::parse_duration(text);
    if (!duration) return std::nullopt;
    return number_cell(duration->milliseconds, Tag::duration);
}

bool ask_ip(Function function, Cell left, Cell right) {
    const auto& receiver = *object_of<extension::IpAddress>(left);
    switch (function) {
        case Function::is_ipv4:
            return receiver.family == extension::IpFamily::ipv4;
        case Function::is_ipv6:
            return receiver.family == extension::IpFamily::ipv6;
        case Function::is_loopback:
            return extension::is_loopback(receiver);
        case Function::is_multicast:
            return extension::is_multicast(receiver);
        default:
            return extension::is_in_range(receiver, *object_of<extension::IpAddress>(right));
    }
}

bool ask_decimal(Function function, std::int64_t left, std::int64_t right) {
    switch (function) {
        case Function::less_than:
            return left < right;
        case Function::less_than_or_equal:
            return left <= right;
        case Function::greater_than:
            return left > right;
        default:
            return left >= right;
    }
}

// Nothing where the result leaves its range.
std::optional<Cell> call_datetime(Function function, std::int64_t left, std::int64_t right) {
    const extension::Datetime receiver{left};
    switch (function) {
        case Function::offset: {
            const auto moved = extension::offset(receiver, {right});
            return moved ? numbered(moved->milliseconds, Tag::datetime) : std::nullopt;
        }
        case Function::duration_since: {
            const auto passed = extension::duration_since(receiver, {right});
            return passed ? numbered(passed->milliseconds, Tag::duration) : std::nullopt;
        }
        case Function::to_date: {
            const auto date = extension::to_date(receiver);
            return date ? numbered(date->milliseconds, Tag::datetime) : std::nullopt;
        }
        default:
            return number_cell(extension::to_time(receiver).milliseconds, Tag::duration);
    }
}

// Towards zero.
Cell call_duration(Function function, std::int64_t milliseconds) {
    constexpr std::int64_t kSecond = 1'000;
    constexpr std::int64_t kHour = 3'600 * kSecond;
    switch (function) {
        case Function::to_milliseconds:
            return number_cell(milliseconds);
        case Function::to_seconds:
            return number_cell(milliseconds / kSecond);
        case Function::to_minutes:
            return number_cell(milliseconds / (60 * kSecond));
        case Function::to_hours:
            return number_cell(milliseconds / kHour);
        default:
            return number_cell(milliseconds / (24 * kHour));
    }
}

}  // namespace

bool Machine::call(const Instruction& now) {
    const auto function = static_cast<Function>(now.detail);
    const std::array arguments{registers_[now.b], registers_[now.c]};
    const auto expected = extension::signature(function).arguments();
    for (std::size_t index = 0; index < expected.size(); ++index) {
        if (arguments[index].tag != tag_of(expected[index])) return refuse(ErrorKind::type);
    }
    const auto [left, right] = arguments;
    std::optional<Cell> result;
    switch (left.tag) {
        case Tag::ip:
            result = boolean_cell(ask_ip(function, left, right));
            break;
        case Tag::decimal:
            result = boolean_cell(ask_decimal(function, number_of(left), number_of(right)));
            break;
        case Tag::datetime:
            result = call_datetime(function, number_of(left), number_of(right));
            break;
        case Tag::duration:
            result = call_duration(function, number_of(left));
            break;
        default:
            result = construct(function, text(id_of(left)), arena_);
            if (!result) return refuse(ErrorKind::extension);
    }
    if (!result) return refuse(ErrorKind::overflow);
    registers_[now.a] = *result;
    return true;
}

}  // namespace postvern::policy::engine::compiled
