// Backup and restore from end to end, and what a roll-back without a restore comes to.
#include <sys/stat.h>
#include <unistd.h>

#include <ctime>
#include <fstream>
#include <regex>
#include <sstream>

#include "records/backup.hpp"
#include "tests/services/control/site.hpp"

namespace postvern::services::control {

namespace {

namespace fs = std::filesystem;

class Backup : public ::testing::Test {
  protected:
    Backup() {
        site_.add_alice();
        house::House house(site_.configuration().house());
        deliver(house, "kept");
    }
    void deliver_more(int count) {
        house::House house(site_.configuration().house());
        for (int i = 0; i < count; ++i) deliver(house, "later");
    }
    std::uint64_t items() { return site_.json({"account", "show", kAlice}).number("items"); }
    const fs::path& data() const { return site_.configuration().data; }

    ScratchSite site_;
    const fs::path directory_ = site_.root() / "backup";
};

unsigned mode_of(const fs::path& path) {
    struct stat state {};
    EXPECT_EQ(::stat(path.c_str(), &state), 0) << path;
    return state.st_mode & 0777;
}

TEST_F(Backup, KeepsContentAndKeysApartAndPrivate) {
    const Ran made = site_.tool({"backup", directory_.string()});
    ASSERT_EQ(made.code, 0) << made.err;
    for (const char* folder : {"", "content", "keys"})
        EXPECT_EQ(mode_of(directory_ / folder), 0700u);
    for (const char* file :
         {"manifest", "content/content.db", "content/ledger.db", "keys/keys.db"}) {
        EXPECT_EQ(mode_of(directory_ / file), 0600u);
    }
    EXPECT_FALSE(fs::exists(directory_ / "content/keys.db"));
    EXPECT_NE(site_.tool({"ledger", "show"}).out.find("copied the whole site, sealed, into a backup"), std::string::npos);
}

TEST_F(Backup, IsMadeAndPutBackWhileTheServerRunsAndStops) {
    {
        Daemon daemon(site_);
        ASSERT_EQ(site_.tool({"backup", directory_.string()}).code, 0);
        deliver(daemon.house(), "later");
        const Ran refused = site_.tool({"restore", directory_.string()});
        EXPECT_EQ(refused.code, 1);
        EXPECT_NE(refused.err.find("another process has this site open"), std::string::npos);
    }
    EXPECT_EQ(items(), 2u);
    const Ran restored = site_.tool({"restore", directory_.string()});
    ASSERT_EQ(restored.code, 0) << restored.err;
    EXPECT_EQ(items(), 1u);
    house::House house(site_.configuration().house());
    EXPECT_TRUE(signs_in(house, kPassword));
}

TEST_F(Backup, HoldsNothingOfAnAccountWhoseOwnerWantsNone) {
    const std::string secret = std::string(kPassword) + '\n';
    ASSERT_EQ(site_.tool({"retention", "no-snapshots", kAlice}, secret).code, 0);
    ASSERT_EQ(site_.tool({"backup", directory_.string()}).code, 0);
    EXPECT_EQ(items(), 1u);
    ASSERT_EQ(site_.tool({"restore", directory_.string()}).code, 0);
    EXPECT_EQ(items(), 0u);
    // Its folders are there, and mail arrives in them.
    house::House house(site_.configuration().house());
    deliver(house, "after the restore");
    EXPECT_TRUE(signs_in(house, kPassword));
}

TEST_F(Backup, IsRefusedWhenItsCopyOfTheKeysIsTooOldUnlessThatIsSaid) {
    ASSERT_EQ(site_.tool({"backup", directory_.string()}).code, 0);
    deliver_more(1);
    const fs::path manifest = directory_ / "manifest";
    std::stringstream text;
    text << std::ifstream(manifest).rdbuf();
    // As a backup of so many days ago would have it.
    const auto made_days_ago = [&](int days) {
        const auto moment = std::to_string(std::time(nullptr) - days * 86'400);
        std::ofstream(manifest) << std::regex_replace(text.str(), std::regex("made [0-9]+"),
                                                      "made " + moment);
    };
    made_days_ago(36);
    const Ran refused = site_.tool({"restore", directory_.string()});
    EXPECT_EQ(refused.code, 1);
    EXPECT_NE(refused.err.find("the backup's copy of the keys is 36 days old"), std::string::npos)
        << refused.err;
    EXPECT_EQ(items(), 2u) << "nothing was touched";
    EXPECT_EQ(site_.tool({"restore", directory_.string(), "--expired-keys"}).code, 0);
    EXPECT_EQ(items(), 1u);
    made_days_ago(34);
    EXPECT_EQ(site_.tool({"restore", directory_.string()}).code, 0);
}

TEST_F(Backup, RefusesADirectoryThatHoldsSomethingOrLiesInTheStore) {
    fs::create_directory(directory_);
    std::ofstream(directory_ / "letter") << "mine";
    EXPECT_EQ(site_.tool({"backup", directory_.string()}).code, 1);
    EXPECT_TRUE(fs::exists(directory_ / "letter"));
    EXPECT_FALSE(fs::exists(directory_ / "content"));
    EXPECT_EQ(site_.tool({"backup", (data() / "copy").string()}).code, 1);
    EXPECT_FALSE(fs::exists(data() / "copy"));
}

// Puts older files over the store, as an operator would who knows no better.
void copy_over(const fs::path& backup, const fs::path& data) {
    for (const char* name : {"content.db", "ledger.db", "keys.db"}) {
        for (const char* suffix : {"-wal", "-shm"}) fs::remove(data / (std::string(name) + suffix));
    }
    fs::copy_file(backup / "content/content.db", data / "content.db",
                  fs::copy_options::overwrite_existing);
    fs::copy_file(backup / "content/ledger.db", data / "ledger.db",
                  fs::copy_options::overwrite_existing);
    fs::copy_file(backup / "keys/keys.db", data / "keys.db", fs::copy_options::overwrite_existing);
}

TEST_F(Backup, RolledBackByHandDoesNotStartUntilItIsRestored) {
    ASSERT_EQ(site_.tool({"backup", directory_.string()}).code, 0);
    deliver_more(2);
    {
        house::House house(site_.configuration().house());
        house.site().ledger().publish_now();  // as the clock does every ten minutes
    }
    copy_over(directory_, data());
    const Ran refused = site_.tool({"account", "list"});
    EXPECT_EQ(refused.code, 1);
    EXPECT_NE(refused.err.find("was rolled back: the anchored checkpoint ("), std::string::npos)
        << refused.err;
    EXPECT_NE(refused.err.find("postvern restore"), std::string::npos);

    ASSERT_EQ(site_.tool({"restore", directory_.string()}).code, 0);
    EXPECT_EQ(items(), 1u);
    const Ran shown = site_.tool({"ledger", "show"});
    EXPECT_NE(shown.out.find("the restore job restored the whole site from a backup"), std::string::npos);
    EXPECT_NE(shown.out.find("contradicts checkpoint of"), std::string::npos) << shown.out;
    EXPECT_EQ(site_.tool({"ledger", "verify"}).code, 0);
    house::House house(site_.configuration().house());
    deliver(house, "life goes on");
}

TEST_F(Backup, BringsBackAStoreThatWasLost) {
    ASSERT_EQ(site_.tool({"backup", directory_.string()}).code, 0);
    fs::remove_all(data());
    ASSERT_EQ(site_.tool({"restore", directory_.string()}).code, 0);
    EXPECT_EQ(items(), 1u);
    EXPECT_FALSE(fs::exists(data() / "restoring"));
    EXPECT_FALSE(fs::exists(data() / "replaced"));
}

TEST_F(Backup, ThatWasDamagedIsNotPutBack) {
    ASSERT_EQ(site_.tool({"backup", directory_.string()}).code, 0);
    deliver_more(1);
    for (const char* name : {"content/content.db", "content/ledger.db", "keys/keys.db"}) {
        std::fstream file(directory_ / name, std::ios::in | std::ios::out | std::ios::binary);
        file.seekg(200);
        const int before = file.get();
        file.seekp(200);
        file.put(static_cast<char>(before ^ 1));
        file.close();
        const Ran refused = site_.tool({"restore", directory_.string()});
        EXPECT_EQ(refused.code, 1);
        EXPECT_NE(refused.err.find(std::string(name) + ": is not what was backed up"),
                  std::string::npos)
            << refused.err;
        std::fstream mended(directory_ / name, std::ios::in | std::ios::out | std::ios::binary);
        mended.seekp(200);
        mended.put(static_cast<char>(before));
    }
    EXPECT_EQ(items(), 2u) << "nothing was touched";
    EXPECT_FALSE(fs::exists(data() / "restoring"));
}

TEST_F(Backup, OfAnotherSiteIsNotPutBack) {
    ASSERT_EQ(site_.tool({"backup", directory_.string()}).code, 0);
    const ScratchSite other;
    other.add_alice();
    const Ran refused = other.tool({"restore", directory_.string()});
    EXPECT_EQ(refused.code, 1);
    EXPECT_NE(refused.err.find("belongs to another site.key"), std::string::npos) << refused.err;
    EXPECT_EQ(other.tool({"account", "show", kAlice}).code, 0);
}

TEST_F(Backup, WithoutAManifestIsNone) {
    ASSERT_EQ(site_.tool({"backup", directory_.string()}).code, 0);
    fs::remove(directory_ / "manifest");
    EXPECT_EQ(site_.tool({"restore", directory_.string()}).code, 1);
    EXPECT_EQ(items(), 1u);
}

// Each state that a crash can leave, and the way out of it.
TEST_F(Backup, RestoreThatWasCutShortIsRefusedAtStartAndCompletedByAnotherRun) {
    ASSERT_EQ(site_.tool({"backup", directory_.string()}).code, 0);
    deliver_more(2);
    const fs::path newer = site_.root() / "newer";
    fs::copy(data(), newer);
    ASSERT_EQ(site_.tool({"restore", directory_.string()}).code, 0);
    const fs::path older = site_.root() / "older";
    fs::copy(data(), older);
    // Anchored; then content.db, then keys.db as well in place, ledger.db still the newer one.
    for (const std::vector<std::string>& placed :
         {std::vector<std::string>{}, {"content.db"}, {"content.db", "keys.db"}}) {
        fs::remove_all(data());
        fs::copy(newer, data());
        fs::create_directory(data() / "replaced");
        for (const std::string& name : placed) {
            fs::rename(data() / name, data() / "replaced" / name);
            fs::remove(data() / (name + "-wal"));
            fs::remove(data() / (name + "-shm"));
            fs::copy_file(older / name, data() / name);
        }
        const Ran refused = site_.tool({"account", "list"});
        EXPECT_EQ(refused.code, 1) << placed.size();
        EXPECT_NE(refused.err.find("postvern restore"), std::string::npos) << refused.err;
        ASSERT_EQ(site_.tool({"restore", directory_.string()}).code, 0) << placed.size();
        EXPECT_EQ(items(), 1u) << placed.size();
        EXPECT_FALSE(fs::exists(data() / "replaced"));
    }
}

TEST_F(Backup, IsMadeUnderAGrantForItOnly) {
    house::House house(site_.configuration().house());
    const policy::StaffClaim claim{static_cast<std::uint32_t>(::getuid()),
                                      house.site().house_token()};
    const auto staff = house.gate().admit(claim, policy::Channel::control);
    ASSERT_TRUE(staff);
    auto other =
        house.gate().ask_and_wait({*staff, policy::Action::list_accounts, policy::Resource::site(),
                                   policy::Purpose::administration, policy::Channel::control});
    EXPECT_THROW(records::back_up(house.site(), house.gate(), std::move(other), directory_),
                 policy::Denied);
    EXPECT_FALSE(fs::exists(directory_));
}

}  // namespace

}  // namespace postvern::services::control
