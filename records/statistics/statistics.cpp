#include <array>
#include <deque>
#include <mutex>
#include <stdexcept>

#include "records/backup/files.hpp"
#include "records/ledger/keys.hpp"
#include "records/ledger/site_keys.hpp"
#include "records/statistics.hpp"
#include "records/statistics/budget.hpp"
#include "records/statistics/counters.hpp"
#include "records/statistics/exposition.hpp"

namespace postvern::records {

namespace {

namespace fs = std::filesystem;
using statistics::Budget;
using statistics::CountedDay;

constexpr std::size_t kMostWaiting = 7;               // days
constexpr std::size_t kLongestExposition = 1U << 24;  // octets

// Where releases are published: readable by all who reach the directory.
constexpr fs::perms kPublic = fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read |
                              fs::perms::others_read;

// "<site name>/statistics": the first line of releases, which no checkpoint begins with.
std::string origin_of(const LedgerKeys& keys) { return keys.site_name() + "/statistics"; }

}  // namespace

struct Statistics::Parts {
    Parts(StatisticsSettings given, const LedgerKeys& keys)
        : settings(std::move(given)),
          directory(settings.data_directory / "statistics"),
          files{directory / "budget", settings.keys_directory / "statistics"},
          signer(ledger::origin_of(keys), keys.derive("ledger signature")),
          origin(origin_of(keys)),
          sampler(settings.random ? settings.random : statistics::private_random_word),
          counters(settings.clock()) {}

    void open();
    void publish();
    void count(StatisticsTable table, AccountId account, std::size_t number = 0) noexcept;
    std::array<std::pair<const char*, std::string>, 2> published_files(const std::vector<ReleasedDay>& days) const;
    void require(const policy::Grant& grant) const;
    void require_first(const policy::Resource& report) const;
    void drop_first();
    void draw();

    const StatisticsSettings settings;
    const fs::path directory;
    const Budget::Files files;
    const ledger::NoteSigner signer;
    const std::string origin;
    const policy::Gate* gate = nullptr;

    mutable std::mutex mutex;  // of what follows, up to the counters
    statistics::Sampler sampler;
    std::optional<Budget> budget;       // absent: see `fault`
    std::string fault;
    std::deque<CountedDay> waiting;     // raw
    std::optional<ReleasedDay> drawn;   // the first that waits, with its noise: drawn once, whatever the disk says

