#include "policy/gate.hpp"
#include "records/archive/held_objects.hpp"
#include "records/archive/store.hpp"
#include "records/backup.hpp"
#include "records/backup/files.hpp"
#include "records/backup/manifest.hpp"
#include "records/backup/opted_out.hpp"
#include "records/vault/vault.hpp"

namespace postvern::records {

namespace {

namespace fs = std::filesystem;

// The directory of a backup that is being made; what was made in it goes unless the backup is
// finished.
class Unfinished {
  public:
    explicit Unfinished(const fs::path& directory) : directory_(directory) {
        std::error_code failure;
        was_there_ = fs::exists(directory_, failure);
        if (!was_there_) {
            backup::make_directory(directory_);
        } else if (!fs::is_directory(directory_) || !fs::is_empty(directory_, failure) || failure) {
            throw AlreadyExists(
                directory_.string() +
                ": is not an empty directory; name one that is, or that does not exist");
        }
    }
    Unfinished(const Unfinished&) = delete;
    Unfinished& operator=(const Unfinished&) = delete;
    ~Unfinished() {
        if (finished_) return;
        std::error_code ignored;  // what cannot be removed has no manifest, and so is no backup
        for (const char* name : {"content", "keys", "manifest"}) {
            fs::remove_all(directory_ / name, ignored);
        }
        if (!was_there_) fs::remove(directory_, ignored);
    }
    void finish() { finished_ = true; }

  private:
    const fs::path directory_;
    bool was_there_ = false;
    bool finished_ = false;
};

// A copy inside of the store would be backed up, restored and erased along with it.
void expect_outside(const fs::path& directory, const SiteSettings& settings) {
    const std::string inner = fs::weakly_canonical(directory).string() + '/';
    for (const fs::path& store : {settings.data, settings.keys}) {
        if (inner.starts_with(fs::weakly_canonical(store).string() + '/')) {
            throw Unacceptable(directory.string() + ": lies inside of " + store.string() +
                               "; name a directory elsewhere");
        }
    }
}

}  // namespace

BackupManifest back_up(Site& site, const policy::Gate& gate, policy::Grant&& grant,
                       const fs::path& directory) {
    const policy::Grant used = std::move(grant);
    if (!gate.honours(used, policy::Action::backup)) throw policy::Denied(policy::Decision{});
    expect_outside(directory, site.settings());
    Unfinished unfinished(directory);
    backup::make_directory(directory / "content");
    backup::make_directory(directory / "keys");

    site.ledger().publish_now();
    // Keys are made before what they seal, and so are copied after it.
    site.store().backup(directory / "content/content.db");
    backup::leave_out_opted_out(directory / "content/content.db", held_lookup(site.vault()));
    site.ledger().backup(directory / "content/ledger.db");
    site.vault().backup(directory / "keys/keys.db");

    for (const std::string_view name : backup::kFileNames) backup::round_up(directory / name);
    BackupManifest manifest{used.moment(), {}, site.ledger().head()};
    for (const std::string_view name : backup::kFileNames) {
        auto digest = backup::digest_of(directory / name);
        manifest.files.push_back({std::string(name), digest.size, std::move(digest.sha256)});
    }
    backup::sync_directory(directory / "content");
    backup::sync_directory(directory / "keys");
    backup::write_file(directory / backup::kManifestName, backup::to_text(manifest));
    backup::sync_directory(directory);
    unfinished.finish();
    return manifest;
}

}  // namespace postvern::records
