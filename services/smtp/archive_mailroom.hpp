// ArchiveMailroom: the mailroom that takes mail through the door and into the archive. Thread-safe.
#pragma once

#include <cstdint>
#include <functional>

#include "policy/gate.hpp"
#include "records/accounts.hpp"
#include "records/archive.hpp"
#include "services/net/pool.hpp"
#include "services/smtp/mailroom.hpp"

namespace postvern::services::smtp {

class ArchiveMailroom final : public Mailroom {
  public:
    // All must outlive this. `blocking` runs what reads from disk or seals; `clock` gives Unix
    // seconds and is thread-safe; `delivered`, if given, is called with the recipient of each message that was
    // stored, is thread-safe and does not block. Throws std::runtime_error when the gate admits no deliverer.
    ArchiveMailroom(policy::Gate& gate, const records::Accounts& accounts,
                    records::Archive& archive, net::Pool& blocking,
                    std::function<std::int64_t()> clock,
                    std::function<void(policy::AccountId)> delivered = {});

    net::Task<Lookup> find(grammar::Mailbox address, policy::Channel channel) override;
    net::Task<bool> owns(policy::AccountId account,
                         std::vector<grammar::Mailbox> addresses) override;
    net::Task<void> permit_submission(const policy::Subject& owner) override;
    net::Task<void> deliver(std::vector<policy::AccountId> recipients,
                            std::shared_ptr<const std::string> message,
                            policy::Channel channel) override;

  private:
    policy::Request delivery_to(policy::AccountId account, policy::Channel channel) const;

    policy::Gate& gate_;
    const records::Accounts& accounts_;
    records::Archive& archive_;
    net::Pool& blocking_;
    const std::function<std::int64_t()> clock_;
    const std::function<void(policy::AccountId)> delivered_;
    const policy::Subject deliverer_;  // may add, and nothing else; holds no key
};

}  // namespace postvern::services::smtp
