// SubmittedMessage: what an owner hands in: whom it says it is from, and what a submission service
// completes (RFC 6409 8). Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "services/smtp/grammar/header.hpp"

namespace postvern::services::smtp {

class SubmittedMessage {
  public:
    // `text` (CRLF line ends): the trace fields that we wrote, `prefix_size` octets, and the
    // message. Throws grammar::SyntaxError for a header that is malformed, or has not one From that
    // lists an address (RFC 5322 3.6), or has several Sender, Date or Message-ID fields.
    SubmittedMessage(std::string text, std::size_t prefix_size);
    SubmittedMessage(const SubmittedMessage&) = delete;
    SubmittedMessage& operator=(const SubmittedMessage&) = delete;

    // Every address in From and Sender.
    const std::vector<grammar::Mailbox>& authors() const { return authors_; }

    // The message with Date and Message-ID, if it lacks them, and without Bcc, which is for its
    // author alone (RFC 5322 3.6.3). `now`: Unix seconds; `host`: the right side of Message-ID,
    // whose left side is random. To be called once.
    std::string completed(std::int64_t now, std::string_view host);

  private:
    std::string missing_fields(std::int64_t now, std::string_view host) const;

    std::string text_;
    std::size_t prefix_size_;
    grammar::Header header_;  // of what follows the prefix; views into text_
    std::vector<grammar::Mailbox> authors_;
};

}  // namespace postvern::services::smtp
