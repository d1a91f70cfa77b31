// Fuzz target for what the border server's headers say: a Received field, a spam filter's field, a header with both. Beyond
// not crashing: views lie within the text, and of a field that has more behind it the same is read.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "services/smtp/border_server.hpp"
#include "services/smtp/grammar/received.hpp"
#include "services/smtp/grammar/spam_field.hpp"

namespace {

using namespace postvern::services::smtp;

void check(bool holds) {
    if (!holds) std::abort();
}

bool is_within(std::string_view part, std::string_view whole) {
    return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

std::optional<grammar::Received> received_in(std::string_view body) {
    try {
        return grammar::parse_received(body);
    } catch (const grammar::SyntaxError& error) {
        check(error.offset <= body.size());
        return {};
    }
}

void fuzz_received(std::string_view body) {
    const auto received = received_in(body);
    if (!received) return;
    check(is_within(received->by, body) && is_within(received->with, body));
    grammar::transmission_of(received->with);
    // Comments change nothing; the date is not looked at.
    const auto longer = "(comment) " + std::string(body) + " 1 Jan 2026";
    if (longer.size() > grammar::kLongestReceived) return;
    const auto again = received_in(longer);
    check(again && again->by == received->by && again->with == received->with && again->from == received->from);
}

void fuzz_message(std::string_view message) {
    const BorderServer border{{"mx1.example.org", "mx2.example.org"}, "X-Spam-Status"};
    const auto report = report_of(border, message);
    check(report_of({border.hosts, {}}, message) == BorderReport{{}, report.link});
    check(report_of({{}, border.spam_field}, message) == BorderReport{report.spam, {}});
    check(report_of({}, message) == BorderReport{});
    // What a stranger wrote below a field of somebody else says nothing.
    const std::string below = "Received: by mx.example.net with ESMTP; x\r\n" + std::string(message);
    check(!report_of(border, below).link);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
    switch (data[0] % 3) {
        case 0:
            fuzz_received(input);
            break;
        case 1:
            grammar::parse_spam_decision(input);
            break;
        default:
            fuzz_message(input);
    }
    return 0;
}
