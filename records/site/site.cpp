#include "records/site.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <mutex>
#include <optional>
#include <stdexcept>

#include "records/archive/held_objects.hpp"
#include "records/archive/store.hpp"
#include "records/archive/stored_object.hpp"
#include "records/archive/subscriber.hpp"
#include "records/ledger/vault_keys.hpp"
#include "records/sha256.hpp"
#include "records/site/lock.hpp"
#include "records/sql/statement.hpp"
#include "records/statistics/stored.hpp"
#include "records/vault/held_keys.hpp"
#include "records/vault/vault.hpp"

namespace postvern::records {

namespace {

std::int64_t system_seconds() {
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

SiteSettings with_clock(SiteSettings settings) {
    if (!settings.clock) settings.clock = system_seconds;
    return settings;
}

void make_directory(const std::filesystem::path& directory) {
    std::error_code failure;
    std::filesystem::create_directories(directory, failure);
    if (!failure) {
        std::filesystem::permissions(directory, std::filesystem::perms::owner_all, failure);
    }
    if (failure) throw Unavailable(directory.string() + ": " + failure.message());
}

std::vector<policy::AccountId> account_numbers(Store& store) {
    std::vector<policy::AccountId> numbers;
    auto reader = store.reader();
    for (const auto& row : reader("SELECT id FROM accounts ORDER BY id").query()) {
        numbers.push_back(policy::AccountId{static_cast<std::uint64_t>(row.integer(0))});
    }
    return numbers;
}

// Where the anchor of the access record says that the site was open before, each database must be there:
// an absent or emptied one would be made anew, and everything in it would silently be gone.
bool require_complete(const SiteSettings& settings) {
    if (!std::filesystem::exists(settings.keys / "checkpoint")) return false;
    for (const char* name : {"content.db", "keys.db", "ledger.db"}) {
        const auto file = settings.data / name;
        constexpr const char* kWay = "; restore it from a backup with `postvern restore`";
        if (!std::filesystem::exists(file)) throw StorageError(file.string() + ": is missing" + kWay);
        sql::Connection connection(file, sql::Access::read_only);
        if (sql::Statement(connection, "PRAGMA user_version").integer() == 0) {
            throw StorageError(file.string() + ": is empty" + kWay);
        }
    }
    return true;
}

}  // namespace

struct Site::Parts {
    explicit Parts(SiteSettings given)
        : settings(with_clock(std::move(given))),
          lock(settings.data),
          complete(require_complete(settings)),
          vault(std::make_shared<Vault>(settings.keys, settings.data, vault_settings())),
          store(settings.data, {settings.default_quota, settings.largest_item, settings.clock, settings.consent_texts,
                                held_lookup(*vault)}),
          ledger_keys(*vault),
          ledger(std::make_shared<Ledger>(ledger_settings(), ledger_keys)),
          facts(std::make_shared<Register>(store, *vault)),
          statistics(statistics_settings(), ledger_keys) {
        end_unfinished_holds();
        identify_accounts();
        sweep_doomed(store);
        facts->complete_history();
        ledger->leave_uncounted(facts->accounts_without_tallies());
        forget_former_officers();
    }

    // A crash may have come between the end of somebody's role and that of what is sealed to them.
    void forget_former_officers() {
        for (const auto& [user, key] : vault->record_officers()) {
            const auto staff = facts->staff(user);
            const auto roles = staff ? staff->roles : std::vector<policy::StaffRole>{};
            const bool officer = std::find(roles.begin(), roles.end(),
                                           policy::StaffRole::data_protection_officer) != roles.end();
            if (!officer) vault->remove_record_officer(user);
        }
    }

    // A crash may have come between the keys of a hold and the hold.
    void end_unfinished_holds() {
        const auto holds = facts->all_holds();
        for (const std::uint64_t hold : vault->held_keys().all()) {
            if (std::find(holds.begin(), holds.end(), hold) == holds.end()) vault->held_keys().end(hold);
        }
    }

