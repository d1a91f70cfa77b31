// Mailroom: what sessions need of the house: who lives here, and taking mail in. Thread-safe;
// awaited on a loop.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "policy/action.hpp"
#include "policy/subject.hpp"
#include "services/net/task.hpp"
#include "services/smtp/grammar/mailbox.hpp"

namespace postvern::services::smtp {

// Where an address leads.
struct Lookup {
    enum class Kind {
        known,    // to `account`
        unknown,  // nowhere, though its domain is ours; a closed account is unknown as well
        remote,   // to somebody else's domain
    };
    Kind kind = Kind::unknown;
    policy::AccountId account = policy::kNoAccount;
};

class Mailroom {
  public:
    virtual ~Mailroom() = default;

    virtual net::Task<Lookup> find(grammar::Mailbox address, policy::Channel channel) = 0;
    // Whether every one of `addresses` belongs to `account`.
    virtual net::Task<bool> owns(policy::AccountId account,
                                 std::vector<grammar::Mailbox> addresses) = 0;
    // Asks that `owner`, who lives until the task ends, may hand in mail. Throws policy::Denied.
    virtual net::Task<void> permit_submission(const policy::Subject& owner) = 0;
    // Puts `message` (CRLF line ends) into the INBOX of each of `recipients`: all or none, durable
    // when the task ends. Throws policy::Denied, net::Saturated and what records/errors.hpp says.
    virtual net::Task<void> deliver(std::vector<policy::AccountId> recipients,
                                    std::shared_ptr<const std::string> message,
                                    policy::Channel channel) = 0;
};

}  // namespace postvern::services::smtp
