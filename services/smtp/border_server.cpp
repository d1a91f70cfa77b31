#include "services/smtp/border_server.hpp"

#include <algorithm>

#include "services/smtp/grammar/header.hpp"
#include "services/smtp/grammar/received.hpp"
#include "services/smtp/grammar/spam_field.hpp"

namespace postvern::services::smtp {
namespace {

using grammar::Header;
using grammar::Received;
using grammar::Transmission;

bool is_of(const BorderServer& border, std::string_view host) {
    return std::any_of(border.hosts.begin(), border.hosts.end(),
                       [&](const std::string& own) { return grammar::equal_ignoring_case(own, host); });
}

std::optional<records::ServerLink> link_of(std::string_view with) {
    switch (grammar::transmission_of(with)) {
        case Transmission::encrypted: return records::ServerLink::encrypted;
        case Transmission::plain: return records::ServerLink::plain;
        case Transmission::other: return {};
    }
    return {};
}

// From the top: whoever hands over writes above what was there. As long as the border server says that it had the message
// from itself (a filter gave it back), the field below is its own as well. Any other field below was there when the
// message came: a stranger's claim.
std::optional<records::ServerLink> link_in(const BorderServer& border, const Header& header) try {
    for (const auto& field : header.fields()) {
        if (!grammar::equal_ignoring_case(field.name, "Received")) continue;
        const auto received = grammar::parse_received(field.body);
        if (!is_of(border, received.by)) return {};
        if (received.from == Received::From::another) return link_of(received.with);
    }
    return {};
} catch (const grammar::SyntaxError&) {
    return {};
}

// Filters remove what strangers wrote under the name of their field. Where it stands twice, this one does not.
std::optional<records::SpamDecision> decision_in(const BorderServer& border, const Header& header) {
    if (header.count(border.spam_field) != 1) return {};
    return grammar::parse_spam_decision(header.find(border.spam_field)->body);
}

}  // namespace

BorderReport report_of(const BorderServer& border, std::string_view message) {
    if (border.hosts.empty() && border.spam_field.empty()) return {};
    const auto head = message.substr(0, kLargestHeader);
    // Cut off, its end is unknown, and so is what else it says.
    if (head.size() < message.size() && head.find("\r\n\r\n") == head.npos) return {};
    try {
        const Header header(head);
        BorderReport report;
        if (!border.spam_field.empty()) report.spam = decision_in(border, header);
        if (!border.hosts.empty()) report.link = link_in(border, header);
        return report;
    } catch (const grammar::SyntaxError&) {
        return {};
    }
}

}  // namespace postvern::services::smtp
