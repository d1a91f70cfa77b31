// deliver and append: how fast a server takes messages into durable storage.

#include <array>
#include <ctime>

#include "tests/bench/mailload/commands.hpp"
#include "tests/bench/mailload/imap.hpp"
#include "tests/bench/mailload/lmtp.hpp"
#include "tests/bench/mailload/message.hpp"
#include "tests/bench/mailload/parallel.hpp"

namespace postvern::tests::bench::mailload {
namespace {

// How many of `total` units session k of `sessions` does.
std::size_t share(std::size_t total, std::size_t sessions, std::size_t k) {
    return total / sessions + (k < total % sessions ? 1 : 0);
}

class DeliverSession {
  public:
    DeliverSession(const Options& options, std::size_t k, std::size_t count)
        : lmtp_(options.endpoint, numbered(options.recipient, k),
                options.pipeline ? Pipelining::on : Pipelining::off),
          messages_(make_messages(k, options.size)),
          first_serial_(k * 1'000'000'000),
          count_(count) {}

    void run(std::vector<double>& latencies) {
        latencies.reserve(count_);
        for (std::size_t i = 0; i < count_; ++i) {
            const auto start = Clock::now();
            lmtp_.deliver(messages_[i % messages_.size()].stamped(first_serial_ + i));
            latencies.push_back(seconds_since(start));
        }
    }

  private:
    Lmtp lmtp_;
    std::vector<Message> messages_;
    std::size_t first_serial_;
    std::size_t count_;
};

// An IMAP date-time `days` days before now, in UTC.  RFC 9051 9, date-time
std::string days_ago(std::size_t days) {
    const std::time_t moment = std::time(nullptr) - static_cast<std::time_t>(days) * 86'400;
    std::tm parts{};
    gmtime_r(&moment, &parts);
    std::array<char, 40> text{};
    std::strftime(text.data(), text.size(), "\"%d-%b-%Y %H:%M:%S +0000\"", &parts);
    return text.data();
}

class AppendSession {
  public:
    AppendSession(const Options& options, const Accounts& accounts, std::size_t k,
                  std::size_t count)
        : imap_(options.endpoint),
          mailbox_(quoted(options.mailbox)),
          messages_(make_messages(k, options.size)),
          first_serial_(k * 1'000'000'000),
          span_days_(options.span_days),
          count_(count) {
        imap_.login(accounts.of(k));
    }

    void run(std::vector<double>& latencies) {
        latencies.reserve(count_);
        for (std::size_t i = 0; i < count_; ++i) {
            const std::string arguments = arguments_of(i);
            const auto start = Clock::now();
            imap_.append(arguments, messages_[i % messages_.size()].stamped(first_serial_ + i));
            latencies.push_back(seconds_since(start));
        }
    }

  private:
    // With a span the oldest message comes first, as in a mailbox that grew.
    std::string arguments_of(std::size_t i) const {
        if (span_days_ == 0) return mailbox_;
        return mailbox_ + " " + days_ago(span_days_ - span_days_ * i / count_);
    }

    Imap imap_;
    std::string mailbox_;
    std::vector<Message> messages_;
    std::size_t first_serial_;
    std::size_t span_days_;
    std::size_t count_;
};

template <typename Make>
void measure(const Options& options, std::string_view what, const Make& make) {
    const std::vector<std::size_t> usual = {1, 8, 32};
    for (const std::size_t sessions : options.sessions.empty() ? usual : options.sessions) {
        Timed timed = run_sessions(
            sessions, [&](std::size_t k) { return make(k, share(options.count, sessions, k)); });
        Report report(options.form, what);
        report.add("sessions", sessions).add("count", options.count).add("size", options.size);
        report.add("seconds", timed.seconds);
        report.add("rate", static_cast<double>(options.count) / timed.seconds);
        report.add_latencies(timed.latencies).print();
    }
}

}  // namespace

void run_deliver(const Options& options) {
    measure(options, "deliver",
            [&](std::size_t k, std::size_t count) { return DeliverSession(options, k, count); });
}

void run_append(const Options& options) {
    const Accounts accounts = options.accounts();
    measure(options, "append", [&](std::size_t k, std::size_t count) {
        return AppendSession(options, accounts, k, count);
    });
}

}  // namespace postvern::tests::bench::mailload
