#include "policy/language/extension/datetime.hpp"

#include <chrono>

namespace postvern::policy::language::extension {

namespace {

constexpr std::int64_t kDay = 86'400'000;
constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kSecond = 1'000;

// Reads fields of fixed width off the front of a text; after the first that is missing, it has
// failed for good.
class FieldReader {
  public:
    explicit FieldReader(std::string_view text) : rest_(text) {}

    bool failed() const { return failed_; }
    bool done() const { return !failed_ && rest_.empty(); }
    bool at(char mark) const { return rest_.starts_with(mark); }

    void mark(char expected) {
        if (!at(expected)) return fail();
        rest_.remove_prefix(1);
    }

    // A number of exactly `digits` digits, less than `limit`.
    unsigned number(std::size_t digits, unsigned limit) {
        unsigned value = 0;
        for (std::size_t place = 0; place < digits; ++place) {
            if (rest_.empty() || rest_.front() < '0' || rest_.front() > '9') return fail(), 0;
            value = value * 10 + static_cast<unsigned>(rest_.front() - '0');
            rest_.remove_prefix(1);
        }
        if (value >= limit) return fail(), 0;
        return value;
    }

  private:
    void fail() {
        failed_ = true;
        rest_ = {};
    }

    std::string_view rest_;
    bool failed_ = false;
};

std::int64_t days_since_epoch(std::chrono::year_month_day date) {
    return std::chrono::sys_days(date).time_since_epoch().count();
}

// hh:mm:ss and perhaps .SSS
std::int64_t read_time(FieldReader& fields) {
    std::int64_t time = fields.number(2, 24) * kHour;
    fields.mark(':');
    time += fields.number(2, 60) * kMinute;
    fields.mark(':');
    time += fields.number(2, 60) * kSecond;
    if (fields.at('.')) {
        fields.mark('.');
        time += fields.number(3, 1000);
    }
    return time;
}

// Z, +hhmm or -hhmm: how far local time is ahead of UTC.
std::int64_t read_zone(FieldReader& fields) {
    if (fields.at('Z')) {
        fields.mark('Z');
        return 0;
    }
    const bool behind = fields.at('-');
    fields.mark(behind ? '-' : '+');
    const std::int64_t hours = fields.number(2, 24) * kHour;
    const std::int64_t distance = hours + fields.number(2, 60) * kMinute;
    return behind ? -distance : distance;
}

std::int64_t floor_to_day(std::int64_t milliseconds) {
    const std::int64_t days = milliseconds / kDay;
    return milliseconds % kDay < 0 ? days - 1 : days;
}

std::string padded(std::int64_t value, std::size_t digits) {
    std::string text = std::to_string(value);
    return text.size() < digits ? std::string(digits - text.size(), '0') + text : text;
}

}  // namespace

std::optional<Datetime> parse_datetime(std::string_view text) {
    FieldReader fields(text);
    const auto year = std::chrono::year(static_cast<int>(fields.number(4, 10'000)));
    fields.mark('-');
    const auto month = std::chrono::month(fields.number(2, 13));
    fields.mark('-');
    const auto day = std::chrono::day(fields.number(2, 32));
    const std::chrono::year_month_day date(year, month, day);
    if (fields.failed() || !date.ok()) return std::nullopt;
    const std::int64_t midnight = days_since_epoch(date) * kDay;
    if (fields.done()) return Datetime{midnight};
    fields.mark('T');
    const std::int64_t time = read_time(fields);
    const std::int64_t zone = read_zone(fields);
    if (!fields.done()) return std::nullopt;
    return Datetime{midnight + time - zone};
}

std::optional<std::string> to_text(Datetime value) {
    static const std::int64_t kFirst =
        days_since_epoch(std::chrono::year(0) / std::chrono::January / 1) * kDay;
    static const std::int64_t kBehindLast =
        days_since_epoch(std::chrono::year(10'000) / std::chrono::January / 1) * kDay;
    if (value.milliseconds < kFirst || value.milliseconds >= kBehindLast) return std::nullopt;
    const std::int64_t days = floor_to_day(value.milliseconds);
    const std::int64_t time = value.milliseconds - days * kDay;
    const std::chrono::year_month_day date{
        std::chrono::sys_days(std::chrono::days(static_cast<int>(days)))};
    return padded(static_cast<int>(date.year()), 4) + "-" +
           padded(static_cast<unsigned>(date.month()), 2) + "-" +
           padded(static_cast<unsigned>(date.day()), 2) + "T" + padded(time / kHour, 2) + ":" +
           padded(time / kMinute % 60, 2) + ":" + padded(time / kSecond % 60, 2) + "." +
           padded(time % kSecond, 3) + "Z";
}

std::string to_call(Datetime value) {
    if (const auto text = to_text(value)) return "datetime(\"" + *text + "\")";
    return "datetime(\"1970-01-01\").offset(duration(\"" + to_text(Duration{value.milliseconds}) +
           "\"))";
}

std::optional<Datetime> offset(Datetime start, Duration distance) {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(start.milliseconds, distance.milliseconds, &sum)) {
        return std::nullopt;
    }
    return Datetime{sum};
}

std::optional<Duration> duration_since(Datetime end, Datetime start) {
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(end.milliseconds, start.milliseconds, &difference)) {
        return std::nullopt;
    }
    return Duration{difference};
}

std::optional<Datetime> to_date(Datetime value) {
    std::int64_t midnight = 0;
    if (__builtin_mul_overflow(floor_to_day(value.milliseconds), kDay, &midnight)) {
        return std::nullopt;
    }
    return Datetime{midnight};
}

Duration to_time(Datetime value) {
    const std::int64_t rest = value.milliseconds % kDay;
    return Duration{rest < 0 ? rest + kDay : rest};
}

}  // namespace postvern::policy::language::extension
