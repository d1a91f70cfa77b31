#include "services/smtp/archive_mailroom.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "services/net/store_call.hpp"
#include "services/sign_in/ask.hpp"

namespace postvern::services::smtp {
namespace {

policy::Subject admit_deliverer(policy::Gate& gate) {
    auto subject = gate.admit(policy::DeliveryClaim{}, policy::Channel::lmtp);
    if (!subject) throw std::runtime_error("the gate admits no deliverer of mail");
    return std::move(*subject);
}

}  // namespace

ArchiveMailroom::ArchiveMailroom(policy::Gate& gate, const records::Accounts& accounts,
                                 records::Archive& archive, net::Pool& blocking,
                                 std::function<std::int64_t()> clock,
                                 std::function<void(policy::AccountId)> delivered)
    : gate_(gate),
      accounts_(accounts),
      archive_(archive),
      blocking_(blocking),
      clock_(std::move(clock)),
      delivered_(std::move(delivered)),
      deliverer_(admit_deliverer(gate)) {}

policy::Request ArchiveMailroom::delivery_to(policy::AccountId account,
                                             policy::Channel channel) const {
    return {deliverer_, policy::Action::deliver, policy::Resource::of(account),
            policy::Purpose::service_delivery, channel};
}

// On the loop: two reads by key, which take less than the way to the pool and back.
net::Task<Lookup> ArchiveMailroom::find(grammar::Mailbox address, policy::Channel channel) {
    if (const auto account = accounts_.resolve(address.text())) {
        auto decision = gate_.decide(delivery_to(*account, channel));
        if (decision.permitted) co_return Lookup{Lookup::Kind::known, *account};
        if (decision.refusal != policy::Refusal::rules) throw policy::Denied(std::move(decision));
        // What rules out delivery (a closed account) makes the address unknown here already, so that
        // the sender learns no more than that.
    }
    const bool is_ours = address.domain.empty() || accounts_.is_local(address.domain);
    co_return Lookup{is_ours ? Lookup::Kind::unknown : Lookup::Kind::remote, policy::kNoAccount};
}

net::Task<bool> ArchiveMailroom::owns(policy::AccountId account,
                                      std::vector<grammar::Mailbox> addresses) {
    auto work = [this, account, addresses = std::move(addresses)] {
        return std::all_of(addresses.begin(), addresses.end(),
                           [&](const grammar::Mailbox& address) {
                               return accounts_.owns(account, address.text());
                           });
    };
    auto looking = blocking_.run(std::move(work));
    co_return co_await looking;
}

net::Task<void> ArchiveMailroom::permit_submission(const policy::Subject& owner) {
    const policy::Request request{owner, policy::Action::submit,
                                  policy::Resource::of(owner.account()),
                                  policy::Purpose::service_delivery, policy::Channel::submission};
    auto asking = sign_in::ask(gate_, request);
    co_await asking;
}

net::Task<void> ArchiveMailroom::deliver(std::vector<policy::AccountId> recipients,
                                         std::shared_ptr<const std::string> message,
                                         policy::Channel channel) {
    const records::InternalDate now{.seconds = clock_(), .zone_minutes = 0};
    std::vector<records::Placement> placements;
    placements.reserve(recipients.size());
    for (const auto recipient : recipients) {
        auto asking = sign_in::ask(gate_, delivery_to(recipient, channel));
        auto grant = co_await asking;
        placements.push_back({std::move(grant), {message, now, 0, {}}});
    }
    using Placed = std::vector<records::Placed>;
    auto work = [this, placements = std::move(placements)](net::Completion<Placed> done) mutable {
        archive_.add(std::move(placements), std::move(done));
    };
    auto adding = net::run_to_completion<Placed>(blocking_, std::move(work));
    co_await adding;
    if (!delivered_) co_return;
    for (const auto recipient : recipients) delivered_(recipient);
}

}  // namespace postvern::services::smtp
