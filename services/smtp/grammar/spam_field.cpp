#include "services/smtp/grammar/spam_field.hpp"

#include "services/smtp/grammar/cursor.hpp"

namespace postvern::services::smtp::grammar {

std::optional<records::SpamDecision> parse_spam_decision(std::string_view body) {
    constexpr std::string_view kFolding = " \t\r\n";
    Cursor cursor(body);
    cursor.take_while([&](char c) { return kFolding.find(c) != kFolding.npos; });
    const auto word = cursor.take_while(is_letter);
    if (!cursor.at_end() && cursor.peek() != ',' && kFolding.find(cursor.peek()) == kFolding.npos) return {};
    if (equal_ignoring_case(word, "yes")) return records::SpamDecision::spam;
    if (equal_ignoring_case(word, "no")) return records::SpamDecision::ham;
    return {};
}

}  // namespace postvern::services::smtp::grammar
