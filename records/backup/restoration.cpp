#include <algorithm>
#include <chrono>
#include <optional>

#include "policy/gate.hpp"
#include "records/archive/store.hpp"
#include "records/backup.hpp"
#include "records/backup/files.hpp"
#include "records/backup/manifest.hpp"
#include "records/backup/placement.hpp"
#include "records/ledger/site_keys.hpp"
#include "records/ledger/vault_keys.hpp"
#include "records/rulebooks.hpp"
#include "records/sha256.hpp"
#include "records/site/lock.hpp"
#include "records/sql/connection.hpp"
#include "records/vault/vault.hpp"

namespace postvern::records {

namespace {

namespace fs = std::filesystem;

std::int64_t system_seconds() {
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

BackupManifest read_manifest(const fs::path& directory) {
    const fs::path file = directory / backup::kManifestName;
    if (!fs::exists(file)) {
        throw NotFound(file.string() +
                       ": does not exist; name a directory that `postvern backup` made");
    }
    auto manifest = backup::parse_manifest(backup::read_file(file, backup::kManifestLimit));
    if (!manifest) throw StorageError(file.string() + ": is damaged, or of a later version");
    return std::move(*manifest);
}

void require_fresh_keys(const BackupManifest& manifest, std::int64_t now) {
    const std::chrono::seconds age(now - manifest.made);
    if (age <= kKeyCopyTerm) return;
    const auto days = std::chrono::floor<std::chrono::days>(age).count();
    throw Unacceptable("the backup's copy of the keys is " + std::to_string(days) +
                       " days old, and may be used for " + std::to_string(kKeyCopyTerm.count()) +
                       ": it brings back what was erased since. Take a later backup and destroy this "
                       "one's keys/; --expired-keys restores it all the same");
}

// DATA_DIR, which may have been lost altogether.
const fs::path& made(const fs::path& data) {
    std::error_code failure;
    fs::create_directories(data, failure);
    if (!failure) fs::permissions(data, fs::perms::owner_all, failure);
    if (failure) throw Unavailable(data.string() + ": " + failure.message());
    return data;
}

// DATA_DIR/restoring, made anew, and gone with this.
class StagingFolder {
  public:
    explicit StagingFolder(fs::path folder) : folder_(std::move(folder)) {
        std::error_code failure;
        fs::remove_all(folder_, failure);
        if (failure) throw Unavailable(folder_.string() + ": " + failure.message());
        backup::make_directory(folder_);
    }
    StagingFolder(const StagingFolder&) = delete;
    StagingFolder& operator=(const StagingFolder&) = delete;
    ~StagingFolder() {
        std::error_code ignored;  // made anew by the next restore in any case
        fs::remove_all(folder_, ignored);
    }
    const fs::path& path() const noexcept { return folder_; }

  private:
    const fs::path folder_;
};

// Copies the databases of a backup into `staged`. Throws StorageError for one that is not what the
// manifest says.
void stage(const BackupManifest& manifest, const fs::path& directory, const fs::path& staged) {
    for (const BackupFile& file : manifest.files) {
        const fs::path from = directory / file.name;
        if (!fs::exists(from)) throw StorageError(from.string() + ": is missing in the backup");
        const auto digest = backup::copy_file(from, staged / from.filename());
        if (digest.size != file.size || digest.sha256 != file.sha256) {
            throw StorageError(
                from.string() +
                ": is not what was backed up (its SHA-256 differs from the manifest's)");
        }
    }
    backup::sync_directory(staged);
}

// The staged site, opened as far as its ledger needs.
struct StagedSite {
    StagedSite(const SiteSettings& settings, const fs::path& directory,
               const std::function<std::int64_t()>& clock)
        : store(directory, {settings.default_quota, settings.largest_item, clock}),
          vault(settings.keys, directory, {{}, clock, {}}),
          ledger_keys(vault),
          ledger{directory,
                 settings.keys,
                 clock,
                 [this] { return StoreCommits{store.commits(), vault.commits()}; },
                 settings.record_batch,
                 settings.record_interval,
                 std::chrono::minutes(1)} {}
    StagedSite(const StagedSite&) = delete;
    StagedSite& operator=(const StagedSite&) = delete;
    ~StagedSite() { store.stop(); }

    Store store;
    Vault vault;
    VaultKeys ledger_keys;
    const LedgerSettings ledger;
};

// The ports of the gate that decides on a restore. They outlive the staged site, since a subject
// may; once it is closed they refuse.
class NoAccounts final : public policy::Facts {
  public:
    std::optional<policy::AccountFacts> account(policy::AccountId) const override { return {}; }
    std::optional<policy::StaffFacts> staff(std::uint32_t) const override { return {}; }
    std::optional<policy::ProcessorFacts> processor(std::uint64_t) const override { return {}; }
    std::optional<policy::CaseFacts> legal_case(std::uint64_t) const override { return {}; }
    std::optional<policy::HoldFacts> hold(std::uint64_t) const override { return {}; }
    std::uint64_t generation() const noexcept override { return 1; }
};

class RestoreJournal final : public policy::Journal {
  public:
    explicit RestoreJournal(StagedSite& site) : site_(&site) {}
    void close() noexcept { site_ = nullptr; }

    void tally(const policy::Act&) override {}
    // A refused act must not anchor the staged ledger: it stays unrecorded, and a refusal in any
    // case.
    void record(const policy::Act& act, std::function<void(std::exception_ptr)> done) override {
        try {
            if (site_ == nullptr || act.action != policy::Action::restore ||
                act.outcome != policy::Outcome::granted) {
                throw Unavailable(
                    "only the restore itself can be recorded before the store is back");
            }
            Ledger::acknowledge_restore(site_->ledger, site_->ledger_keys, act);
        } catch (...) {
            done(std::current_exception());
            return;
        }
        done(nullptr);
    }

  private:
    StagedSite* site_;
};

class JobsOnly final : public policy::Credentials {
  public:
    explicit JobsOnly(Vault& vault) : vault_(&vault) {}
    void close() noexcept { vault_ = nullptr; }

    std::optional<policy::Verified> verify(const policy::Claim& claim) override {
        if (vault_ == nullptr || !std::holds_alternative<policy::JobClaim>(claim)) return {};
        return vault_->verify(claim);
    }
    void release(policy::KeySession) noexcept override {}  // a job holds no keys

  private:
    Vault* vault_;
};

}  // namespace

struct Restoration::Parts {
    Parts(const SiteSettings& settings, const fs::path& directory, ExpiredKeys expired)
        : data(made(settings.data)),
          lock(data),
          clock(settings.clock ? settings.clock : system_seconds),
          manifest(read_manifest(directory)),
          folder(data / backup::kStaged) {
        if (expired == ExpiredKeys::refused) require_fresh_keys(manifest, clock());
        stage(manifest, directory, folder.path());
        site.emplace(settings, folder.path(), clock);
        journal = std::make_shared<RestoreJournal>(*site);
        credentials = std::make_shared<JobsOnly>(site->vault);
    }

