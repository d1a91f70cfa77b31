#include "services/sign_in/sign_in.hpp"

#include <memory>
#include <utility>
#include <variant>

#include "services/net/errors.hpp"
#include "services/net/loop.hpp"
#include "services/sign_in/ask.hpp"

namespace postvern::services::sign_in {
namespace {

struct OvertakenByFailures {};
using Attempt = std::variant<std::optional<policy::Subject>, OvertakenByFailures>;

// Verifies on a thread of the pool. An attempt that was booked before others failed is not made.
Attempt attempt(policy::Gate& gate, Throttle& throttle, const Throttle::Booking& booking,
                const Credentials& credentials, net::PeerPrefix prefix, policy::Channel channel) {
    if (!throttle.stands(booking, credentials.name, prefix)) return OvertakenByFailures{};
    auto subject =
        gate.admit(policy::LoginClaim{credentials.name, credentials.password.view()}, channel);
    if (!subject) throttle.failed(credentials.name, prefix);
    return subject;
}

}  // namespace

net::Task<std::optional<policy::Subject>> SignIn::sign_in(net::PeerPrefix prefix,
                                                          Credentials credentials,
                                                          policy::Channel channel) {
    auto& loop = *net::Loop::current();
    // Shared with the pool's thread, which may still be at work when this frame goes.
    const auto claimed = std::make_shared<const Credentials>(std::move(credentials));
    const auto priority =
        throttle_.is_known(prefix) ? net::Priority::preferred : net::Priority::ordinary;
    for (;;) {
        const auto booking = throttle_.book(claimed->name, prefix);
        if (!booking) throw net::Saturated();
        co_await loop.sleep(booking->wait);
        auto work = [this, booking, claimed, prefix, channel] {
            return attempt(gate_, throttle_, *booking, *claimed, prefix, channel);
        };
        auto verification = hashing_.run(std::move(work), priority);
        auto outcome = co_await verification;
        // Booked anew it waits its turn, so it comes this way once at most.
        if (std::holds_alternative<OvertakenByFailures>(outcome)) continue;
        auto subject = std::get<std::optional<policy::Subject>>(std::move(outcome));
        if (!subject) co_return std::nullopt;
        const bool is_welcome = co_await may_enter(*subject, channel);
        if (!is_welcome) {
            // A disabled account is a wrong password to whoever asks, and counts as one.
            throttle_.failed(claimed->name, prefix);
            co_return std::nullopt;
        }
        throttle_.succeeded(claimed->name, prefix);
        if (succeeded_) succeeded_(subject->account());
        co_return subject;
    }
}

net::Task<bool> SignIn::may_enter(const policy::Subject& subject, policy::Channel channel) {
    const policy::Request request{subject, policy::Action::sign_in,
                                  policy::Resource::of(subject.account()),
                                  policy::Purpose::service_delivery, channel};
    try {
        auto asking = ask(gate_, request);
        co_await asking;
        co_return true;
    } catch (const policy::Denied& denied) {
        // What could not be decided or recorded says nothing about the password.
        if (denied.decision().refusal != policy::Refusal::rules) throw;
        co_return false;
    }
}

}  // namespace postvern::services::sign_in
