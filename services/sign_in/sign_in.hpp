// SignIn: how a session of any protocol gets its Subject: throttled by name and network, hashed on
// a bounded pool, and asked for at the door. Thread-safe; one for the whole server.
//
// Whatever is wrong (name, password, a disabled account) has one and the same answer, after the
// same work, so that it tells nobody which accounts exist.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "policy/gate.hpp"
#include "services/net/peer.hpp"
#include "services/net/pool.hpp"
#include "services/net/task.hpp"
#include "services/sign_in/sasl.hpp"
#include "services/sign_in/throttle.hpp"

namespace postvern::services::sign_in {

class SignIn {
  public:
    // `hashing` takes the password hashing: as many threads as cores, and a queue for the clients
    // that come back all at once after a restart (8,192). All three outlive this. `succeeded`, if given, is
    // called on the loop with the account of each owner who was signed in; it does not block.
    SignIn(policy::Gate& gate, net::Pool& hashing, Throttle& throttle,
           std::function<void(policy::AccountId)> succeeded = {})
        : gate_(gate), hashing_(hashing), throttle_(throttle), succeeded_(std::move(succeeded)) {}

    // Signs in the owner whom `credentials` name; absent: refused. To be awaited on a loop; the
    // wait after failures included it takes up to a minute and a half, during which the session
    // reads nothing. `prefix` is the stream's peer_prefix(). Throws net::Saturated when too many
    // are waiting, and what the store throws: both are temporary failures (IMAP: NO [UNAVAILABLE],
    // SMTP: 454 4.7.0).
    net::Task<std::optional<policy::Subject>> sign_in(net::PeerPrefix prefix,
                                                      Credentials credentials,
                                                      policy::Channel channel);

  private:
    net::Task<bool> may_enter(const policy::Subject& subject, policy::Channel channel);

    policy::Gate& gate_;
    net::Pool& hashing_;
    Throttle& throttle_;
    const std::function<void(policy::AccountId)> succeeded_;
};

}  // namespace postvern::services::sign_in
