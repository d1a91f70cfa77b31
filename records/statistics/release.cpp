#include "records/statistics/release.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <numeric>
#include <vector>

#include "records/base64.hpp"

namespace postvern::records {

// |noise| > m has probability below a^m, a = exp(-shares / (31 * sensitivity)), and a^m = 1/20 at m = ln 20 / -ln a.
std::uint64_t ReleasedTable::margin() const noexcept {
    constexpr std::uint64_t kThousandthsOfLn20 = 2'996;  // rounded up
    if (shares == 0) return 0;
    const std::uint64_t divisor = std::uint64_t{shares} * 1'000;
    const std::uint64_t scaled = std::uint64_t{sensitivity} * statistics::kSharesOfOne * kThousandthsOfLn20;
    return (scaled + divisor - 1) / divisor;
}

}  // namespace postvern::records

namespace postvern::records::statistics {

namespace {

constexpr std::size_t kMostTables = 64;
constexpr std::uint32_t kMinutesOfDay = 1'440;

std::string two_digits(std::uint32_t number) {
    return {static_cast<char>('0' + number / 10 % 10), static_cast<char>('0' + number % 10)};
}

// Takes what stands before `end` off the front; absent when there is no such octet.
std::optional<std::string_view> take_until(std::string_view& text, char end) {
    const auto at = text.find(end);
    if (at == std::string_view::npos) return {};
    const auto taken = text.substr(0, at);
    text.remove_prefix(at + 1);
    return taken;
}

// The rest of a line that begins with `name` and a blank.
std::optional<std::string_view> take_field(std::string_view& text, std::string_view name) {
    auto line = take_until(text, '\n');
    if (!line || !line->starts_with(name) || line->size() <= name.size() || (*line)[name.size()] != ' ') return {};
    return line->substr(name.size() + 1);
}

template <typename Number>
std::optional<Number> number_of(std::string_view digits) {
    Number number{};
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || end != digits.data() + digits.size()) return {};
    return number;
}

std::optional<Day> parse_day(std::string_view text) {
    if (text.size() != 10) return {};
    const auto year = number_of<int>(text.substr(0, 4));
    const auto month = number_of<unsigned>(text.substr(5, 2));
    const auto day = number_of<unsigned>(text.substr(8, 2));
    if (!year || !month || !day) return {};
    const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(*month),
                                           std::chrono::day(*day)};
    if (!date.ok()) return {};
    return Day{static_cast<std::int32_t>(std::chrono::sys_days(date).time_since_epoch().count())};
}

std::optional<std::uint32_t> parse_minute(std::string_view text) {
    if (text.size() != 5) return {};
    const auto hours = number_of<std::uint32_t>(text.substr(0, 2));
    const auto minutes = number_of<std::uint32_t>(text.substr(3, 2));
    if (!hours || !minutes || *hours > 23 || *minutes > 59) return {};
    return *hours * 60 + *minutes;
}

std::string line_of(const ReleasedTable& table) {
    const Noise noise = noise_of(table.shares, table.sensitivity);
    std::string line = table.name + " epsilon " + std::to_string(table.shares) + '/' +
                       std::to_string(kSharesOfOne) + " sensitivity " + std::to_string(table.sensitivity) +
                       " noise " + std::to_string(noise.numerator) + '/' + std::to_string(noise.denominator);
    for (const ReleasedNumber& number : table.numbers) {
        line += ' ' + number.name + ' ' + (number.value ? std::to_string(*number.value) : "-");
    }
    return line + '\n';
}

std::vector<std::string_view> words_of(std::string_view line) {
    std::vector<std::string_view> words;
    while (auto word = take_until(line, ' ')) words.push_back(*word);
    words.push_back(line);
    return words;
}

