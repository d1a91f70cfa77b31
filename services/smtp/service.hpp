// What the sessions of one listener share: dialect, limits, and the rest of the house. Plain values
// and borrowed references, which outlive every session; used by all loops at once.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "policy/action.hpp"
#include "services/net/event_log.hpp"
#include "services/net/memory_budget.hpp"
#include "services/net/stream.hpp"
#include "services/net/task.hpp"
#include "services/net/tls.hpp"
#include "services/sign_in/sign_in.hpp"
#include "services/smtp/border_server.hpp"
#include "services/smtp/mailroom.hpp"

namespace postvern::services::smtp {

enum class Dialect : std::uint8_t {
    lmtp,        // from the site's own relay: one reply per recipient (RFC 2033)
    submission,  // from owners, after TLS and AUTH: all recipients or none (RFC 6409)
};

struct Limits {
    std::uint64_t message = 50ULL * 1024 * 1024;   // octets, as received
    std::size_t recipients = 1000;                 // of one message; RFC 5321 4.5.3.1.8 wants 100
    unsigned bad_commands = 10;                    // in a row, then the connection is closed
    net::Duration idle = std::chrono::minutes(5);  // RFC 5321 4.5.3.2.7
    net::Duration whole_message =
        std::chrono::minutes(30);  // from DATA or the first BDAT to its end
    net::Duration until_signed_in = std::chrono::minutes(5);
};

struct Service {
    Dialect dialect = Dialect::lmtp;
    std::string host;                      // our name, in greeting and trace
    const net::TlsContext* tls = nullptr;  // for STARTTLS; null: not offered
    Limits limits;
    Mailroom& mailroom;
    sign_in::SignIn& sign_in;
    net::MemoryBudget& budget;
    net::EventLog& events;
    std::function<std::int64_t()> clock;  // Unix seconds; thread-safe
    // LMTP's other end, and who is told what it says of each message that was stored for an account; thread-safe, does
    // not block. Submission has neither: what owners hand in did not come from a server.
    BorderServer border{};
    std::function<void(policy::AccountId, const BorderReport&)> reported{};

    policy::Channel channel() const {
        return dialect == Dialect::lmtp ? policy::Channel::lmtp : policy::Channel::submission;
    }
};

// One conversation, for net::Listener: `[&](net::Stream& stream) { return serve(service, stream);
// }`.
net::Task<void> serve(const Service& service, net::Stream& stream);

}  // namespace postvern::services::smtp
