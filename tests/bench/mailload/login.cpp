// login: sign-ins per second, each with a connection and a full TLS handshake of its own.

#include <algorithm>

#include "tests/bench/mailload/commands.hpp"
#include "tests/bench/mailload/imap.hpp"
#include "tests/bench/mailload/parallel.hpp"

namespace postvern::tests::bench::mailload {
namespace {

class LoginSession {
  public:
    LoginSession(const Options& options, const Account& account, std::size_t count)
        : options_(&options), account_(&account), count_(count) {}

    void run(std::vector<double>& latencies) {
        for (std::size_t i = 0; i < count_; ++i) {
            const auto start = Clock::now();
            Imap imap(options_->endpoint);
            imap.login(*account_);
            latencies.push_back(seconds_since(start));
        }
    }

  private:
    const Options* options_;
    const Account* account_;
    std::size_t count_;
};

}  // namespace

void run_login(const Options& options) {
    const Accounts accounts = options.accounts();
    const std::vector<std::size_t> usual = {1, 8};
    for (const std::size_t sessions : options.sessions.empty() ? usual : options.sessions) {
        const std::size_t each = std::max<std::size_t>(options.count / sessions, 1);
        Timed timed = run_sessions(
            sessions, [&](std::size_t k) { return LoginSession(options, accounts.of(k), each); });
        Report report(options.form, "login");
        report.add("sessions", sessions).add("count", timed.latencies.size());
        report.add("seconds", timed.seconds);
        report.add("rate", static_cast<double>(timed.latencies.size()) / timed.seconds);
        report.add_latencies(timed.latencies).print();
    }
}

}  // namespace postvern::tests::bench::mailload
