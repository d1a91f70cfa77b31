// idle and relogin: what a server does for thousands of clients at once.

#include <algorithm>
#include <set>
#include <thread>

#include "tests/bench/mailload/commands.hpp"
#include "tests/bench/mailload/imap.hpp"
#include "tests/bench/mailload/lmtp.hpp"
#include "tests/bench/mailload/message.hpp"
#include "tests/bench/mailload/process_memory.hpp"
#include "tests/bench/mailload/swarm.hpp"

namespace postvern::tests::bench::mailload {
namespace {

constexpr double kNoticeSeconds = 60;

// Swarms on a thread each, together one crowd. Not thread-safe itself.
class Crowd {
  public:
    Crowd(const Options& options, const SwarmPlan& plan) : accounts_(options.accounts()) {
        SwarmPlan each = plan;
        each.at_once = std::max<std::size_t>(plan.at_once / options.threads, 1);
        for (std::size_t i = 0; i < options.threads; ++i) swarms_.emplace_back(each);
    }

    // Lets the crowd grow to `clients`.
    void grow(std::size_t clients) {
        std::vector<std::vector<Account>> shares(swarms_.size());
        for (; size_ < clients; ++size_) {
            shares[size_ % shares.size()].push_back(accounts_.of(size_));
        }
        on_each([&](std::size_t i) { swarms_[i].open(shares[i]); });
    }

    // True when every client was told of new mail in time.
    bool all_told() {
        on_each([&](std::size_t i) { swarms_[i].wait_until_told(kNoticeSeconds); });
        return told() == size_;
    }

    std::size_t told() const {
        std::size_t total = 0;
        for (const Swarm& swarm : swarms_) total += swarm.told();
        return total;
    }

    std::uint64_t retries() const {
        std::uint64_t total = 0;
        for (const Swarm& swarm : swarms_) total += swarm.retries();
        return total;
    }

    std::vector<double> settled_after() const {
        std::vector<double> all;
        for (const Swarm& swarm : swarms_) {
            const std::vector<double> some = swarm.settled_after();
            all.insert(all.end(), some.begin(), some.end());
        }
        return all;
    }

    std::set<std::string> users() const {
        std::set<std::string> names;
        for (std::size_t k = 0; k < std::min(size_, accounts_.size()); ++k) {
            names.insert(accounts_.of(k).user);
        }
        return names;
    }

  private:
    // Sessions of run_sessions, one per swarm.
    template <typename Work>
    void on_each(const Work& work) {
        struct Session {
            const Work* work;
            std::size_t i;
            void run(std::vector<double>&) { (*work)(i); }
        };
        run_sessions(swarms_.size(), [&](std::size_t i) { return Session{&work, i}; });
    }

    Accounts accounts_;
    std::vector<Swarm> swarms_;
    std::size_t size_ = 0;
};

// Delivers one message to each user of the crowd, and reports how many clients were told.
void verify_notices(const Options& options, Crowd& crowd, std::size_t clients) {
    Endpoint lmtp = options.endpoint;
    lmtp.port = options.lmtp_port;
    lmtp.security = Security::plain;
    const auto start = Clock::now();
    for (const std::string& user : crowd.users()) {
        Message message(1, 2048);
        Lmtp(lmtp, user, Pipelining::off).deliver(message.stamped(1));
    }
    const bool all = crowd.all_told();
    Report report(options.form, "idle-notices");
    report.add("clients", clients).add("told", crowd.told());
    report.add("seconds", seconds_since(start)).print();
    if (!all) throw ServerError("idle: not every client was told of the new message");
}

}  // namespace

void run_idle(const Options& options) {
    if (options.pid <= 0) throw UsageError("idle needs --pid, the server's process");
    SwarmPlan plan{
        options.endpoint, {"SELECT " + quoted(options.mailbox), "IDLE"}, 64, options.retry_delay};
    if (options.at_once > 0) plan.at_once = options.at_once;
    Crowd crowd(options, plan);
    const ProcessMemory before = measure_tree(options.pid);
    const std::vector<std::size_t> usual = {200, 1000};
    std::size_t clients = 0;
    for (const std::size_t goal : options.sessions.empty() ? usual : options.sessions) {
        if (goal < clients) throw UsageError("idle: --sessions must grow");
        clients = goal;
        crowd.grow(clients);
        std::this_thread::sleep_for(std::chrono::duration<double>(options.settle));
        const ProcessMemory after = measure_tree(options.pid);
        const double grown =
            static_cast<double>(after.pss_kib) - static_cast<double>(before.pss_kib);
        Report report(options.form, "idle");
        report.add("clients", clients).add("before_kib", before.pss_kib);
        report.add("after_kib", after.pss_kib).add("processes", after.processes);
        report.add("kib_per_client", grown / static_cast<double>(clients));
        report.add("retries", crowd.retries()).print();
    }
    if (!options.lmtp_port.empty()) verify_notices(options, crowd, clients);
}

void run_relogin(const Options& options) {
    const std::size_t clients = options.sessions.empty() ? 5000 : options.sessions.front();
    SwarmPlan plan{options.endpoint, {}, clients, options.retry_delay};
    if (options.at_once > 0) plan.at_once = options.at_once;
    Crowd crowd(options, plan);
    const auto start = Clock::now();
    crowd.grow(clients);
    const double seconds = seconds_since(start);
    std::vector<double> settled = crowd.settled_after();
    Report report(options.form, "relogin");
    report.add("clients", clients).add("seconds", seconds);
    report.add("rate", static_cast<double>(clients) / seconds).add("retries", crowd.retries());
    report.add_latencies(settled).print();
}

}  // namespace postvern::tests::bench::mailload