    // Accounts from before there were disclosure keys, and those whose making was cut short.
    void identify_accounts() {
        auto reader = store.reader();
        for (const policy::AccountId account : vault->unidentified_accounts()) {
            const auto sealed = reader("SELECT sealed FROM addresses WHERE account = ? AND is_primary = 1")
                                    .octets(account);
            if (sealed) vault->identify_account(account, vault->open_for_site(kAddressLabel, *sealed));
        }
    }

    VaultSettings vault_settings() {
        return {{}, settings.clock, [this] { return facts && facts->lacks_director(); }};
    }
    LedgerSettings ledger_settings() {
        return {settings.data,
                settings.keys,
                settings.clock,
                [this] { return StoreCommits{store.commits(), vault->commits()}; },
                settings.record_batch,
                settings.record_interval,
                std::chrono::minutes(1),
                [this] { return account_numbers(store); },
                [this](std::optional<policy::AccountId> about) { return facts->told_cases(about); },
                settings.attestors};
    }
    StatisticsSettings statistics_settings() {
        return {settings.data, settings.keys, settings.clock,
                [this](std::uint64_t unit, std::uint64_t most) { return stored_units(store, unit, most); },
                settings.statistics_random, settings.reported_statistics};
    }

    const SiteSettings settings;
    SiteLock lock;
    const bool complete;  // checked before anything is opened, and with that made
    // The vault first: a missing keys.db beside other databases is damage. Shared, like the others below:
    // the ports of the gate hold them as well.
    std::shared_ptr<Vault> vault;
    Store store;
    VaultKeys ledger_keys;
    std::shared_ptr<Ledger> ledger;
    std::shared_ptr<Register> facts;
    Statistics statistics;
    std::mutex sealing;
    std::optional<std::uint64_t> sealed_for;  // the vault's count of changes of readers; under the mutex
};

void Site::create(const SiteSettings& settings) {
    make_directory(settings.data);
    make_directory(settings.keys);
    Vault::create(settings.keys);
}

bool Site::exists(const SiteSettings& settings) {
    return std::filesystem::exists(settings.keys / "site.key") ||
           std::filesystem::exists(settings.data / "content.db");
}

Site::Site(SiteSettings settings) : parts_(std::make_unique<Parts>(std::move(settings))) {}

// What is queued is finished before the parts that it works with go.
Site::~Site() { parts_->store.stop(); }

policy::Ports Site::ports() const {
    return {parts_->facts, parts_->ledger, parts_->vault, parts_->settings.clock,
            [](std::string_view text) { return sha256(text); }};
}

void Site::serve(const policy::Gate& gate) {
    parts_->ledger->honour_grants_of(gate);
    parts_->statistics.honour_grants_of(gate);
}

Store& Site::store() noexcept { return parts_->store; }
Vault& Site::vault() noexcept { return *parts_->vault; }
Ledger& Site::ledger() noexcept { return *parts_->ledger; }
Register& Site::register_() noexcept { return *parts_->facts; }
Statistics& Site::statistics() noexcept { return parts_->statistics; }
std::array<std::uint8_t, 16> Site::id() const noexcept {
    std::array<std::uint8_t, 16> id{};
    const std::string_view octets = parts_->vault->site_id();
    std::copy_n(octets.begin(), std::min(octets.size(), id.size()), id.begin());
    return id;
}

policy::HouseToken Site::house_token() const noexcept { return parts_->vault->house_token(); }
const SiteSettings& Site::settings() const noexcept { return parts_->settings; }
void Site::rulebook_changed() { parts_->store.views().wake_all(); }
SealedKeys Site::seal_record_keys() {
    return parts_->ledger->seal_anew(parts_->facts->all_accounts());
}
void Site::seal_record_keys_if_due() {
    const std::lock_guard once(parts_->sealing);
    const std::uint64_t changes = parts_->vault->reader_changes();
    if (parts_->sealed_for == changes) return;
    seal_record_keys();
    parts_->sealed_for = changes;
}
SealedKeys Site::seal_record_keys(policy::Grant&& grant, const ReadingKey& key) {
    return parts_->ledger->seal_anew(std::move(grant), parts_->facts->all_accounts(), key);
}
void Site::forget_expired() { parts_->vault->forget_expired(); }

}  // namespace postvern::records
