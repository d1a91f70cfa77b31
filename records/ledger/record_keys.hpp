// The directory of record keys: which there are, and when each is to be destroyed. The keys themselves
// lie in the key store; here lie their names, sealed. Used by its connection's thread only.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "records/ledger.hpp"
#include "records/ledger/key_names.hpp"
#include "records/ledger/keys.hpp"
#include "records/ledger/site_keys.hpp"
#include "records/sql/statement.hpp"

namespace postvern::records::ledger {

// Who is to read what is recorded about `subject` (kNoAccount: the house): officers, and the person unless it is
// in the restricted stream.
RecordAudience audience_of(AccountId subject, Stream stream);

// When the key of that name is to be destroyed, as the directory says it (Unix seconds, or by no calendar);
// absent for a name that tells no term.
std::optional<std::optional<std::int64_t>> term_of_key(std::string_view name);
bool is_stream_key(std::string_view name);

// Under what the directory finds a name: 16 octets.
std::string key_reference_of(std::string_view name, const Secret& index_key);

// A name as the directory holds it. Throws StorageError when it is damaged.
std::string opened_key_name(std::string_view sealed, const Secret& index_key);

class RecordKeys {
  public:
    // All are borrowed.
    RecordKeys(sql::Connection& connection, LedgerKeys& keys, const SiteKeys& site);

    struct Held {
        std::int64_t id;
        std::shared_ptr<const Secret> key;
    };
    // The key of that name, made at first use and sealed to `audience` then, entered in the directory within
    // the caller's transaction: after a rollback call forget(). `destroy_after` in Unix seconds.
    Held use(const std::string& name, std::optional<std::int64_t> destroy_after,
             const RecordAudience& audience = {});

    // Absent when it was destroyed (or never made).
    std::optional<std::string> name_of(std::int64_t id);
    RecordKeyState state(std::int64_t id);
    std::optional<Secret> find(std::string_view name) const { return keys_.find_record_key(name); }
    std::optional<Secret> find(std::string_view name, const RecordOpener& opener) const {
        return keys_.find_record_key_for(name, opener);
    }
    RecordKeyState state(std::string_view name) const { return keys_.state(name); }

    // Destroys the keys whose term ended at or before `now` (Unix seconds), or whose name begins with
    // `prefix`, then takes them off the directory; a crash between the two is healed by the next call.
    // Value: how many.
    std::size_t destroy_due(std::int64_t now);
    std::size_t destroy_named(std::string_view prefix);

    // Destroys the site's own copies of keys of records whose month ended at or before `month_end` (Unix
    // seconds), of those that an officer can open. Value: how many.
    std::size_t give_up_due(std::int64_t month_end);
    // Adds the seals that keys of records and streams lack: to the officers on record, and to the person among
    // `people` whom they are about; `by` as in LedgerKeys.
    SealedKeys seal_anew(std::span<const AccountId> people, const ReadingKey* by);

    // Drops what is held in memory, and with it what a rolled-back transaction entered.
    void forget() {
        held_.clear();
        ++forgotten_;
    }
    // Whoever keeps what use() returned asks anew when this is no longer what it was.
    std::uint64_t forgotten() const noexcept { return forgotten_; }

  private:
    struct Listed {
        std::int64_t id;
        std::optional<std::int64_t> destroy_after;
        std::string name;
    };
    std::vector<Listed> list();
    std::size_t destroy(const std::function<bool(const Listed&)>& is_due);

    LedgerKeys& keys_;
    const SiteKeys& site_;
    sql::Statement select_id_, insert_, select_name_, select_all_, remove_;
    std::unordered_map<std::string, Held> held_;
    std::uint64_t forgotten_ = 0;
};

}  // namespace postvern::records::ledger