    // Nothing of a database is left in its log, nor open.
    void close() {
        journal->close();
        credentials->close();
        site.reset();
        for (const std::string_view name : backup::kPlacementOrder) {
            const fs::path file = folder.path() / name;
            if (!sql::Connection(file, sql::Access::read_write).truncate_log()) {
                throw Unavailable(file.string() + ": is open elsewhere");
            }
        }
        backup::sync_directory(folder.path());
    }

    const fs::path data;
    SiteLock lock;
    const std::function<std::int64_t()> clock;
    const BackupManifest manifest;
    const StagingFolder folder;
    std::optional<StagedSite> site;
    // shared: the gate of ports() holds them as well
    std::shared_ptr<RestoreJournal> journal;
    std::shared_ptr<JobsOnly> credentials;
};

Restoration::Restoration(const SiteSettings& settings, const fs::path& directory,
                         ExpiredKeys expired)
    : parts_(std::make_unique<Parts>(settings, directory, expired)) {}

Restoration::~Restoration() {
    parts_->journal->close();
    parts_->credentials->close();
}

const BackupManifest& Restoration::manifest() const noexcept { return parts_->manifest; }

std::optional<std::vector<policy::RulebookFile>> Restoration::installed_rulebook() const {
    if (!parts_->site) throw std::logic_error("the restored store is in place already");
    const Rulebooks rulebooks(parts_->site->store, ledger::origin_of(parts_->site->ledger_keys));
    const auto rulebook = rulebooks.in_force();
    if (!rulebook) return {};
    if (rulebook->fault) throw StorageError("the rules in the backup: " + *rulebook->fault);
    if (!rulebook->is_signed()) return {};
    return rulebooks.files(rulebook->hash);
}

policy::Ports Restoration::ports() const {
    return {std::make_shared<NoAccounts>(), parts_->journal, parts_->credentials, parts_->clock,
            [](std::string_view text) { return sha256(text); }};
}

policy::HouseToken Restoration::house_token() const {
    if (!parts_->site) throw std::logic_error("the restored store is in place already");
    return parts_->site->vault.house_token();
}

void Restoration::put_in_place(const policy::Gate& gate, policy::Grant&& grant) {
    const policy::Grant used = std::move(grant);
    if (!parts_->site || !gate.honours(used, policy::Action::restore)) {
        throw policy::Denied(policy::Decision{});
    }
    parts_->close();
    backup::place(parts_->data);
}

}  // namespace postvern::records
