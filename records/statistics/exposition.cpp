#include "records/statistics/exposition.hpp"

#include <algorithm>

#include "records/statistics/release.hpp"
#include "records/statistics/tables.hpp"

namespace postvern::records::statistics {

namespace {

constexpr std::size_t kShownDays = 366;

// All texts in here are our own: letters, digits, and no octet that JSON or OpenMetrics would escape.
std::string in_quotes(std::string_view text) { return '"' + std::string(text) + '"'; }

// What a release writes of a table that it has.
ReleasedTable released_form(const Table& table) {
    return {std::string(table.name), table.shares, table.sensitivity, {}};
}

std::string description(const Table& table, bool is_released) {
    const Noise noise = noise_of(table.shares, table.sensitivity);
    std::string text = "    {\"name\": " + in_quotes(table.name) + ", \"meaning\": " + in_quotes(table.meaning) +
                       ", \"released\": " + (is_released ? "true" : "false") + ", \"numbers\": [";
    for (std::size_t number = 0; number < table.size(); ++number) {
        text += (number == 0 ? "" : ", ") + in_quotes(table.numbers[number]);
    }
    return text + "],\n     \"epsilon\": \"" + std::to_string(table.shares) + '/' + std::to_string(kSharesOfOne) +
           "\", \"sensitivity\": " + std::to_string(table.sensitivity) + ", \"noise\": \"" +
           std::to_string(noise.numerator) + '/' + std::to_string(noise.denominator) +
           "\", \"margin\": " + std::to_string(released_form(table).margin()) + '}';
}

// Null: it was not released.
const ReleasedTable* table_in(const ReleasedDay& day, std::string_view name) {
    const auto found = std::find_if(day.tables.begin(), day.tables.end(),
                                    [&](const ReleasedTable& each) { return each.name == name; });
    return found == day.tables.end() ? nullptr : &*found;
}

std::string day_object(const ReleasedDay& day) {
    std::string text = "    {\"day\": " + in_quotes(day_text(day.day)) + ", \"since_minute\": " + std::to_string(day.since);
    for (const ReleasedTable& table : day.tables) {
        text += ", " + in_quotes(table.name) + ": {";
        for (std::size_t at = 0; at < table.numbers.size(); ++at) {
            const ReleasedNumber& number = table.numbers[at];
            text += (at == 0 ? "" : ", ") + in_quotes(number.name) + ": " +
                    (number.value ? std::to_string(*number.value) : "null");
        }
        text += '}';
    }
    return text + '}';
}

// Items between the brackets of an array, one a line.
std::string lines_of(const std::vector<std::string>& items) {
    std::string text;
    for (const std::string& item : items) text += (text.empty() ? "\n" : ",\n") + item;
    return text;
}

std::string family(std::string_view name, std::string_view help) {
    const std::string metric(name);
    return "# TYPE " + metric + " gauge\n# HELP " + metric + ' ' + std::string(help) + '\n';
}

std::string samples(const Table& table, const ReleasedTable& released) {
    std::string text;
    for (const ReleasedNumber& number : released.numbers) {
        if (!number.value) continue;
        const std::string label = released.numbers.size() > 1 ? "{outcome=" + in_quotes(number.name) + '}' : "";
        text += std::string(table.metric) + label + ' ' +
                std::to_string(static_cast<std::uint64_t>(*number.value) * table.metric_unit) + '\n';
    }
    return text;
}

}  // namespace

std::string to_json(std::span<const ReleasedDay> days, std::string_view verifier_key) {
    std::vector<std::string> tables;
    for (const Table& table : kTables) {
        const bool is_released = table.is_always_fed || (!days.empty() && table_in(days.back(), table.name) != nullptr);
        tables.push_back(description(table, is_released));
    }
    std::vector<std::string> shown;
    for (const ReleasedDay& day : days.last(std::min(days.size(), kShownDays))) shown.push_back(day_object(day));
    return "{\n  \"verifier_key\": " + in_quotes(verifier_key) +
           ",\n  \"budget\": {\"epsilon\": 1, \"days\": " + std::to_string(kWindowDays) +
           "},\n  \"least_published\": " + std::to_string(kLeastPublished) + ",\n  \"tables\": [" + lines_of(tables) +
           "\n  ],\n  \"days\": [" + lines_of(shown) + "\n  ]\n}\n";
}

std::string to_open_metrics(std::span<const ReleasedDay> days) {
    if (days.empty()) return "# EOF\n";
    const ReleasedDay& latest = days.back();
    std::string text = family("postvern_statistics_day_seconds", "Unix time at which the day of these numbers began.") +
                       "postvern_statistics_day_seconds " + std::to_string(beginning_of(latest.day)) + '\n';
    std::string margins =
        family("postvern_statistics_margin", "The noise of a number lies within it, to either side, with 95 percent.");
    for (const Table& table : kTables) {
        const ReleasedTable* released = table_in(latest, table.name);
        if (released == nullptr) continue;
        text += family(table.metric, "Of a day, with noise, absent below 10 of its unit: " + std::string(table.meaning) + '.');
        text += samples(table, *released);
        margins += "postvern_statistics_margin{table=" + in_quotes(table.name) + "} " +
                   std::to_string(released->margin() * table.metric_unit) + '\n';
    }
    return text + margins + "# EOF\n";
}

}  // namespace postvern::records::statistics
