// The control socket: how the tool speaks to the running daemon. One request per connection, one
// line of JSON each way (docs/formats/control.md); who may connect the file's mode says, who speaks is
// what the kernel says of the peer, and what they may do the Gate decides, act by act.
// Thread-safe: one serves every connection.
//
//     runtime.listen(UnixEndpoint{data / "control.sock"}, {}, [&](Stream& s) { return
//     control.serve(s); });
#pragma once

#include "services/control/parts.hpp"
#include "services/net/pool.hpp"
#include "services/net/stream.hpp"
#include "services/net/task.hpp"

namespace postvern::services::control {

class Service {
  public:
    // Commands run on `blocking`: they hash passwords, read files and wait for commits. All are
    // borrowed and outlive this.
    Service(const Parts& parts, net::Pool& blocking);

    // One conversation. Ends without an answer when the kernel names no user.
    net::Task<void> serve(net::Stream& stream);

  private:
    const Parts parts_;
    net::Pool& blocking_;
};

}  // namespace postvern::services::control
