// fetch, envelope and scale: how fast a server hands out what a mailbox holds.

#include <random>

#include "tests/bench/mailload/commands.hpp"
#include "tests/bench/mailload/imap.hpp"
#include "tests/bench/mailload/parallel.hpp"

namespace postvern::tests::bench::mailload {
namespace {

void report_command(const Options& options, std::string_view name, std::size_t round,
                    const Tally& tally, double seconds) {
    Report report(options.form, name);
    report.add("round", round).add("ms", seconds * 1e3);
    report.add("messages", tally.messages).add("octets", tally.octets);
    report.add("literal_octets", tally.literal_octets);
    report.add("message_rate", static_cast<double>(tally.messages) / seconds);
    report.add("mb_per_s", static_cast<double>(tally.octets) / 1e6 / seconds).print();
}

void run_items(const Options& options, const std::vector<std::string>& items) {
    Imap imap(options.endpoint);
    imap.login(options.accounts().of(0));
    imap.select(options.mailbox);
    for (const std::string& item : items) {
        const std::size_t equals = item.find('=');
        if (equals == std::string::npos) throw UsageError("--item is name=IMAP command");
        for (std::size_t round = 1; round <= options.repeat; ++round) {
            const auto start = Clock::now();
            const Tally tally = imap.command(std::string_view(item).substr(equals + 1));
            report_command(options, item.substr(0, equals), round, tally, seconds_since(start));
        }
    }
}

}  // namespace

void run_fetch(const Options& options) {
    const std::vector<std::string> bodies = {"bodies=UID FETCH 1:* (UID BODY.PEEK[])"};
    run_items(options, options.items.empty() ? bodies : options.items);
}

void run_envelope(const Options& options) {
    run_items(options, {"envelope=FETCH 1:* (FLAGS UID ENVELOPE)"});
}

void run_scale(const Options& options) {
    Imap imap(options.endpoint);
    imap.login(options.accounts().of(0));
    const std::uint64_t messages = imap.select(options.mailbox);
    if (messages == 0) throw ServerError("scale: the mailbox is empty");
    std::mt19937_64 random(messages);
    std::vector<double> latencies;
    std::uint64_t octets = 0;
    const auto start = Clock::now();
    for (std::size_t i = 0; i < options.count; ++i) {
        const std::string number = std::to_string(random() % messages + 1);
        const auto asked = Clock::now();
        const Tally tally = imap.command("FETCH " + number + " (UID BODY.PEEK[])");
        latencies.push_back(seconds_since(asked));
        if (tally.literals != 1) throw ServerError("scale: not one body in a reply");
        octets += tally.literal_octets;
    }
    const double seconds = seconds_since(start);
    Report report(options.form, "scale");
    report.add("messages", messages).add("reads", options.count).add("literal_octets", octets);
    report.add("us_per_message", seconds * 1e6 / static_cast<double>(options.count));
    report.add_latencies(latencies).print();
}

}  // namespace postvern::tests::bench::mailload
