#include "compliance/report/fields.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <span>

namespace postvern::compliance::report {

namespace {

using records::Unacceptable;

constexpr unsigned kMonths = 12;

// The months of a period: how many, and the first one's number from 0. Zero: it is no period.
struct Months {
    unsigned first = 0;
    unsigned count = 0;
};

Months months_of(std::string_view period) {
    const auto is_digit = [](char each) { return each >= '0' && each <= '9'; };
    if (period.size() < 4 || !std::all_of(period.begin(), period.begin() + 4, is_digit)) return {};
    const std::string_view rest = period.substr(4);
    if (rest.empty()) return {0, kMonths};
    if (rest.size() != 3 || rest[0] != '-' || !is_digit(rest[2])) return {};
    const auto last = static_cast<unsigned>(rest[2] - '0');
    if (rest[1] == 'H' && last >= 1 && last <= 2) return {(last - 1) * 6, 6};
    if (rest[1] == 'Q' && last >= 1 && last <= 4) return {(last - 1) * 3, 3};
    const unsigned month = is_digit(rest[1]) ? static_cast<unsigned>(rest[1] - '0') * 10 + last : 0;
    return month >= 1 && month <= kMonths ? Months{month - 1, 1} : Months{};
}

Months known_months(std::string_view period) {
    const Months months = months_of(period);
    if (months.count > 0) return months;
    throw Unacceptable("a period is 2027, 2027-H1, 2027-Q3 or 2027-03, not '" + std::string(period) + "'");
}

records::Sha256 subtree(std::span<const records::Sha256> hashes) {
    if (hashes.size() == 1) return hashes[0];
    const std::size_t half = std::bit_floor(hashes.size() - 1);
    const auto left = subtree(hashes.first(half));
    const auto right = subtree(hashes.subspan(half));
    return records::sha256({std::string_view("\1", 1), records::octets(left), records::octets(right)});
}

}  // namespace

void require_word(std::string_view text, const std::string& name) {
    constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789-";
    if (text.empty() || text.size() > 64 || text.find_first_not_of(kLetters) != std::string_view::npos) {
        throw Unacceptable("the " + name + " of a case takes 1 to 64 small letters, digits and '-'");
    }
}

void require_country(std::string_view text) {
    const auto is_capital = [](char each) { return each >= 'A' && each <= 'Z'; };
    if (text.size() != 2 || !std::all_of(text.begin(), text.end(), is_capital)) {
        throw Unacceptable("the country of a case takes two capital letters (ISO 3166-1)");
    }
}

void require_line(std::string_view text, const std::string& name) {
    const auto is_control = [](char each) { return static_cast<unsigned char>(each) < ' ' || each == 0x7f; };
    if (text.empty() || text.size() > 200 || std::any_of(text.begin(), text.end(), is_control)) {
        throw Unacceptable("the " + name + " of a report takes one line of 1 to 200 octets");
    }
}

std::string first_day(std::string_view period) {
    return std::string(period.substr(0, 4)) + '-' + std::to_string(101 + known_months(period).first).substr(1) + "-01";
}

std::string day_after(std::string_view period) {
    const Months months = known_months(period);
    unsigned year = 0;
    for (const char each : period.substr(0, 4)) year = year * 10 + static_cast<unsigned>(each - '0');
    const unsigned next = months.first + months.count;
    const std::string years = std::to_string(10'000 + year + next / kMonths).substr(1);
    return years + '-' + std::to_string(101 + next % kMonths).substr(1) + "-01";
}

bool are_alike(std::string_view one, std::string_view other) {
    return months_of(one).count == months_of(other).count && months_of(one).count > 0;
}

void require_tuple(const CaseTuple& tuple) {
    require_word(tuple.instrument, "instrument");
    require_country(tuple.country);
    require_word(tuple.outcome, "outcome");
    day_after(tuple.period);
}

records::Sha256 root_of(const std::vector<records::Sha256>& leaves) {
    std::vector<records::Sha256> hashes;
    for (const auto& each : leaves)
        hashes.push_back(records::sha256({std::string_view("\0", 1), records::octets(each)}));
    return hashes.empty() ? records::sha256("") : subtree(hashes);
}

}  // namespace postvern::compliance::report
