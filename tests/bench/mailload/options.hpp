#pragma once
// The command line of mailload, read and checked.

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/bench/mailload/accounts.hpp"
#include "tests/bench/mailload/report.hpp"
#include "tests/bench/mailload/transport.hpp"

namespace postvern::tests::bench::mailload {

struct Options {
    Endpoint endpoint;
    Form form = Form::text;
    std::string user;
    std::size_t users = 1;
    std::string password_file;
    std::string accounts_file;
    std::vector<std::size_t> sessions;
    std::size_t count = 0;
    std::size_t size = 0;   // octets of a message
    std::string recipient;  // %k: session number
    bool pipeline = false;  // MAIL, RCPT and DATA in one write
    std::string mailbox;
    std::size_t repeat = 1;
    std::vector<std::string> items;  // "name=IMAP command"
    int pid = 0;                     // root of the server's process tree
    double settle = 0;               // seconds between the last sign-in and the measurement
    std::size_t threads = 1;
    std::size_t at_once = 0;    // clients that sign in at the same time; 0: all
    double retry_delay = 0;     // seconds until a client that was turned away tries again
    std::string lmtp_port;      // where idle delivers to see each client told; empty: it does not
    std::size_t span_days = 0;  // over how many past days append spreads INTERNALDATE

    // Who signs in. Throws std::runtime_error when no password is given.
    Accounts accounts() const;
};

// Thrown for a command line that cannot be understood, and with the help text for --help.
struct UsageError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// `arguments`: those behind the subcommand; `security` what the subcommand speaks unless told.
Options parse_options(const std::vector<std::string>& arguments, Security security);

}  // namespace postvern::tests::bench::mailload
