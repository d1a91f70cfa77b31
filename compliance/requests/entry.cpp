#include "compliance/requests/entry.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "compliance/requests/ascii.hpp"

namespace postvern::compliance {

RequestSyntaxError::RequestSyntaxError(const std::string& file_, std::size_t line_,
                                       const std::string& what)
    : std::runtime_error(file_ + ":" + std::to_string(line_) + ": " + what),
      file(file_),
      line(line_) {}

namespace requests {

namespace {

constexpr int kFirstYear = 1970;
constexpr int kLastYear = 2199;

bool is_control(char octet) {
    const auto value = static_cast<unsigned char>(octet);
    return value < 0x20 || value == 0x7F;
}

// C1 controls, and characters that nobody sees or that turn the direction of text: a letter could
// say one thing to who reads it and another to who compares it.
bool has_invisible(std::string_view text) {
    static constexpr std::string_view kMarks[] = {
        "\u200B", "\u200C", "\u200D", "\u200E", "\u200F", "\u2028", "\u2029", "\u202A", "\u202B",
        "\u202C", "\u202D", "\u202E", "\u2060", "\u2066", "\u2067", "\u2068", "\u2069", "\uFEFF"};
    for (const auto mark : kMarks)
        if (text.find(mark) != std::string_view::npos) return true;
    for (std::size_t at = text.find('\xC2'); at != std::string_view::npos;
         at = text.find('\xC2', at + 1))
        if (at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xA0) return true;
    return false;
}

std::string offset_text(int minutes) {
    if (minutes == 0) return "Z";
    char text[8];
    const int size = std::abs(minutes);
    std::snprintf(text, sizeof text, "%c%02u:%02u", minutes < 0 ? '-' : '+',
                  static_cast<unsigned>(size / 60) % 100U, static_cast<unsigned>(size % 60));
    return text;
}

bool is_possible(const toml::date& date) {
    return date.year >= kFirstYear && date.year <= kLastYear &&
           std::chrono::year_month_day(std::chrono::year(date.year), std::chrono::month(date.month),
                                       std::chrono::day(date.day))
               .ok();
}

}  // namespace

toml::table parse_toml(std::string_view text, const std::string& file, std::size_t limit) {
    if (text.size() > limit)
        throw RequestSyntaxError(file, 0,
                                 "more than " + std::to_string(limit) + " octets; shorten it");
    if (!is_utf8(text)) throw RequestSyntaxError(file, 0, "no UTF-8; save it as UTF-8 text");
    try {
        return toml::parse(to_ascii(text), std::string_view(file));
    } catch (const toml::parse_error& error) {
        throw RequestSyntaxError(file, error.source().begin.line,
                                 std::string(error.description()) + "; write it as TOML 1.0");
    } catch (const TomlAssertion&) {
        throw RequestSyntaxError(
            file, 0, "a value is neither text, number, day nor moment; write it as TOML 1.0");
    }
}

Entry::Entry(const toml::table& table, const std::string& file, std::size_t longest)
    : table_(table), file_(file), longest_(longest) {}

std::size_t Entry::line() const { return table_.source().begin.line; }

std::size_t Entry::line(std::string_view key) const {
    const toml::node* node = table_.get(key);
    return node != nullptr && node->source().begin.line != 0 ? node->source().begin.line : line();
}

void Entry::fail(std::string_view key, const std::string& what) const {
    throw RequestSyntaxError(file_, line(key), what);
}

const toml::node* Entry::ask(std::string_view key) {
    asked_.emplace(key);
    return table_.get(key);
}

std::string Entry::checked(const toml::node& node, std::string_view key, std::size_t longest,
                           bool lines) const {
    const auto* value = node.as_string();
    const std::string name = "`" + std::string(key) + "`";
    if (value == nullptr) fail(key, name + " is no text; put it in quotation marks");
    const auto decoded = from_ascii(value->get());
    if (!decoded) fail(key, name + " escapes what is no text; write its characters themselves");
    const std::string& text = *decoded;
    if (text.size() > longest)
        fail(key, name + " has more than " + std::to_string(longest) + " octets; shorten it");
    if (std::any_of(text.begin(), text.end(),
                    [lines](char octet) {
                        return is_control(octet) && !(lines && (octet == '\n' || octet == '\t'));
                    }) ||
        has_invisible(text))
        fail(key, name + " has control or invisible characters; remove them");
    return text;
}

std::string Entry::text(std::string_view key) {
    const toml::node* node = ask(key);
    return node == nullptr ? std::string() : checked(*node, key, longest_, false);
}

std::string Entry::long_text(std::string_view key, std::size_t longest) {
    const toml::node* node = ask(key);
    return node == nullptr ? std::string() : checked(*node, key, longest, true);
}

std::string Entry::required(std::string_view key) {
    std::string value = text(key);
    if (value.empty()) fail(key, "`" + std::string(key) + "` is missing; write it into this entry");
    return value;
}

std::vector<std::string> Entry::list(std::string_view key, std::size_t most) {
    std::vector<std::string> values;
    const toml::node* node = ask(key);
    if (node == nullptr) return values;
    const auto* array = node->as_array();
    if (array == nullptr)
        fail(key, "`" + std::string(key) + "` is no list; write [\"...\", \"...\"]");
    if (array->size() > most)
        fail(key, "`" + std::string(key) + "` has more than " + std::to_string(most) + " entries");
    for (const toml::node& each : *array) {
        std::string value = checked(each, key, longest_, false);
        if (value.empty()) fail(key, "`" + std::string(key) + "` has an empty entry; remove it");
        values.push_back(std::move(value));
    }
    auto sorted = values;
    std::sort(sorted.begin(), sorted.end());
    const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
    if (twice != sorted.end())
        fail(key, "`" + std::string(key) + "` says \"" + *twice + "\" twice; remove one");
    return values;
}

std::optional<bool> Entry::flag(std::string_view key) {
    const toml::node* node = ask(key);
    if (node == nullptr) return std::nullopt;
    if (!node->is_boolean()) fail(key, "`" + std::string(key) + "` is neither true nor false");
    return node->as_boolean()->get();
}

std::vector<std::int64_t> Entry::numbers(std::string_view key, std::int64_t lowest,
                                         std::int64_t highest) {
    std::vector<std::int64_t> values;
    const toml::node* node = ask(key);
    if (node == nullptr) return values;
    const std::string expected = "`" + std::string(key) + "` is no list of numbers from " +
                                 std::to_string(lowest) + " to " + std::to_string(highest);
    const auto* array = node->as_array();
    if (array == nullptr) fail(key, expected);
    for (const toml::node& each : *array) {
        const auto* value = each.as_integer();
        if (value == nullptr || value->get() < lowest || value->get() > highest)
            fail(key, expected);
        values.push_back(value->get());
    }
    return values;
}

std::optional<Entry::Moment> Entry::moment(std::string_view key) {
    const toml::node* node = ask(key);
    if (node == nullptr) return std::nullopt;
    const auto* value = node->as_date_time();
    if (value == nullptr || !value->get().offset || !is_possible(value->get().date) ||
        value->get().time.nanosecond != 0)
        fail(key,
             "`" + std::string(key) +
                 "` is no moment; write it without quotation marks as 2026-03-01T09:30:00+01:00");
    const toml::date_time& moment = value->get();
    const auto day = std::chrono::sys_days(std::chrono::year(moment.date.year) /
                                           std::chrono::month(moment.date.month) /
                                           std::chrono::day(moment.date.day));
    const std::int64_t seconds = std::int64_t{day.time_since_epoch().count()} * 86'400 +
                                 moment.time.hour * 3'600 + moment.time.minute * 60 +
                                 moment.time.second - std::int64_t{moment.offset->minutes} * 60;
    return Moment{seconds, offset_text(moment.offset->minutes)};
}

std::optional<std::string> Entry::date(std::string_view key) {
    const toml::node* node = ask(key);
    if (node == nullptr) return std::nullopt;
    const auto* value = node->as_date();
    if (value == nullptr || !is_possible(value->get()))
        fail(key, "`" + std::string(key) +
                      "` is no day; write it without quotation marks as 2026-03-01");
    char text[16];
    std::snprintf(text, sizeof text, "%04u-%02u-%02u", value->get().year % 10'000U,
                  value->get().month % 100U, value->get().day % 100U);
    return text;
}

const toml::table* Entry::table(std::string_view key) {
    const toml::node* node = ask(key);
    if (node == nullptr) return nullptr;
    if (!node->is_table())
        fail(key, "`" + std::string(key) + "` is no table; write [" + std::string(key) + "]");
    return node->as_table();
}

std::vector<const toml::table*> Entry::tables(std::string_view key, std::size_t most) {
    std::vector<const toml::table*> all;
    const toml::node* node = ask(key);
    if (node == nullptr) return all;
    const auto* array = node->as_array();
    const std::string name = "[[" + std::string(key) + "]]";
    if (array == nullptr)
        fail(key, "`" + std::string(key) + "` is no list of tables; write " + name);
    if (array->size() > most) fail(key, "more than " + std::to_string(most) + " of " + name);
    for (const toml::node& each : *array) {
        if (!each.is_table())
            fail(key, "`" + std::string(key) + "` is no list of tables; write " + name);
        all.push_back(each.as_table());
    }
    return all;
}

void Entry::finish() const {
    for (const auto& [key, value] : table_) {
        if (asked_.contains(key.str())) continue;
        const std::size_t at =
            key.source().begin.line != 0 ? key.source().begin.line : line(key.str());
        throw RequestSyntaxError(
            file_, at,
            "unknown key `" + std::string(key.str()) + "`; correct its spelling or remove it");
    }
}

}  // namespace requests

}  // namespace postvern::compliance
