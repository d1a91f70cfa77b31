// The mail of a demonstration: some dozens of messages of the kinds that real mailboxes hold: threads, lists,
// alternatives, attachments, forwarded mail, invitations, many languages. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace postvern::services::daemon {

struct DemoMessage {
    int recipient = 0;          // 0: alice, 1: bob
    std::int64_t arrived = 0;   // Unix seconds
    std::string octets;         // CRLF line ends
};

// Messages that arrived in the ninety days before `now` (Unix seconds), oldest first.
std::vector<DemoMessage> demo_mail(std::int64_t now);

}  // namespace postvern::services::daemon
