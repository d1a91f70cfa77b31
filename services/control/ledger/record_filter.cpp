#include "services/control/ledger/record_filter.hpp"

#include <algorithm>
#include <limits>
#include <vector>

#include "services/control/calendar_day.hpp"
#include "services/control/reply.hpp"

namespace postvern::services::control {

namespace {

constexpr std::uint64_t kMostEntries = 100'000;  // shown at once
constexpr std::uint64_t kUsualEntries = 1000;
constexpr std::int64_t kDay = 86'400;  // seconds
constexpr std::size_t kCaseDigits = 32;
constexpr std::size_t kLongestRule = 200;  // octets; longer ids do not fit a record

constexpr std::string_view kOutcomes[] = {"granted", "refused"};  // by number

// The place of what was given among `words`. Absent: nothing was given.
std::optional<std::size_t> place_of(const Arguments& arguments, std::string_view option,
                                    std::span<const std::string_view> words) {
    const auto given = arguments.find(option);
    if (!given) return {};
    const auto found = std::find(words.begin(), words.end(), *given);
    if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
    std::string text = "--" + std::string(option) + " must be one of: ";
    for (std::size_t i = 0; i < words.size(); ++i)
        text += (i == 0 ? "" : ", ") + std::string(words[i]);
    throw Refused(Status::usage, text);
}

template <typename Enumeration>
std::optional<Enumeration> one_of(const Arguments& arguments, std::string_view option,
                                  std::size_t count) {
    std::vector<std::string_view> words;
    for (std::size_t i = 0; i < count; ++i)
        words.push_back(name(Enumeration{static_cast<std::uint8_t>(i)}));
    const auto place = place_of(arguments, option, words);
    if (!place) return {};
    return Enumeration{static_cast<std::uint8_t>(*place)};
}

// Rules of the past count too, so any id will do.
std::string rule_of(const Arguments& arguments) {
    const std::string rule(arguments.find("rule").value_or(""));
    const bool sound = std::all_of(rule.begin(), rule.end(),
                                   [](char each) { return each > ' ' && each < '\x7f'; });
    if (arguments.has("rule") && (rule.empty() || rule.size() > kLongestRule || !sound)) {
        throw Refused(
            Status::usage,
            "--rule must be the id of a rule, as ISP-27.restore, or what it has before the "
            "dot, as ISP-27");
    }
    return rule;
}

std::string case_of(const Arguments& arguments) {
    std::string digits(arguments.find("case").value_or(""));
    for (char& digit : digits) {
        if (digit >= 'A' && digit <= 'F') digit = static_cast<char>(digit - 'A' + 'a');
    }
    const bool sound = digits.size() == kCaseDigits &&
                       digits.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (arguments.has("case") && !sound) {
        throw Refused(Status::usage,
                      "--case must be the reference of a case: 32 hexadecimal digits");
    }
    return digits;
}

}  // namespace

records::RecordFilter filter_of(const Arguments& arguments) {
    records::RecordFilter filter;
    if (const auto from = arguments.find("from")) filter.from = beginning_of_day("from", *from);
    if (const auto to = arguments.find("to")) filter.before = beginning_of_day("to", *to) + kDay;
    const auto classes = records::retention_names();
    if (const auto place = place_of(arguments, "class", classes))
        filter.retention = classes[*place];
    filter.purpose = one_of<policy::Purpose>(arguments, "purpose", policy::kPurposeCount);
    filter.action = one_of<policy::Action>(arguments, "action", policy::kActionCount);
    if (const auto place = place_of(arguments, "outcome", kOutcomes)) {
        filter.outcome = policy::Outcome{static_cast<std::uint8_t>(*place)};
    }
    filter.rule = rule_of(arguments);
    filter.case_reference = case_of(arguments);
    filter.after_sequence =
        arguments.number("after", std::numeric_limits<std::int64_t>::max()).value_or(0);
    // A table is made to be whole; nothing in it could tell that it goes on.
    const std::uint64_t usual = arguments.has("csv") ? kMostEntries : kUsualEntries;
    filter.most = arguments.number("limit", kMostEntries).value_or(usual);
    return filter;
}

bool is_within(const records::RecordFilter& filter, records::Day day) {
    const std::int64_t moment = static_cast<std::int64_t>(day) * kDay;
    return (!filter.from || moment >= *filter.from) && (!filter.before || moment < *filter.before);
}

}  // namespace postvern::services::control
