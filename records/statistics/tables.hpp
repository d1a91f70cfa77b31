// What is counted: the tables of the published statistics, what bounds one person's part in each, and what each release
// spends of the privacy budget. Constants; thread-safe. Why these: docs/decisions/0018-anonymous-statistics.md.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "records/statistics.hpp"

namespace postvern::records::statistics {

// The privacy budget is counted in shares of epsilon = 1/31, so that sums of it are exact.
inline constexpr std::uint32_t kSharesOfOne = 31;  // shares in epsilon = 1
// INVARIANT: in any kWindowDays consecutive days a table spends at most kSharesOfOne. No calendar month is
// longer, so the bound for each month follows.
inline constexpr std::int32_t kWindowDays = 31;

// Released numbers below it are suppressed.
inline constexpr std::int64_t kLeastPublished = 10;

inline constexpr std::size_t kMostNumbers = 2;  // of a table

struct Table {
    std::string_view name;
    std::string_view meaning;  // ends a sentence that begins with the table's name
    std::array<std::string_view, kMostNumbers> numbers;  // their names; unused ones empty
    // How much one person can change all numbers of a day's table together (the L1 sensitivity): what is counted
    // beyond it is left out.
    std::uint32_t sensitivity;
    std::uint32_t shares;      // of kSharesOfOne, spent by a release
    bool is_always_fed;        // the others are released where the border server feeds them
    std::string_view metric;   // OpenMetrics family
    std::uint64_t metric_unit; // what a number is multiplied by there

    std::size_t size() const noexcept {
        std::size_t count = 0;
        while (count < kMostNumbers && !numbers[count].empty()) ++count;
        return count;
    }
};

// By StatisticsTable.
inline constexpr std::array<Table, kStatisticsTableCount> kTables = {{
    {"deliveries", "messages put into mailboxes, at most 32 a day of one account", {"messages"}, 32, 1, true,
     "postvern_deliveries", 1},
    {"sign_ins", "successful sign-ins by mail clients, at most 4 a day of one account", {"sign_ins"}, 4, 1, true,
     "postvern_sign_ins", 1},
    {"storage", "mebibytes held when the day ended, each account rounded up and at most 1024", {"mebibytes"}, 1024, 1,
     true, "postvern_storage_bytes", std::uint64_t{1} << 20},
    {"spam_decisions", "messages put into mailboxes that the site's filter had judged, at most 32 a day of one account",
     {"spam", "ham"}, 32, 1, false, "postvern_spam_decisions", 1},
    {"tls_between_servers",
     "messages put into mailboxes that another server had handed to the border server, with TLS or without, at most 32 a day "
     "of one account",
     {"encrypted", "plain"}, 32, 1, false, "postvern_tls_between_servers", 1},
}};

constexpr std::size_t index_of(StatisticsTable table) noexcept { return static_cast<std::size_t>(table); }
constexpr const Table& table_of(StatisticsTable table) noexcept { return kTables[index_of(table)]; }

// The unit of storage: octets in a mebibyte.
inline constexpr std::uint64_t kStorageUnit = std::uint64_t{1} << 20;

}  // namespace postvern::records::statistics
