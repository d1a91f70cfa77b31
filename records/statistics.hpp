// Anonymous statistics: how much the house is used, by day, with noise that hides each person (differential privacy). Raw
// counters are in memory only; what leaves it are their noisy sums, noted in a signed budget before anybody sees them.
// Nothing is counted about authorities, cases or staff. Thread-safe. Format and crash states:
// docs/formats/statistics.md; why these tables and numbers: docs/decisions/0018-anonymous-statistics.md.
//
// INVARIANT: a day is released at most once, and in any 31 days a table spends at most epsilon = 1 for each person.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "policy/gate.hpp"
#include "records/errors.hpp"
#include "records/identifiers.hpp"

namespace postvern::records {

class LedgerKeys;

// What is counted. The last two are fed by what the site's border server says of the mail that it hands over; where it
// is not asked, they are not released.
enum class StatisticsTable : std::uint8_t { deliveries, sign_ins, storage, spam_decisions, tls_between_servers };
inline constexpr std::size_t kStatisticsTableCount = 5;

// What the site's spam filter made of a message.
enum class SpamDecision : std::uint8_t { spam, ham };
// How another server handed a message to the site's border server: with TLS or without.
enum class ServerLink : std::uint8_t { encrypted, plain };

struct StatisticsSettings {
    std::filesystem::path data_directory;  // DATA_DIR: statistics/budget, statistics.json, metrics.txt
    std::filesystem::path keys_directory;  // KEYS: statistics, a copy of the latest release
    std::function<std::int64_t()> clock;   // Unix seconds; thread-safe
    // What is stored now: the sum, over all accounts, of what each holds in `unit` octets, rounded up and at most `most`.
    std::function<std::uint64_t(std::uint64_t unit, std::uint64_t most)> stored;
    std::function<std::uint64_t()> random{};  // 64 bits of noise's randomness; absent: the generator for secrets
    std::vector<StatisticsTable> reported{};  // of those that the border server feeds, the ones that it is asked for
};

struct ReleasedNumber {
    std::string name;
    std::optional<std::int64_t> value;  // absent: below 10
    friend bool operator==(const ReleasedNumber&, const ReleasedNumber&) = default;
};

// One table of one day, as it was published.
struct ReleasedTable {
    std::string name;
    std::uint32_t shares = 0;       // epsilon in 31sts
    std::uint32_t sensitivity = 0;  // most that one person changes all its numbers together
    std::vector<ReleasedNumber> numbers;
    // The noise lies within it, to either side, with 95 percent.
    std::uint64_t margin() const noexcept;
    friend bool operator==(const ReleasedTable&, const ReleasedTable&) = default;
};

struct ReleasedDay {
    Day day{};
    std::uint32_t since = 0;  // minute of the day (UTC) from which it was counted
    std::vector<ReleasedTable> tables;
    friend bool operator==(const ReleasedDay&, const ReleasedDay&) = default;
};

// What an examination of the budget found. Sound without a fault.
struct StatisticsExamination {
    std::uint64_t releases = 0;
    std::optional<std::string> fault;
};

class Statistics {
  public:
    // Verifies the budget. One that is damaged, edited or shorter than it was is no reason to end: it stands in
    // fault(), and nothing is released. `keys` is used here only. Throws Unavailable when files cannot be read.
    Statistics(StatisticsSettings settings, const LedgerKeys& keys);
    ~Statistics();

    // One message for `account`, after it was stored. Takes about 0.1 us.
    void delivered(AccountId account) noexcept;
    // One successful sign-in by a mail client.
    void signed_in(AccountId account) noexcept;
    // One message for `account`, after it was stored: what the border server says of it.
    void judged(AccountId account, SpamDecision decision) noexcept;
    void handed_over(AccountId account, ServerLink link) noexcept;

    // Names the gate whose grants are honoured; once. `gate` is borrowed.
    void honour_grants_of(const policy::Gate& gate);

    // The earliest day that is over, was counted and waits to be released. At most 7 wait; older ones are dropped.
    std::optional<Day> due();
    // Releases that day: draws the noise, notes the release in the budget, then replaces the published files. Action publish,
    // on the report whose number is the day (days since 1970-01-01). *Blocking.* Throws policy::Denied; Unavailable when
    // the disk refuses (the same noisy numbers are released by a later call); StorageError when the budget is not sound;
    // Unacceptable when the budget has no room, which drops the day.
    void release(policy::Grant&& grant);

    // Why nothing is released; absent: the budget is sound.
    std::optional<std::string> fault() const;
    // All that was released, oldest first. Throws StorageError as fault() says.
    std::vector<ReleasedDay> released() const;
    // "<name>+<key id>+<base64>": checks the signatures of releases; the access record's own.
    std::string verifier_key() const;
    // Reads the budget, its copy in KEYS and the published files again and compares them. *Blocking.*
    StatisticsExamination verify() const;

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace postvern::records
