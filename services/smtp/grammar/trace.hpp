// The fields that reception writes above a message: Return-Path and Received.  RFC 5321 4.4. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "services/smtp/grammar/mailbox.hpp"

namespace postvern::services::smtp::grammar {

struct Trace {
    std::optional<Mailbox> sender;  // absent: the null reverse-path
    // Who handed the message in, by the name it gave. Absent for mail that an owner submits: where
    // its author was and with what machine is nobody's business (GDPR Art. 5(1)(c)).
    std::optional<std::string> client;
    std::string host;         // who received it: ourselves
    std::string protocol;     // "LMTP", "ESMTPSA", ... (RFC 3848, RFC 6531 4.3)
    std::string id;           // random, of this message
    std::int64_t moment = 0;  // Unix seconds
};

// Both fields, with CRLF line ends.
std::string trace_fields(const Trace& trace);

}  // namespace postvern::services::smtp::grammar
