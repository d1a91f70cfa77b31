#include "records/ledger/directory_check.hpp"

#include <limits>
#include <optional>
#include <string>

#include "records/errors.hpp"
#include "records/ledger/daily_heads.hpp"
#include "records/ledger/lookup_tag.hpp"
#include "records/ledger/record_keys.hpp"
#include "records/ledger/sealed_entry.hpp"
#include "records/ledger/stored_entry.hpp"
#include "records/ledger/tally_book.hpp"
#include "records/sql/statement.hpp"

namespace postvern::records::ledger {

namespace {

[[noreturn]] void fault(const std::string& position, const std::string& what) {
    throw StorageError(position + ": " + what);
}

// Runs `work`, and gives what it finds damaged its position.
template <typename Work>
auto at(const std::string& position, const Work& work) {
    try {
        return work();
    } catch (const StorageError& error) {
        fault(position, error.what());
    }
}

class DirectoryCheck {
  public:
    DirectoryCheck(sql::Connection& connection, const SiteKeys& site, const LedgerKeys& keys)
        : site_(site),
          keys_(keys),
          select_keys_(
              connection,
              "SELECT id, reference, destroy_after, sealed_name FROM record_keys ORDER BY id"),
          select_key_(connection, "SELECT 1 FROM record_keys WHERE reference = ?"),
          select_last_(connection, "SELECT seq FROM sqlite_sequence WHERE name = 'record_keys'"),
          select_counter_(connection, "SELECT sealed_counter FROM streams WHERE reference = ?"),
          select_tallies_(connection,
                          "SELECT day, reference, sealed FROM tallies ORDER BY day, reference"),
          select_heads_(connection, "SELECT day, sequence, hashes FROM daily_heads ORDER BY day"),
          select_entry_(connection, std::string(kSelectEntries) + " LIMIT 1"),
          select_key_name_(connection, "SELECT sealed_name FROM record_keys WHERE id = ?") {}

    void examine_keys() {
        const auto last = select_last_.integer().value_or(0);
        for (const auto& row : select_keys_.query()) {
            const auto id = row.integer(0);
            const std::string position = "record key " + std::to_string(id);
            const std::string name =
                at(position, [&] { return opened_key_name(row.octets(3), site_.index_key()); });
            if (row.octets(1) != key_reference_of(name, site_.index_key())) {
                fault(position, "it is entered as another's");
            }
            const auto term = row.is_null(2) ? std::nullopt : std::optional(row.integer(2));
            if (const auto own = term_of_key(name); own && *own != term) {
                fault(position, "its term is not that of its name");
            }
            if (id < 1 || id > last) fault(position, "its number was never given");
            if (is_stream_key(name)) examine_stream(position, name);
        }
    }

    void examine_tallies() {
        std::optional<Day> day;  // whose key is held
        std::optional<Secret> key;
        for (const auto& row : select_tallies_.query()) {
            const auto number = row.integer(0);
            const std::string position = "tally of day " + std::to_string(number);
            if (number < 0 || number > std::numeric_limits<std::int32_t>::max())
                fault(position, "there is no such day");
            if (day != Day{static_cast<std::int32_t>(number)}) {
                day = Day{static_cast<std::int32_t>(number)};
                key = key_of_day(position, *day);
            }
            if (!key) continue;  // destroyed
            at(position, [&] { return opened_tally(*key, row.octets(1), row.octets(2)); });
        }
    }

    void examine_heads() {
        for (const auto& row : select_heads_.query()) {
            const std::string position = "daily heads of day " + std::to_string(row.integer(0));
            const std::string statement =
                at(position, [&] { return DailyHeads::statement_of(row.octets(2)); });
            if (row.is_null(1)) fault(position, "they have no entry");
            at(position, [&] { compare_heads(row.integer(0), row.integer(1), statement); });
        }
    }

  private:
    // With the entry that states their root, as long as its key is there.
    void compare_heads(std::int64_t day, std::int64_t sequence, const std::string& statement) {
        auto rows = select_entry_.query(sequence - 1);
        const auto row = rows.next();
        if (!row || row->integer(0) != sequence) throw StorageError("their entry is missing");
        const StoredEntry entry = stored_entry(*row, "ledger.db");
        if (!entry.content) return;
        const auto sealed_name = select_key_name_.octets(key_id_of(*entry.content, site_.index_key()));
        if (!sealed_name) return;
        const auto key = keys_.find_record_key(opened_key_name(*sealed_name, site_.index_key()));
        if (!key) return;
        const PrivateRecord record = open_entry(*entry.content, *key);
        if (record.operation != kDailyHead || static_cast<std::int32_t>(record.day) != day ||
            record.legal_basis != statement) {
            throw StorageError("their entry states another root");
        }
    }

    std::optional<Secret> key_of_day(const std::string& position, Day day) {
        const std::string name = tally_key_name(day);
        if (!select_key_.integer(sql::Blob{key_reference_of(name, site_.index_key())})) {
            fault(position, "its key is not in the directory");
        }
        return keys_.find_record_key(name);
    }

    void examine_stream(const std::string& position, const std::string& name) {
        const auto key = keys_.find_record_key(name);
        if (!key) return;  // destroyed
        const std::string reference = reference_of(*key);
        const auto sealed = select_counter_.octets(sql::Blob{reference});
        if (!sealed) fault(position, "its stream's counter is missing");
        at(position, [&] { return opened_counter(*key, reference, *sealed); });
    }

    const SiteKeys& site_;
    const LedgerKeys& keys_;
    sql::Statement select_keys_, select_key_, select_last_, select_counter_, select_tallies_, select_heads_,
        select_entry_, select_key_name_;
};

}  // namespace

void examine_directory(sql::Connection& connection, const SiteKeys& site, const LedgerKeys& keys) {
    DirectoryCheck check(connection, site, keys);
    check.examine_keys();
    check.examine_tallies();
    check.examine_heads();
}

}  // namespace postvern::records::ledger
