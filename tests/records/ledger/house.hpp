// A house for the ledger to keep record of: directories that vanish, keys in memory, a clock that is set.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <string>

#include "records/ledger.hpp"
#include "records/ledger/keys.hpp"
#include "records/sql/connection.hpp"
#include "records/sql/statement.hpp"
#include "records/vault/kdf.hpp"
#include "tests/scratch.hpp"

namespace postvern::records::ledger {

// 2026-03-14 15:09:26 UTC
inline constexpr std::int64_t kMoment = 1'773'500'966;

// Keys as the vault gives them, in memory.
class MemoryKeys : public LedgerKeys {
  public:
    explicit MemoryKeys(std::string root = std::string(32, 'r')) : root_(std::move(root)) {}

    Secret derive(std::string_view purpose) const override { return vault::hmac(root_, purpose); }
    Secret record_key(std::string_view name) override {
        const std::lock_guard lock(mutex_);
        if (refuse_new && !keys_.contains(std::string(name))) throw Unavailable("no new keys today");
        auto& key = keys_[std::string(name)];
        if (key.empty()) key = repeatable ? vault::hmac(root_, name) : Secret::random(32);
        return key.clone();
    }
    std::optional<Secret> find_record_key(std::string_view name) const override {
        const std::lock_guard lock(mutex_);
        const auto found = keys_.find(std::string(name));
        if (found == keys_.end()) return {};
        return found->second.clone();
    }
    void destroy(std::string_view name) override {
        const std::lock_guard lock(mutex_);
        keys_.erase(std::string(name));
    }
    std::string site_name() const override { return "postvern.00112233445566778899aabbccddeeff"; }

    std::size_t size() const {
        const std::lock_guard lock(mutex_);
        return keys_.size();
    }
    std::atomic<bool> refuse_new{false};
    bool repeatable = false;  // the same keys in every run

  private:
    std::string root_;
    mutable std::mutex mutex_;
    std::map<std::string, Secret> keys_;
};

class House : public testing::Test {
  protected:
    House() {
        std::filesystem::create_directories(data);
        std::filesystem::create_directories(keys_directory);
    }

    LedgerSettings settings() {
        LedgerSettings settings;
        settings.data_directory = data;
        settings.keys_directory = keys_directory;
        settings.clock = [this] { return now.load(); };
        settings.commits = [this] {
            return StoreCommits{content_commits.load(), key_commits.load()};
        };
        settings.batch_interval = std::chrono::hours(1);
        settings.tally_interval = std::chrono::hours(1);
        return settings;
    }

    // An operator's act upon an account.
    policy::Act act(AccountId subject = AccountId{7}, std::uint32_t operator_user = 1000) {
        return {.actor = policy::Principal::staff(operator_user),
                .subject = subject,
                .action = policy::Action::administer_accounts,
                .purpose = policy::Purpose::administration,
                .channel = policy::Channel::control,
                .outcome = policy::Outcome::granted,
                .moment = now,
                .most_objects = 1,
                .decision = decision};
    }
    policy::Act access(AccountId account, policy::Channel channel = policy::Channel::imap) {
        policy::Act access = act(account);
        access.actor = policy::Principal::owner(account);
        access.action = policy::Action::read;
        access.purpose = policy::Purpose::service_delivery;
        access.channel = channel;
        return access;
    }

    // Records and waits; throws the failure.
    static void record(Ledger& ledger, const policy::Act& act) {
        std::promise<void> done;
        ledger.record(act, [&done](std::exception_ptr failure) {
            failure ? done.set_exception(failure) : done.set_value();
        });
        done.get_future().get();
    }

    // Where in the tree each entry is, by its number from 1; absent: pending.
    std::map<std::int64_t, std::int64_t> places() const {
        sql::Connection connection(database(), sql::Access::read_only);
        sql::Statement select(connection, "SELECT sequence, leaf FROM entries WHERE leaf IS NOT NULL");
        std::map<std::int64_t, std::int64_t> places;
        for (const auto& row : select.query()) places[row.integer(0)] = row.integer(1);
        return places;
    }

    std::filesystem::path database() const { return data / "ledger.db"; }
    std::filesystem::path anchor() const { return keys_directory / "checkpoint"; }

    const tests::Scratch scratch;
    const std::filesystem::path& directory = scratch.path();
    const std::filesystem::path data = directory / "data";
    const std::filesystem::path keys_directory = directory / "keys";
    MemoryKeys keys;
    std::atomic<std::int64_t> now{kMoment};
    std::atomic<std::uint64_t> content_commits{0};
    std::atomic<std::uint64_t> key_commits{0};
    policy::Decision decision{.permitted = true,
                              .record = policy::RecordStrength::entry,
                              .rules = {"ISP-52.staff-administer-accounts"},
                              .errors = {},
                              .legal_basis = "GDPR Art. 6(1)(b); ISP-52",
                              .rulebook = {1, 2, 3, 4, 5, 6, 7, 8}};
};

}  // namespace postvern::records::ledger
