#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/records/vault/site.hpp"

namespace postvern::records {
namespace {

using test::Site;

// The message of the StorageError with which the site refuses to open.
std::string refusal(Site& site) {
    try {
        site.open();
    } catch (const StorageError& error) {
        return error.what();
    }
    return "";
}

void write(const std::filesystem::path& file, std::string_view octets) {
    std::ofstream output(file, std::ios::binary | std::ios::trunc);
    output << octets;
}

TEST(SiteKeys, AreNotMadeOverOthers) {
    Site site;
    const std::string before = test::octets_of(site.keys() / "site.key");
    EXPECT_THROW(Vault::create(site.keys()), AlreadyExists);
    EXPECT_EQ(test::octets_of(site.keys() / "site.key"), before);
}

TEST(SiteKeys, AreReadableByTheirOwnerOnly) {
    Site site;
    struct stat status {};
    ASSERT_EQ(stat((site.keys() / "site.key").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600U);
    ASSERT_EQ(stat(site.keys().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0700U);
    ASSERT_EQ(chmod((site.keys() / "site.key").c_str(), 0640), 0);
    EXPECT_THAT(refusal(site), testing::HasSubstr("chmod 600"));
}

TEST(SiteKeys, AreNamedWhenDamagedAnywhere) {
    Site site;
    site.close();
    const auto file = site.keys() / "site.key";
    const std::string whole = test::octets_of(file);
    for (std::size_t at = 0; at < whole.size(); ++at) {
        std::string damaged = whole;
        damaged[at] = damaged[at] == '3' ? '4' : '3';
        write(file, damaged);
        EXPECT_THAT(refusal(site), testing::HasSubstr(file.string())) << at;
        write(file, whole.substr(0, at));
        EXPECT_THAT(refusal(site), testing::HasSubstr(file.string())) << at;
    }
    write(file, whole + "3");
    EXPECT_THAT(refusal(site), testing::HasSubstr("damaged"));
    write(file, whole);
    EXPECT_EQ(refusal(site), "");
}

TEST(SiteKeys, AreNamedWhenAbsent) {
    Site site;
    site.close();
    std::filesystem::remove(site.keys() / "site.key");
    EXPECT_THAT(refusal(site), testing::HasSubstr("site.key: cannot be read"));
}

TEST(KeysDatabase, RefusesTheKeyOfAnotherSite) {
    Site site;
    site.close();
    std::filesystem::remove(site.keys() / "site.key");
    Vault::create(site.keys());
    EXPECT_THAT(refusal(site), testing::HasSubstr("keys.db: belongs to another site.key"));
}

TEST(KeysDatabase, IsNamedWhenDamagedOrLost) {
    Site site;
    site.add_alice();
    site.close();
    const auto file = site.data() / "keys.db";
    const std::string whole = test::octets_of(file);
    write(file, std::string(whole.size(), 'x'));
    EXPECT_THAT(refusal(site), testing::HasSubstr("keys.db"));
    for (const auto* name : {"keys.db", "keys.db-wal", "keys.db-shm"}) {
        std::filesystem::remove(site.data() / name);
    }
    write(site.data() / "archive.db", "");
    EXPECT_THAT(refusal(site), testing::HasSubstr("keys.db: is missing beside archive.db"));
}

TEST(SiteSeal, OpensUnderItsLabelOnlyAndAfterARestart) {
    Site site;
    const std::string sealed = site.vault->seal_for_site("address", "alice@example.org");
    site.open();
    EXPECT_EQ(site.vault->open_for_site("address", sealed), "alice@example.org");
    EXPECT_THROW(site.vault->open_for_site("alias", sealed), StorageError);
    for (std::size_t at = 0; at < sealed.size(); ++at) {
        std::string tampered = sealed;
        tampered[at] = static_cast<char>(tampered[at] ^ 1);
        EXPECT_THROW(site.vault->open_for_site("address", tampered), StorageError) << at;
        EXPECT_THROW(site.vault->open_for_site("address", sealed.substr(0, at)), StorageError)
            << at;
    }
    Site other;
    EXPECT_THROW(other.vault->open_for_site("address", sealed), StorageError);
}

TEST(SiteKeys, GiveTheSameSubkeysAtEveryStartAndOthersForEveryPurpose) {
    Site site;
    const Secret before = site.vault->derive_site_key("ledger");
    const std::string name = site.vault->lookup("alice@example.org");
    site.open();
    EXPECT_EQ(site.vault->derive_site_key("ledger").view(), before.view());
    EXPECT_NE(site.vault->derive_site_key("pseudonyms").view(), before.view());
    EXPECT_EQ(site.vault->lookup("alice@example.org"), name);
    EXPECT_EQ(name.size(), 32U);
    EXPECT_EQ(site.vault->site_id().size(), 16U);
}

TEST(RecordKeys, StayUntilTheyAreDestroyed) {
    Site site;
    EXPECT_FALSE(site.vault->find_record_key("2026-11"));
    const Secret key = site.vault->record_key("2026-11");
    EXPECT_EQ(site.vault->record_key("2026-11").view(), key.view());
    EXPECT_NE(site.vault->record_key("2026-12").view(), key.view());
    site.open();
    EXPECT_EQ(site.vault->find_record_key("2026-11")->view(), key.view());
    site.vault->destroy_record_key("2026-11");
    EXPECT_FALSE(site.vault->find_record_key("2026-11"));
    site.open();
    EXPECT_FALSE(site.vault->find_record_key("2026-11"));
    EXPECT_NE(site.vault->record_key("2026-11").view(), key.view());
}

TEST(HouseClaims, NeedTheTokenOfThisStart) {
    Site site;
    const auto token = site.vault->house_token();
    const auto uid = static_cast<std::uint32_t>(getuid());
    EXPECT_EQ(site.vault->verify(policy::JobClaim{policy::Job::retention, token})->principal,
              policy::Principal::job(policy::Job::retention));
    EXPECT_EQ(site.vault->verify(policy::StaffClaim{uid, token})->principal,
              policy::Principal::staff(uid));
    EXPECT_TRUE(site.vault->verify(policy::StaffClaim{0, token}));
    EXPECT_TRUE(site.vault->verify(policy::StaffClaim{uid + 1, token}));  // the register knows them, or not
    EXPECT_TRUE(site.vault->verify(policy::FounderClaim{uid, token}));
    EXPECT_FALSE(site.vault->verify(policy::FounderClaim{uid + 1, token}));
    site.lacks_director = false;
    EXPECT_FALSE(site.vault->verify(policy::FounderClaim{uid, token}));
    EXPECT_EQ(site.vault->verify(policy::DeliveryClaim{})->principal,
              policy::Principal::delivery_agent());
    site.lacks_director = true;
    site.open();
    EXPECT_FALSE(site.vault->verify(policy::JobClaim{policy::Job::retention, token}));
    EXPECT_FALSE(site.vault->verify(policy::StaffClaim{0, token}));
    EXPECT_FALSE(site.vault->verify(policy::FounderClaim{uid, token}));
}

}  // namespace
}  // namespace postvern::records
