#include "records/ledger/tally_book.hpp"

#include "records/errors.hpp"
#include "records/ledger/big_endian.hpp"
#include "records/vault/aead.hpp"
#include "records/vault/framing.hpp"
#include "records/vault/kdf.hpp"

namespace postvern::records::ledger {

std::uint64_t opened_tally(const Secret& day_key, std::string_view reference, std::string_view sealed) {
    const std::string octets = vault::open_small(day_key, reference, sealed, "ledger.db: a tally");
    if (octets.size() != 8) throw StorageError("ledger.db: a tally is damaged");
    return big_endian<std::uint64_t>(octets);
}

TallyBook::TallyBook(sql::Connection& connection, RecordKeys& keys, const SiteKeys& site)
    : keys_(keys),
      site_(site),
      select_(connection, "SELECT sealed FROM tallies WHERE day = ? AND reference = ?"),
      write_(connection, "INSERT OR REPLACE INTO tallies (day, reference, sealed) VALUES (?, ?, ?)"),
      select_days_(connection, "SELECT DISTINCT day FROM tallies ORDER BY day"),
      remove_day_(connection, "DELETE FROM tallies WHERE day = ?"),
      remove_(connection, "DELETE FROM tallies WHERE day = ? AND reference = ?") {}

std::string TallyBook::reference_of(const Secret& key, AccountId account,
                                    policy::Channel channel) const {
    const Pseudonym owner = site_.pseudonym_of(account);
    const auto message = vault::Framing("ledger tally")
                             .text({reinterpret_cast<const char*>(owner.data()), owner.size()})
                             .text(policy::name(channel));
    return std::string(vault::hmac(key.view(), message.view()).view().substr(0, 16));
}

std::uint64_t TallyBook::stored(const Secret& key, Day day, const std::string& reference) {
    const auto sealed = select_.octets(day, sql::Blob{reference});
    if (!sealed) return 0;
    return opened_tally(key, reference, *sealed);
}

void TallyBook::add(const std::vector<OwnerCount>& counts) {
    for (const OwnerCount& count : counts) {
        const auto held = keys_.use(tally_key_name(count.day), end_of_tally_term(count.day));
        for (std::size_t channel = 0; channel < policy::kChannelCount; ++channel) {
            if (count.by_channel[channel] == 0) continue;
            const auto reference = reference_of(*held.key, count.account, policy::Channel(channel));
            std::string octets;
            append_big_endian(octets, stored(*held.key, count.day, reference) + count.by_channel[channel]);
            const std::string sealed =
                vault::seal_small(*held.key, reference, std::string_view(octets));
            write_.run(count.day, sql::Blob{reference}, sql::Blob{sealed});
        }
    }
}

std::vector<Day> TallyBook::days() {
    std::vector<Day> days;
    for (const auto& row : select_days_.query()) days.push_back(Day(row.integer(0)));
    return days;
}

std::vector<DailyTally> TallyBook::of(AccountId account) {
    std::vector<DailyTally> tallies;
    for (const Day day : days()) {
        const auto key = keys_.find(tally_key_name(day));
        if (!key) continue;
        for (std::size_t i = 0; i < policy::kChannelCount; ++i) {
            const policy::Channel channel{static_cast<std::uint8_t>(i)};
            const auto count = stored(*key, day, reference_of(*key, account, channel));
            if (count > 0) tallies.push_back({day, channel, count});
        }
    }
    return tallies;
}

void TallyBook::remove_due(std::int64_t now) {
    for (const Day day : days()) {
        if (end_of_tally_term(day) <= now) remove_day_.run(day);
    }
}

void TallyBook::remove(AccountId account) {
    for (const Day day : days()) {
        const auto key = keys_.find(tally_key_name(day));
        if (!key) continue;
        for (std::size_t i = 0; i < policy::kChannelCount; ++i) {
            remove_.run(day, sql::Blob{reference_of(*key, account, policy::Channel(i))});
        }
    }
}

}  // namespace postvern::records::ledger
