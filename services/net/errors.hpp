// How an operation on a connection ends other than by its result. Sessions catch
// ConnectionEnded once, around the whole conversation; TimedOut and Stopping still allow a last
// line to be written (BYE, 421), ConnectionLost does not. No message names a peer.
#pragma once

#include <stdexcept>

namespace postvern::services::net {

struct ConnectionEnded : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// The peer was silent, or too slow, for longer than the stream's limits allow.
struct TimedOut : ConnectionEnded {
    TimedOut() : ConnectionEnded("the peer was too slow") {}
};

// The server is stopping and no complete line was waiting: say goodbye and return.
struct Stopping : ConnectionEnded {
    Stopping() : ConnectionEnded("the server is stopping") {}
};

// The connection is gone: reset, cut in the middle of a counted transfer, broken TLS, or closed
// by the server. Nothing more can be written.
struct ConnectionLost : ConnectionEnded {
    using ConnectionEnded::ConnectionEnded;
};

// A bounded queue of work is full; the work was not begun.
struct Saturated : std::runtime_error {
    Saturated() : std::runtime_error("the queue of work is full") {}
};

}  // namespace postvern::services::net
