#include "services/smtp/submitted_message.hpp"

#include <array>
#include <utility>

#include "services/net/session_reference.hpp"
#include "services/smtp/grammar/date.hpp"

namespace postvern::services::smtp {
namespace {

using grammar::Header;
using grammar::Mailbox;

void expect_once_at_most(const Header& header) {
    constexpr std::array<std::string_view, 4> kOnce{"From", "Sender", "Date", "Message-ID"};
    for (const auto name : kOnce) {
        if (header.count(name) > 1) throw grammar::SyntaxError(0, "each of its fields once");
    }
}

std::vector<Mailbox> authors_of(const Header& header) {
    expect_once_at_most(header);
    const auto* from = header.find("From");
    if (from == nullptr) throw grammar::SyntaxError(0, "a From field");
    auto authors = grammar::parse_address_list(from->body);
    if (authors.empty()) throw grammar::SyntaxError(from->begin, "an address in From");
    if (const auto* sender = header.find("Sender")) {
        auto senders = grammar::parse_address_list(sender->body);
        for (auto& address : senders) authors.push_back(std::move(address));
    }
    return authors;
}

}  // namespace

SubmittedMessage::SubmittedMessage(std::string text, std::size_t prefix_size)
    : text_(std::move(text)),
      prefix_size_(prefix_size),
      header_(std::string_view(text_).substr(prefix_size)),
      authors_(authors_of(header_)) {}

std::string SubmittedMessage::missing_fields(std::int64_t now, std::string_view host) const {
    std::string fields;
    if (header_.find("Date") == nullptr) fields += "Date: " + grammar::date_time(now) + "\r\n";
    if (header_.find("Message-ID") == nullptr) {
        fields += "Message-ID: <";
        // Twice 40 random bits.
        fields += net::SessionReference::random().text();
        fields += net::SessionReference::random().text();
        fields.append("@").append(host).append(">\r\n");
    }
    return fields;
}

std::string SubmittedMessage::completed(std::int64_t now, std::string_view host) {
    const auto missing = missing_fields(now, host);
    const auto& fields = header_.fields();
    for (auto field = fields.rbegin(); field != fields.rend(); ++field) {
        // Offsets before this field stay true: later ones went first. Names are compared before
        // anything in front of them moves.
        if (!grammar::equal_ignoring_case(field->name, "Bcc")) continue;
        text_.erase(prefix_size_ + field->begin, field->end - field->begin);
    }
    text_.insert(prefix_size_, missing);
    return std::move(text_);
}

}  // namespace postvern::services::smtp
