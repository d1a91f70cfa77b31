// The owners' daily tallies in ledger.db: one row per day, account and channel, found and sealed under a
// key of that day, so that a row names nobody and whole days can be destroyed. Used by the writer's
// thread only, within the caller's transaction.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "records/ledger/record_keys.hpp"
#include "records/ledger/site_keys.hpp"
#include "records/ledger/tally_board.hpp"
#include "records/sql/statement.hpp"

namespace postvern::records::ledger {

struct DailyTally {
    Day day;
    policy::Channel channel;
    std::uint64_t count;
};

// The count of a row, under its day's key. Throws StorageError when it is damaged.
std::uint64_t opened_tally(const Secret& day_key, std::string_view reference, std::string_view sealed);

class TallyBook {
  public:
    // All are borrowed.
    TallyBook(sql::Connection& connection, RecordKeys& keys, const SiteKeys& site);

    // Adds to what is stored.
    void add(const std::vector<OwnerCount>& counts);
    // What is stored of an account, by day and channel; days without access are left out.
    std::vector<DailyTally> of(AccountId account);
    // Removes the rows of days whose term ended at or before `now` (Unix seconds).
    void remove_due(std::int64_t now);
    void remove(AccountId account);

  private:
    std::uint64_t stored(const Secret& key, Day day, const std::string& reference);
    std::string reference_of(const Secret& key, AccountId account, policy::Channel channel) const;
    std::vector<Day> days();

    RecordKeys& keys_;
    const SiteKeys& site_;
    sql::Statement select_, write_, select_days_, remove_day_, remove_;
};

}  // namespace postvern::records::ledger
