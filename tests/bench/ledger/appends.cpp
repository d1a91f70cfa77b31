#include <atomic>
#include <future>
#include <latch>
#include <thread>
#include <vector>

#include "house.hpp"
#include "stopwatch.hpp"

namespace postvern::bench::ledger {

namespace {

constexpr std::uint64_t kAccounts = 1000;

// Calls back whoever counts; a failure ends the program: no figure for work that was not done.
auto counted(std::latch& done) {
    return [&done](std::exception_ptr failure) {
        if (failure) std::terminate();
        done.count_down();
    };
}

}  // namespace

House::House(const std::filesystem::path& directory)
    : data(directory / "data"), keys_directory(directory / "keys") {
    std::filesystem::create_directories(data);
    std::filesystem::create_directories(keys_directory);
    decision_.permitted = true;
    decision_.record = policy::RecordStrength::entry;
    decision_.rules = {"ISP-52.staff-administer-accounts"};
    decision_.legal_basis = "GDPR Art. 6(1)(b); ISP-52";
}

records::LedgerSettings House::settings() const {
    records::LedgerSettings settings;
    settings.data_directory = data;
    settings.keys_directory = keys_directory;
    settings.clock = [] { return records::ledger::kMoment; };
    settings.commits = [] { return records::StoreCommits{}; };
    settings.batch_interval = std::chrono::hours(1);
    settings.tally_interval = std::chrono::hours(1);
    return settings;
}

policy::Act House::act(records::AccountId subject) const {
    return {.actor = policy::Principal::staff(1000),
            .subject = subject,
            .action = policy::Action::administer_accounts,
            .purpose = policy::Purpose::administration,
            .channel = policy::Channel::control,
            .outcome = policy::Outcome::granted,
            .moment = records::ledger::kMoment,
            .most_objects = 1,
            .decision = decision_};
}

policy::Act House::access(records::AccountId account) const {
    policy::Act access = act(account);
    access.actor = policy::Principal::owner(account);
    access.action = policy::Action::read;
    access.purpose = policy::Purpose::service_delivery;
    access.channel = policy::Channel::imap;
    return access;
}

Recorded recorded_singly(House& house, int callers) {
    records::Ledger ledger(house.settings(), house.keys);
    std::atomic<bool> stop{false};
    std::atomic<std::uint64_t> recorded{0};
    std::vector<std::thread> threads;
    const ProcessorTime processor;
    const Stopwatch watch;
    for (int caller = 0; caller < callers; ++caller) {
        threads.emplace_back([&, caller] {
            std::uint64_t own = 0;
            for (; !stop; ++own) {
                std::latch done(1);
                const auto account = static_cast<std::uint64_t>(caller) * 31 + own;
                ledger.record(house.act(records::AccountId{1 + account % kAccounts}),
                              counted(done));
                done.wait();
            }
            recorded += own;
        });
    }
    std::this_thread::sleep_for(std::chrono::duration<double>(kSeconds));
    stop = true;
    for (std::thread& thread : threads) thread.join();
    const double seconds = watch.seconds();
    const auto count = static_cast<double>(recorded);
    return {count / seconds, static_cast<double>(ledger.commits()) / seconds,
            processor.seconds() / count * 1e6};
}

Recorded recorded_in_batches(House& house, int batch) {
    records::Ledger ledger(house.settings(), house.keys);
    std::vector<policy::Act> acts;
    for (std::uint64_t i = 0; i < kAccounts; ++i)
        acts.push_back(house.act(records::AccountId{1 + i}));
    const ProcessorTime all;
    const ProcessorTime callers(CLOCK_THREAD_CPUTIME_ID);
    const Stopwatch watch;
    std::size_t next = 0;
    const double rate = rate_of([&] {
        std::latch done(batch);
        for (int i = 0; i < batch; ++i) ledger.record(acts[next++ % acts.size()], counted(done));
        done.wait();
        return batch;
    });
    const double seconds = watch.seconds();
    const double writers = all.seconds() - callers.seconds();
    return {rate, static_cast<double>(ledger.commits()) / seconds,
            writers / (rate * seconds) * 1e6};
}

double tally_nanoseconds(House& house) {
    records::Ledger ledger(house.settings(), house.keys);
    std::vector<policy::Act> acts;
    for (std::uint64_t i = 0; i < kAccounts; ++i)
        acts.push_back(house.access(records::AccountId{1 + i}));
    const double rate = rate_of([&] {
        for (const policy::Act& act : acts) ledger.tally(act);
        return acts.size();
    });
    return 1e9 / rate;
}

}  // namespace postvern::bench::ledger
