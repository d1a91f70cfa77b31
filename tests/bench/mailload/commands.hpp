#pragma once
// The subcommands of mailload. Each takes its measurements and prints a line for each. They throw
// ServerError when the server does not do its part, so that no figure stands for failed work.

#include "tests/bench/mailload/options.hpp"

namespace postvern::tests::bench::mailload {

// LMTP: deliveries per second at each number of sessions, each into its own recipient (%k).
void run_deliver(const Options& options);

// IMAP APPEND: the same over IMAP, one user per session.
void run_append(const Options& options);

// One IMAP connection: time, octets and messages of each named command, repeated.
void run_fetch(const Options& options);

// FETCH of FLAGS, UID and ENVELOPE of the whole mailbox, repeated.
void run_envelope(const Options& options);

// FETCH of single messages drawn at random: time per message read.
void run_scale(const Options& options);

// Sign-ins per second, each over a new connection and a full TLS handshake.
void run_login(const Options& options);

// Memory of the server per connection that waits in IDLE, and whether each is told of new mail.
void run_idle(const Options& options);

// A crowd signs in at once: time until all are served.
void run_relogin(const Options& options);

}  // namespace postvern::tests::bench::mailload
