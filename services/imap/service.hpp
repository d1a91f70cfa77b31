// Service: IMAP4rev2 (RFC 9051) and IMAP4rev1 (RFC 3501) for owners. One for the whole server; used by
// all loops at once. The composition root hands it to the listeners of both ports:
//
//     runtime.listen(endpoint, options, [&](net::Stream& stream) { return service.serve(stream); });
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "policy/gate.hpp"
#include "records/archive.hpp"
#include "services/net/event_log.hpp"
#include "services/net/memory_budget.hpp"
#include "services/net/pool.hpp"
#include "services/net/stream.hpp"
#include "services/net/task.hpp"
#include "services/net/tls.hpp"
#include "services/sign_in/sign_in.hpp"

namespace postvern::services::imap {

struct Settings {
    std::string version = "0.1.0";                       // in answer to ID: digits, letters, points
    std::uint64_t message_octets = 50ULL * 1024 * 1024;  // largest APPEND
    unsigned bad_commands = 10;                          // in a row, then the connection is closed
    net::Duration until_signed_in = std::chrono::seconds(60);
    net::Duration autologout = std::chrono::minutes(30);  // between commands: RFC 9051 5.4
    net::Duration transfer = std::chrono::minutes(5);     // without progress, inside a command
};

// The rest of the house, borrowed: it outlives every session.
struct Parts {
    policy::Gate& gate;
    records::Archive& archive;
    sign_in::SignIn& sign_in;
    net::Pool& blocking;
    net::MemoryBudget& budget;
    const net::TlsContext* tls = nullptr;  // for STARTTLS; null: not offered
    net::EventLog& events;
    std::function<std::int64_t()> clock;  // Unix seconds; thread-safe
    Settings settings;
};

class Service {
  public:
    explicit Service(Parts parts) : parts_(std::move(parts)) {}

    // One conversation.
    net::Task<void> serve(net::Stream& stream) const;

  private:
    const Parts parts_;
};

}  // namespace postvern::services::imap
