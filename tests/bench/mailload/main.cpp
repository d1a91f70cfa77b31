// mailload: loads any mail server by host and port, and tells rates, latencies and memory.

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/mailload/commands.hpp"

namespace postvern::tests::bench::mailload {
namespace {

struct Subcommand {
    std::string_view name;
    Security security;
    void (*run)(const Options&);
    std::string_view summary;
};

constexpr std::array kSubcommands = {
    Subcommand{"append", Security::tls, run_append, "IMAP APPEND, a rate per --sessions"},
    Subcommand{"deliver", Security::plain, run_deliver, "LMTP deliveries, a rate per --sessions"},
    Subcommand{"envelope", Security::tls, run_envelope, "ENVELOPE of a whole mailbox"},
    Subcommand{"fetch", Security::tls, run_fetch, "bodies of a whole mailbox, or each --item"},
    Subcommand{"idle", Security::tls, run_idle, "memory of --pid per connection in IDLE"},
    Subcommand{"login", Security::tls, run_login, "sign-ins with full TLS handshakes"},
    Subcommand{"relogin", Security::tls, run_relogin, "a crowd signs in at once"},
    Subcommand{"scale", Security::tls, run_scale, "time to read one message of a mailbox"},
};

int explain_usage() {
    std::fputs("usage: mailload SUBCOMMAND --port PORT [options]; SUBCOMMAND --help\n", stderr);
    for (const Subcommand& each : kSubcommands) {
        std::fprintf(stderr, "  %-10s%s\n", each.name.data(), each.summary.data());
    }
    return 2;
}

int run(const std::vector<std::string>& arguments) {
    if (arguments.empty()) return explain_usage();
    const auto* chosen = std::find_if(kSubcommands.begin(), kSubcommands.end(),
                                      [&](const auto& each) { return each.name == arguments[0]; });
    if (chosen == kSubcommands.end()) return explain_usage();
    raise_descriptor_limit();
    std::signal(SIGPIPE, SIG_IGN);
    chosen->run(parse_options({arguments.begin() + 1, arguments.end()}, chosen->security));
    return 0;
}

}  // namespace
}  // namespace postvern::tests::bench::mailload

// Exit codes: 0 measured, 1 the server or its surroundings failed, 2 usage.
int main(int count, char** values) {
    using postvern::tests::bench::mailload::UsageError;
    try {
        return postvern::tests::bench::mailload::run({values + 1, values + count});
    } catch (const UsageError& problem) {
        std::fprintf(stderr, "%s\n", problem.what());
        return 2;
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "mailload: %s\n", problem.what());
        return 1;
    }
}
