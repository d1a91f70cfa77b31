#include "policy/catalogue/citation.hpp"

#include <charconv>
#include <stdexcept>

#include "policy/catalogue.hpp"
#include "policy/text_parts.hpp"

namespace postvern::policy {

namespace catalogue {

namespace {

bool is_digit(char each) { return each >= '0' && each <= '9'; }
bool is_letter(char each) { return each >= 'a' && each <= 'z'; }

// Whether the blank at `place` divides a section's number from its letter.
bool divides_letter(std::string_view text, std::size_t place) {
    return place > 0 && is_digit(text[place - 1]) && place + 1 < text.size() &&
           is_letter(text[place + 1]) && (place + 2 == text.size() || !is_letter(text[place + 2]));
}

}  // namespace

std::string normal_citation(std::string_view citation) {
    std::string lower;
    for (const char each : citation) {
        lower.push_back(each >= 'A' && each <= 'Z' ? static_cast<char>(each + ('a' - 'A')) : each);
    }
    const std::size_t twice = lower.find("§§");
    if (twice != lower.npos) lower.erase(twice, std::string_view("§").size());
    std::string normal;
    for (std::size_t i = 0; i < lower.size(); ++i) {
        if (lower[i] != ' ' || !divides_letter(lower, i)) normal.push_back(lower[i]);
    }
    return normal;
}

std::string wider_citation(std::string_view citation) {
    const std::size_t open = citation.rfind('(');
    if (open == citation.npos) return {};
    std::string_view wider = citation.substr(0, open);
    while (wider.ends_with('-') || wider.ends_with(' ')) wider.remove_suffix(1);
    return std::string(wider);
}

}  // namespace catalogue

Texts citations_of(std::string_view law) {
    constexpr std::string_view kSections = "§§";
    Texts citations;
    for (const std::string_view part : parts_of(law, ';')) {
        const std::size_t list = part.find(kSections);
        if (list == part.npos) {
            citations.emplace_back(part);
            continue;
        }
        const std::string begin = std::string(part.substr(0, list)) + "§ ";
        for (const auto section : parts_of(part.substr(list + kSections.size()), ',')) {
            citations.push_back(begin + std::string(section));
        }
    }
    return citations;
}

std::vector<int> statements_of(std::string_view isp) {
    std::vector<int> numbers;
    for (const std::string_view part : parts_of(isp, ',')) {
        int number = 0;
        const auto [rest, failure] =
            std::from_chars(part.data(), part.data() + part.size(), number);
        if (failure != std::errc() || rest != part.data() + part.size()) {
            throw std::invalid_argument("expected numbers of statements divided by commas, found " +
                                        std::string(isp));
        }
        numbers.push_back(number);
    }
    return numbers;
}

}  // namespace postvern::policy