// What text_of() would not write again is found by the comparison in parse_release().
std::optional<ReleasedTable> parse_table(std::string_view line) {
    const auto words = words_of(line);
    if (words.size() < 9 || words.size() % 2 == 0 || words[0].empty()) return {};
    const auto shares = number_of<std::uint32_t>(words[2].substr(0, words[2].find('/')));
    const auto sensitivity = number_of<std::uint32_t>(words[4]);
    if (!shares || *shares == 0 || *shares > kSharesOfOne || !sensitivity || *sensitivity == 0) return {};
    ReleasedTable table{std::string(words[0]), *shares, *sensitivity, {}};
    for (std::size_t at = 7; at + 1 < words.size(); at += 2) {
        ReleasedNumber number{std::string(words[at]), {}};
        if (words[at + 1] != "-") {
            number.value = number_of<std::int64_t>(words[at + 1]);
            if (!number.value || *number.value < kLeastPublished) return {};
        }
        table.numbers.push_back(std::move(number));
    }
    return table;
}

}  // namespace

Noise noise_of(std::uint32_t shares, std::uint32_t sensitivity) {
    const std::uint64_t denominator = std::uint64_t{kSharesOfOne} * sensitivity;
    const std::uint64_t divisor = std::gcd(std::uint64_t{shares}, denominator);
    return {shares / divisor, denominator / divisor};
}

ReleasedDay with_noise(const CountedDay& counted, Sampler& sampler, std::span<const StatisticsTable> reported) {
    ReleasedDay day;
    day.day = counted.day;
    day.since = static_cast<std::uint32_t>((counted.since - beginning_of(counted.day)) / 60);
    for (std::size_t row = 0; row < kStatisticsTableCount; ++row) {
        const Table& table = kTables[row];
        const StatisticsTable name{static_cast<std::uint8_t>(row)};
        const bool is_fed = table.is_always_fed || std::find(reported.begin(), reported.end(), name) != reported.end();
        if (!is_fed) continue;
        ReleasedTable released{std::string(table.name), table.shares, table.sensitivity, {}};
        const Noise noise = noise_of(table.shares, table.sensitivity);
        for (std::size_t number = 0; number < table.size(); ++number) {
            const std::int64_t value = static_cast<std::int64_t>(counted.sums[row][number]) +
                                       sampler.two_sided_geometric(noise.numerator, noise.denominator);
            // Suppression looks at the noisy number only, so that it costs no budget.
            released.numbers.push_back({std::string(table.numbers[number]),
                                        value >= kLeastPublished ? std::optional(value) : std::nullopt});
        }
        day.tables.push_back(std::move(released));
    }
    return day;
}

std::string day_text(Day day) {
    const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(static_cast<std::int32_t>(day)))};
    return std::to_string(static_cast<int>(date.year())) + '-' +
           two_digits(static_cast<unsigned>(date.month())) + '-' + two_digits(static_cast<unsigned>(date.day()));
}

std::string text_of(const Release& release, std::string_view origin) {
    std::string text(origin);
    text += "\nrelease " + std::to_string(release.number) + "\nday " + day_text(release.day.day) + "\nsince " +
            two_digits(release.day.since / 60) + ':' + two_digits(release.day.since % 60) + "\nprevious " +
            base64(octets(release.previous)) + '\n';
    for (const ReleasedTable& table : release.day.tables) text += line_of(table);
    return text;
}

std::optional<Release> parse_release(std::string_view text, std::string_view origin) {
    std::string_view rest = text;
    if (take_until(rest, '\n') != origin) return {};
    const auto number = take_field(rest, "release");
    const auto day = take_field(rest, "day");
    const auto since = take_field(rest, "since");
    const auto previous = take_field(rest, "previous");
    if (!number || !day || !since || !previous) return {};
    const auto sequence = number_of<std::uint64_t>(*number);
    const auto date = parse_day(*day);
    const auto minute = parse_minute(*since);
    const auto hash = from_base64(*previous);
    if (!sequence || !date || !minute || *minute >= kMinutesOfDay || !hash || hash->size() != Sha256{}.size()) return {};

    Release release{*sequence, {*date, *minute, {}}, {}};
    std::copy(hash->begin(), hash->end(), release.previous.begin());
    while (const auto line = take_until(rest, '\n')) {
        auto table = parse_table(*line);
        if (!table || release.day.tables.size() == kMostTables) return {};
        release.day.tables.push_back(std::move(*table));
    }
    if (text_of(release, origin) != text) return {};
    return release;
}

}  // namespace postvern::records::statistics
