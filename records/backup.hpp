// Copies against loss: a backup of a site while it runs, and its way back. Content and access
// record lie apart from the key store, so that the two can be kept in different places and for
// different times; the site's own key (KEYS) is never copied. Layout, order and crash states:
// docs/formats/backup.md.
//
// INVARIANT: a restored store cannot be opened before its ledger says which checkpoint it
// contradicts.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "policy/assembly.hpp"
#include "records/errors.hpp"
#include "records/site.hpp"

namespace postvern::records {

struct BackupFile {
    std::string name;    // below the backup's directory
    std::uint64_t size;  // octets
    std::string sha256;  // 64 hexadecimal digits
    friend bool operator==(const BackupFile&, const BackupFile&) = default;
};

struct BackupManifest {
    std::int64_t made = 0;  // Unix seconds
    std::vector<BackupFile> files;
    std::string checkpoint;  // of the access record, a signed note; covers the backup's own entry
};

// Copies `site` into `directory`, which is empty or absent: each database as of one moment, the
// keys last, so that every sealed thing that was copied has its key. Thread-safe and *blocking*.
// [backup on the site] Throws policy::Denied; AlreadyExists for a directory that holds anything;
// Unacceptable for one inside of the store; Unavailable when it cannot be written: then nothing of
// the backup is left behind.
BackupManifest back_up(Site& site, const policy::Gate& gate, policy::Grant&& grant,
                       const std::filesystem::path& directory);

// How long a copy of the key store may be used: what was erased since it was made opens with it.
// ISP-28
inline constexpr std::chrono::days kKeyCopyTerm{35};

// Whether a restore takes a copy that is older than that.
enum class ExpiredKeys { refused, accepted };

// The way back, while nobody has the site open. Used by one thread:
//
//     Restoration restoration(settings, directory);       // locks, checks the sums, stages
//     auto gate = policy::Assembly::make_gate(rulebook, restoration.ports());
//     auto job = gate->admit(policy::JobClaim{Job::restore, restoration.house_token()},
//     Channel::job); auto grant = gate->ask_and_wait({*job, Action::restore, Resource::site(),
//     Purpose::backup, ...}); restoration.put_in_place(*gate, std::move(grant));
class Restoration {
  public:
    // Throws NotFound where there is no backup; StorageError that names the file which is not what
    // was backed up, or belongs to another site; Unavailable when the site is open elsewhere.
    // Unacceptable for a copy whose term is over, unless expired keys are accepted. Nothing in place
    // has been touched then.
    Restoration(const SiteSettings& settings, const std::filesystem::path& directory,
                ExpiredKeys expired = ExpiredKeys::refused);
    // Removes what was staged and not put in place.
    ~Restoration();

    const BackupManifest& manifest() const noexcept;

    // The rules that officers had installed when the backup was made, by which the restore is to be decided; absent:
    // they had not installed any. Throws StorageError where these are not what was installed.
    std::optional<std::vector<policy::RulebookFile>> installed_rulebook() const;

    // The journal of these ports writes into the staged ledger: the entry of the permitted restore
    // names the anchored checkpoint that the store contradicts. Nothing else can be recorded there.
    policy::Ports ports() const;
    policy::HouseToken house_token() const;

    // Replaces the site's databases. [restore on the site] After a crash on the way the site does
    // not open until the restore has been run again. Throws policy::Denied, Unavailable.
    void put_in_place(const policy::Gate& gate, policy::Grant&& grant);

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace postvern::records
