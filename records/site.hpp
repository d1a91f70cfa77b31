// A site's store, opened: content.db, keys.db and ledger.db in DATA_DIR, the site's key and the anchor of
// the access record in KEYS. Makes the ports that a Gate is assembled from. One process opens a site at a
// time (DATA_DIR/lock). Thread-safe once constructed.
//
//     Site site(settings);
//     auto gate = policy::Assembly::make_gate(rulebook, site.ports());
//     Archive archive(site.store(), site.vault(), *gate);
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "policy/assembly.hpp"
#include "records/consent_texts.hpp"
#include "records/errors.hpp"
#include "records/ledger.hpp"
#include "records/register.hpp"
#include "records/statistics.hpp"

namespace postvern::records {

class Store;
class Vault;

struct SiteSettings {
    std::filesystem::path data;  // DATA_DIR
    std::filesystem::path keys;  // KEYS, outside of DATA_DIR and its backups
    std::uint64_t default_quota = std::uint64_t{1} << 30;          // octets an account
    std::uint64_t largest_item = std::uint64_t{50} * 1024 * 1024;  // octets a message
    std::uint32_t record_batch = 32;                               // leaves published at once
    std::chrono::milliseconds record_interval = std::chrono::minutes(10);
    std::function<std::int64_t()> clock;                           // Unix seconds; absent: the system's
    ConsentTexts consent_texts{};
    Attestors attestors{};  // of the access record
    std::vector<StatisticsTable> reported_statistics{};   // those that the border server feeds
    std::function<std::uint64_t()> statistics_random{};  // as in StatisticsSettings
};

class Site {
  public:
    // Makes the directories (0700) and the site's keys. AlreadyExists where a site is.
    static void create(const SiteSettings& settings);
    static bool exists(const SiteSettings& settings);

    // Throws Unavailable when another process has the site open; StorageError, naming the file and what to
    // do, when something is damaged or the store was rolled back.
    explicit Site(SiteSettings settings);
    ~Site();

    policy::Ports ports() const;
    // Tells the parts which gate's grants they honour; once.
    void serve(const policy::Gate& gate);

    Store& store() noexcept;
    Vault& vault() noexcept;
    Ledger& ledger() noexcept;
    Register& register_() noexcept;
    Statistics& statistics() noexcept;
    // Proves claims of what the composition root starts.
    policy::HouseToken house_token() const noexcept;
    const SiteSettings& settings() const noexcept;
    // Random 16 octets that name this site to the devices of its officers; public.
    std::array<std::uint8_t, 16> id() const noexcept;

    // After another rulebook was put in the place of the gate's: whoever watches a collection asks anew.
    void rulebook_changed();
    // Seals the keys of records to everybody who is to read them and cannot yet: officers and owners with new
    // keys. *Blocking*: looks at every key.
    SealedKeys seal_record_keys();
    // The same, for a timer: does nothing where nobody got new keys since its last time.
    void seal_record_keys_if_due();
    // The same, also of those keys that only `key` opens. [read_record on the ledger]
    SealedKeys seal_record_keys(policy::Grant&& grant, const ReadingKey& key);
    // Wipes keys whose time in memory is over; about once a minute.
    void forget_expired();

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace postvern::records