    statistics::Counters counters;
};

// What was published is made anew from the budget: a crash may have come in between.
void Statistics::Parts::open() {
    try {
        if (!fs::exists(directory)) {
            backup::make_directory(directory);
            fs::permissions(directory, kPublic | fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec);
            backup::sync_directory(settings.data_directory);
        }
        budget.emplace(files, signer, origin);
        publish();
    } catch (const std::exception& error) {  // StorageError, Unavailable, a file system's: the mail goes on
        budget.reset();
        fault = error.what();
    }
}

std::array<std::pair<const char*, std::string>, 2> Statistics::Parts::published_files(
    const std::vector<ReleasedDay>& days) const {
    return {{{"statistics.json", statistics::to_json(days, signer.verifier_key())},
             {"metrics.txt", statistics::to_open_metrics(days)}}};
}

void Statistics::Parts::publish() {
    for (const auto& [name, octets] : published_files(budget->days())) {
        const fs::path file = directory / name;
        if (fs::exists(file) && fs::file_size(file) == octets.size() &&
            backup::read_file(file, kLongestExposition) == octets) {
            continue;
        }
        statistics::replace_file(file, octets);
        fs::permissions(file, kPublic);
    }
}

void Statistics::Parts::require(const policy::Grant& grant) const {
    if (gate == nullptr || !gate->honours(grant, policy::Action::publish)) throw policy::Denied(policy::Decision{});
}

// The report of the first day that waits, and no other.
void Statistics::Parts::require_first(const policy::Resource& report) const {
    if (!budget) throw StorageError(fault);
    if (waiting.empty() || report.type != policy::ResourceType::report ||
        report.number != static_cast<std::uint64_t>(static_cast<std::int32_t>(waiting.front().day))) {
        throw policy::Denied(policy::Decision{});
    }
}

void Statistics::Parts::drop_first() {
    waiting.pop_front();
    drawn.reset();
}

// The raw sums go here: what is left of the day is its noisy numbers.
void Statistics::Parts::draw() {
    CountedDay& day = waiting.front();
    day.sums[statistics::index_of(StatisticsTable::storage)][0] = settings.stored(
        statistics::kStorageUnit, statistics::table_of(StatisticsTable::storage).sensitivity);
    drawn = statistics::with_noise(day, sampler, settings.reported);
    day.sums = {};
}

void Statistics::Parts::count(StatisticsTable table, AccountId account, std::size_t number) noexcept {
    try {
        counters.count(table, number, account, settings.clock());
    } catch (const std::exception&) {
        // No memory: an event less is no reason to fail what was done already.
    }
}

Statistics::Statistics(StatisticsSettings settings, const LedgerKeys& keys)
    : parts_(std::make_unique<Parts>(std::move(settings), keys)) {
    parts_->open();
}

Statistics::~Statistics() = default;

void Statistics::delivered(AccountId account) noexcept {
    parts_->count(StatisticsTable::deliveries, account);
}

void Statistics::signed_in(AccountId account) noexcept { parts_->count(StatisticsTable::sign_ins, account); }

void Statistics::judged(AccountId account, SpamDecision decision) noexcept {
    parts_->count(StatisticsTable::spam_decisions, account, static_cast<std::size_t>(decision));
}

void Statistics::handed_over(AccountId account, ServerLink link) noexcept {
    parts_->count(StatisticsTable::tls_between_servers, account, static_cast<std::size_t>(link));
}

void Statistics::honour_grants_of(const policy::Gate& gate) {
    if (parts_->gate != nullptr) throw std::logic_error("the statistics serve a gate already");
    parts_->gate = &gate;
}

std::optional<Day> Statistics::due() {
    auto closed = parts_->counters.close(parts_->settings.clock());
    const std::lock_guard lock(parts_->mutex);
    auto& waiting = parts_->waiting;
    if (!parts_->budget) return {};
    if (closed) waiting.push_back(std::move(*closed));
    if (waiting.size() > kMostWaiting) parts_->drop_first();
    // After the clock was set back, a later process may meet a day again that an earlier one released.
    const auto& released = parts_->budget->days();
    while (!waiting.empty() && !released.empty() && waiting.front().day <= released.back().day) {
        parts_->drop_first();
    }
    if (waiting.empty()) return {};
    return waiting.front().day;
}

void Statistics::release(policy::Grant&& grant) {
    const policy::Grant held = std::move(grant);
    parts_->require(held);
    const std::lock_guard lock(parts_->mutex);
    parts_->require_first(held.resource());
    if (!parts_->drawn) parts_->draw();
    try {
        parts_->budget->add(*parts_->drawn);
    } catch (const Unacceptable&) {
        parts_->drop_first();
        throw;
    }
    parts_->drop_first();
    parts_->publish();
}

std::optional<std::string> Statistics::fault() const {
    const std::lock_guard lock(parts_->mutex);
    if (parts_->budget) return {};
    return parts_->fault;
}

std::vector<ReleasedDay> Statistics::released() const {
    const std::lock_guard lock(parts_->mutex);
    if (!parts_->budget) throw StorageError(parts_->fault);
    return parts_->budget->days();
}

std::string Statistics::verifier_key() const { return parts_->signer.verifier_key(); }

StatisticsExamination Statistics::verify() const {
    const std::lock_guard lock(parts_->mutex);
    try {
        const Budget found(parts_->files, parts_->signer, parts_->origin);
        StatisticsExamination examination{found.days().size(), {}};
        if (!parts_->budget) examination.fault = parts_->fault + " (found when the site was opened)";
        for (const auto& [name, octets] : parts_->published_files(found.days())) {
            const fs::path file = parts_->directory / name;
            if (!fs::exists(file) || backup::read_file(file, kLongestExposition) != octets) {
                examination.fault = file.string() + ": is not what the budget says was released";
            }
        }
        return examination;
    } catch (const StorageError& error) {
        return {0, error.what()};
    }
}

}  // namespace postvern::records
