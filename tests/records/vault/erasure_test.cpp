#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "records/sql/session.hpp"
#include "tests/records/vault/site.hpp"

namespace postvern::records {
namespace {

using test::Site;

// The keys without which nothing that was wrapped for or by the account can be opened
// (shred_slots.hpp).
std::vector<std::string> slots_of(Site& site, AccountId account) {
    sql::Session session(site.data() / "keys.db", sql::Access::read_only);
    std::vector<std::string> slots;
    for (const char* select :
         {"SELECT octets FROM credentials JOIN slots ON slots.id = slot WHERE account = ?",
          "SELECT octets FROM period_keys JOIN slots ON slots.id = slot WHERE account = ?"}) {
        auto rows = session(select).query(account);
        for (const auto& row : rows) slots.emplace_back(row.octets(0));
    }
    return slots;
}

// A site in which Alice has much and Bob something; half of Alice's period keys have been opened.
void fill(Site& site) {
    site.add_alice();
    site.add(Site::kBob, "bob@example.org");
    for (int day = 0; day < 120; ++day) {
        for (const auto account : {Site::kAlice, Site::kBob}) {
            const auto made = site.vault->new_object_key(account, ObjectId{1}, ObjectKind::content,
                                                         DataClass::mail, Day{day});
            if (day != 100) continue;
            const auto name = account == Site::kAlice ? "alice@example.org" : "bob@example.org";
            const auto keys = site.sign_in(Site::kPassword, name)->keys;
            site.vault->open_object_key(
                keys, {account, ObjectId{1}, ObjectKind::content, made.period}, made.wrap);
        }
    }
}

TEST(Erasure, LeavesNoOctetOfADestroyedAccount) {
    Site site;
    fill(site);
    const auto of_alice = slots_of(site, Site::kAlice);
    const auto of_bob = slots_of(site, Site::kBob);
    ASSERT_EQ(of_alice.size(), 122U);
    const std::string before = site.keys_octets();
    for (const auto& value : of_alice) ASSERT_NE(before.find(value), std::string::npos);
    site.vault->destroy_account(Site::kAlice);
    const std::string left = site.keys_octets();
    for (const auto& value : of_alice) EXPECT_EQ(left.find(value), std::string::npos);
    for (const auto& value : of_bob) EXPECT_NE(left.find(value), std::string::npos);
    EXPECT_FALSE(site.opens(Site::kPassword)) << "the login cache was not emptied";
    EXPECT_TRUE(site.opens(Site::kPassword, "bob@example.org"));
    EXPECT_THROW(site.vault->new_object_key(Site::kAlice, ObjectId{1}, ObjectKind::content,
                                            DataClass::mail, Day{0}),
                 NotFound);
}

TEST(Erasure, EndsOpenSessionsOfADestroyedAccount) {
    Site site;
    site.add_alice();
    const auto made = site.vault->new_object_key(Site::kAlice, ObjectId{1}, ObjectKind::content,
                                                 DataClass::mail, Day{0});
    const ObjectLabel label{Site::kAlice, ObjectId{1}, ObjectKind::content, made.period};
    const auto keys = site.sign_in(Site::kPassword)->keys;
    site.vault->open_object_key(keys, label, made.wrap);
    site.vault->destroy_account(Site::kAlice);
    EXPECT_THROW(site.vault->open_object_key(keys, label, made.wrap), policy::Denied);
}

TEST(Erasure, LeavesNoOctetOfAReplacedPassword) {
    Site site;
    site.add_alice();
    const auto alice = site.subject();
    sql::Session session(site.data() / "keys.db", sql::Access::read_only);
    const auto before =
        session("SELECT octets FROM credentials JOIN slots ON slots.id = slot WHERE kind = 0")
            .octets();
    ASSERT_TRUE(before);
    site.vault->replace_password(site.change(alice), "another one");
    EXPECT_EQ(site.keys_octets().find(*before), std::string::npos);
}

TEST(Erasure, LeavesNoOctetOfAnyAccountWhenManyAreDestroyedInTurn) {
    Site site;
    fill(site);
    for (const auto account : {Site::kBob, Site::kAlice}) {
        const auto slots = slots_of(site, account);
        site.vault->destroy_account(account);
        const std::string left = site.keys_octets();
        for (const auto& slot : slots) EXPECT_EQ(left.find(slot), std::string::npos);
        site.add(AccountId{10 + number(account)},
                 std::to_string(number(account)));  // takes slots again
    }
}

TEST(Erasure, OfASweptPeriodKeyLeavesNoOctet) {
    Site site;
    fill(site);
    site.open();
    const auto slots = slots_of(site, Site::kAlice);
    const auto periods = site.vault->settled_period_keys(Site::kAlice);
    ASSERT_EQ(periods.size(), 120U);
    site.vault->destroy_period_keys(Site::kAlice, periods);
    const std::string left = site.keys_octets();
    std::size_t found = 0;
    for (const auto& slot : slots) found += left.find(slot) != std::string::npos ? 1 : 0;
    EXPECT_EQ(found, 2U) << "those of the two credentials are left, and no other";
}

TEST(Erasure, OfARecordKeyLeavesNoOctet) {
    Site site;
    site.vault->record_key("2026-11");
    sql::Session session(site.data() / "keys.db", sql::Access::read_only);
    const auto slot = session("SELECT octets FROM record_keys JOIN slots ON id = slot").octets();
    ASSERT_NE(site.keys_octets().find(*slot), std::string::npos);
    site.vault->destroy_record_key("2026-11");
    EXPECT_EQ(site.keys_octets().find(*slot), std::string::npos);
}

TEST(NewKeys, MakeTheOldUnreadableAndOpenWhatComesAfter) {
    Site site;
    const std::string old_code = site.add_alice();
    const auto old_session = site.sign_in(Site::kPassword)->keys;
    const auto alice = site.subject();
    const auto grant = site.change(alice);
    const auto before = site.vault->new_object_key(Site::kAlice, ObjectId{1}, ObjectKind::content,
                                                   DataClass::mail, Day{0});
    const ObjectLabel old_label{Site::kAlice, ObjectId{1}, ObjectKind::content, before.period};
    const std::string name = site.vault->seal_private(old_session, Site::kAlice, "folder", "Plans");
    const auto slots = slots_of(site, Site::kAlice);

    const auto made = site.vault->renew_keys(Site::kAlice, "the new password");
    EXPECT_THROW(site.vault->open_object_key(old_session, old_label, before.wrap), policy::Denied);
    EXPECT_THROW(site.vault->open_object_key(made.keys, old_label, before.wrap), NotFound);
    EXPECT_THROW(site.vault->open_private(made.keys, Site::kAlice, "folder", name), StorageError);
    EXPECT_THROW(site.vault->replace_password(grant, "of the old keys"), policy::Denied);
    EXPECT_FALSE(site.opens(Site::kPassword));
    EXPECT_FALSE(site.opens(old_code));
    EXPECT_TRUE(site.opens("the new password"));
    EXPECT_TRUE(site.opens(made.recovery_code));
    const std::string left = site.keys_octets();
    ASSERT_EQ(slots.size(), 3U);
    for (const auto& slot : slots) EXPECT_EQ(left.find(slot), std::string::npos);

    const auto after = site.vault->new_object_key(Site::kAlice, ObjectId{2}, ObjectKind::content,
                                                  DataClass::mail, Day{0});
    EXPECT_NE(after.period, before.period);
    EXPECT_EQ(site.vault
                  ->open_object_key(made.keys,
                                    {Site::kAlice, ObjectId{2}, ObjectKind::content, after.period},
                                    after.wrap)
                  .view(),
              after.key.view());
    EXPECT_THROW(site.vault->renew_keys(AccountId{9}, "password"), NotFound);
}

TEST(Backup, IsAWholePrivateCopyThatOpensTheMail) {
    Site site;
    site.add_alice();
    const auto made = site.vault->new_object_key(Site::kAlice, ObjectId{1}, ObjectKind::content,
                                                 DataClass::mail, Day{0});
    const auto copy = site.root / "copy.db";
    site.vault->backup(copy);
    EXPECT_THROW(site.vault->backup(copy), AlreadyExists);
    struct stat status {};
    ASSERT_EQ(stat(copy.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600U);
    site.close();
    for (const auto* name : {"keys.db", "keys.db-wal", "keys.db-shm"}) {
        std::filesystem::remove(site.data() / name);
    }
    std::filesystem::rename(copy, site.data() / "keys.db");
    site.open();
    const auto keys = site.sign_in(Site::kPassword)->keys;
    EXPECT_EQ(
        site.vault
            ->open_object_key(keys, {Site::kAlice, ObjectId{1}, ObjectKind::content, made.period},
                              made.wrap)
            .view(),
        made.key.view());
}

}  // namespace
}  // namespace postvern::records
