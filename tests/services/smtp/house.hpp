// A house for sessions: the rulebook that ships, with facts, credentials and a mailroom that a test
// controls, behind real sockets.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "policy/assembly.hpp"
#include "services/net/pool.hpp"
#include "services/sign_in/sign_in.hpp"
#include "services/smtp/service.hpp"
#include "tests/services/net/site.hpp"
#include "tests/services/net/transcript.hpp"

namespace postvern::services::smtp {

inline constexpr policy::AccountId kAlice{1};
inline constexpr policy::AccountId kBob{2};
inline constexpr policy::AccountId kDisabled{3};
inline constexpr std::int64_t kNow = 1'700'000'000;  // Tue, 14 Nov 2023 22:13:20 +0000

// A gate with three accounts. The password of each is "secret".
std::unique_ptr<policy::Gate> make_gate();

// Remembers what was delivered; fails where it is told to. Thread-safe.
class Pigeonholes final : public Mailroom {
  public:
    explicit Pigeonholes(policy::Gate& gate) : gate_(gate) {}

    net::Task<Lookup> find(grammar::Mailbox address, policy::Channel channel) override;
    net::Task<bool> owns(policy::AccountId account,
                         std::vector<grammar::Mailbox> addresses) override;
    net::Task<void> permit_submission(const policy::Subject& owner) override;
    net::Task<void> deliver(std::vector<policy::AccountId> recipients,
                            std::shared_ptr<const std::string> message,
                            policy::Channel channel) override;

    // From now on a delivery that includes `account` fails so.
    void fail_for(policy::AccountId account, std::exception_ptr failure);
    std::vector<std::string> messages_of(policy::AccountId account) const;

  private:
    policy::Gate& gate_;
    mutable std::mutex mutex_;
    std::map<policy::AccountId, std::exception_ptr> failures_;
    std::map<policy::AccountId, std::vector<std::string>> messages_;
};

class House {
  public:
    explicit House(Dialect dialect, Limits limits = {}, std::uint64_t budget_octets = 1 << 20,
                   bool is_tls_from_the_start = false);

    net::Client connect() const { return site.connect(); }

    std::unique_ptr<policy::Gate> gate = make_gate();
    net::Pool hashing{1, 16};
    sign_in::Throttle throttle;
    sign_in::SignIn sign_in{*gate, hashing, throttle};
    Pigeonholes mailroom{*gate};
    net::MemoryBudget budget;
    net::RecordedEvents events;
    Service service;
    net::Site site;
};

}  // namespace postvern::services::smtp
