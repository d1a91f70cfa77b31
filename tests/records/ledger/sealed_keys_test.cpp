// Who opens a record.
#include <gmock/gmock.h>

#include <algorithm>

#include "compliance/verify/verifier.hpp"
#include "records/ledger/entry_book.hpp"
#include "records/ledger/record_keys.hpp"
#include "records/sql/session.hpp"
#include "tests/records/ledger/sealed_keys.hpp"

namespace postvern::records::ledger {
namespace {

namespace verify = compliance::verify;

TEST_F(SealedKeys, OpenByTheOfficersOrTheOwnersPrivateKeyOnceTheSiteHasNone) {
    appoint();
    record(*ledger, act(kAlice));
    record(*ledger, act(kBob));
    ledger->publish_now();
    now = kGivenUp - 1;
    ledger->purge(now);
    EXPECT_EQ(march().acts.size(), 2U);
    now = kGivenUp;
    EXPECT_EQ(ledger->purge(now), 0U) << "nothing is past its term";

    EXPECT_EQ(march().acts.size(), 0U);
    EXPECT_EQ(march().sealed, 2U);
    EXPECT_EQ(march(&stranger).sealed, 2U);
    EXPECT_EQ(march(&officer).acts.size(), 2U);
    EXPECT_EQ(march(&officer).sealed, 0U);
    EXPECT_EQ(ledger->read(reading(), {.subject = kBob, .before = kMarchEnds}).sealed, 1U);
    EXPECT_EQ(ledger->read(reading(), {.from = kMarchEnds}).sealed, 0U) << "the months tell";

    const policy::Subject owner = alice();
    const auto own = ledger->read(reading_as(owner), {.before = kMarchEnds});
    ASSERT_EQ(own.acts.size(), 1U) << "by her own key, hers alone";
    EXPECT_EQ(own.sealed, 0U) << "of others' she learns nothing";
    EXPECT_EQ(own.acts[0].subject, hex(SiteKeys(*vault_keys).pseudonym_of(kAlice)));

    EXPECT_THROW((void)ledger->export_entry(reading(), 1), NotFound);
    const ExportedEntry exported = ledger->export_entry(reading(), 1, &officer);
    EXPECT_EQ(verify::leaf_of(verify::parse_proof(exported.text()).extra), exported.proof.leaf);
    EXPECT_NO_THROW((void)ledger->export_entry(reading_as(owner), 1));
    EXPECT_FALSE(ledger->entry(reading(), 1, {}, {}));
    EXPECT_TRUE(ledger->entry(reading(), 1, {}, &officer));
}

TEST_F(SealedKeys, AreCountedApartWhereTheRecordIsChecked) {
    appoint();
    record(*ledger, act(kAlice));
    record(*ledger, act(kBob));
    ledger->publish_now();
    now = kGivenUp;
    ledger->purge(now);
    const auto by_site = Ledger::verify(data, keys_directory, *vault_keys);
    EXPECT_EQ(by_site.fault, std::nullopt);
    EXPECT_EQ(by_site.sealed, 2U);
    EXPECT_EQ(by_site.opened, 0U);
    EXPECT_EQ(by_site.destroyed, 0U);
    const auto by_officer = Ledger::verify(data, keys_directory, *vault_keys, {.key = &officer});
    EXPECT_EQ(by_officer.fault, std::nullopt);
    EXPECT_EQ(by_officer.sealed, 0U);
    EXPECT_EQ(by_officer.opened, 2U);
    const auto by_stranger = Ledger::verify(data, keys_directory, *vault_keys, {.key = &stranger});
    EXPECT_EQ(by_stranger.fault, std::nullopt);
    EXPECT_EQ(by_stranger.sealed, 2U);
}

TEST_F(SealedKeys, StayWithTheSiteWhileNoOfficerCanOpenThem) {
    record(*ledger, act(kAlice));
    now = kGivenUp;
    ledger->purge(now);
    EXPECT_EQ(march().acts.size(), 1U);
    appoint();
    ledger->purge(now);
    EXPECT_EQ(march().acts.size(), 1U) << "there is an officer now, but the key was made before";
    const std::vector<AccountId> people{kAlice, kBob};
    const auto sealed = ledger->seal_anew(people);
    EXPECT_EQ(sealed.added, sealed.keys);
    EXPECT_EQ(sealed.lacking, 0U);
    ledger->purge(now);
    EXPECT_EQ(march().sealed, 1U);
    EXPECT_EQ(march(&officer).acts.size(), 1U);
    EXPECT_EQ(ledger->seal_anew(people).added, 0U);
}

TEST_F(SealedKeys, AreGivenUpAsSoonAsTheSettingsSay) {
    site_copy_age = std::chrono::seconds(1);
    open();
    appoint();
    record(*ledger, act(kAlice));
    now = kMarchEnds;
    ledger->purge(now);
    EXPECT_EQ(march().sealed, 0U);
    now = kMarchEnds + 1;
    ledger->purge(now);
    EXPECT_EQ(march().sealed, 1U);
}

TEST_F(SealedKeys, AreSealedAnewToAnOwnerWithNewKeys) {
    appoint();
    record(*ledger, act(kAlice));
    vault->release(vault->renew_keys(kAlice, kPassword).keys);
    ledger->seal_anew(std::vector<AccountId>{kAlice, kBob});
    now = kGivenUp;
    ledger->purge(now);
    const policy::Subject owner = alice();
    EXPECT_EQ(ledger->read(reading_as(owner), {.before = kMarchEnds}).acts.size(), 1U);
}

TEST_F(SealedKeys, OfAPastMonthTakeNoEntryOfAClockThatWasSetBack) {
    appoint();
    record(*ledger, act(kAlice));
    now = kGivenUp;
    ledger->purge(now);
    now = kMoment;
    EXPECT_THROW(record(*ledger, act(kAlice)), Unavailable);
    now = kGivenUp;
    EXPECT_NO_THROW(record(*ledger, act(kAlice)));
}

// As a case under lawful silence leaves it.
TEST_F(SealedKeys, OfTheRestrictedStreamAreTheOfficersAndDoNotShowToTheOwner) {
    appoint();
    record(*ledger, act(kAlice));
    gate.reset();
    ledger.reset();
    PrivateRecord silent;
    silent.stream = Stream::restricted;
    silent.role = RecordedRole::staff;
    silent.day = day_of(kMoment);
    silent.moment = rounded_moment(silent.retention, kMoment);
    silent.subject = SiteKeys(*vault_keys).pseudonym_of(kAlice);
    silent.operation = "read";
    silent.purpose = "legal_disclosure";
    {
        sql::Connection connection(database(), sql::Access::read_write);
        const SiteKeys site(*vault_keys);
        RecordKeys record_keys(connection, *vault_keys, site);
        EntryBook book(connection, record_keys, site);
        book.append(silent, kAlice);
        EXPECT_EQ(book.write().size(), 1U);
    }
    open();
    {
        const policy::Subject owner = alice();
        const auto own = ledger->read(reading_as(owner), {.before = kMarchEnds});
        for (const RecordedAct& each : own.acts) EXPECT_NE(each.purpose, "legal_disclosure");
    }
    now = kGivenUp;
    ledger->purge(now);
    EXPECT_TRUE(vault->find_record_key(record_key_name(silent))) << "she is to be shown it when silence ends";
    EXPECT_TRUE(vault->find_record_key(record_key_name(silent), officer));
    EXPECT_TRUE(
        vault->find_record_key(stream_key_name(silent.subject, Stream::restricted), officer));
    const policy::Subject owner = alice();
    const auto own = ledger->read(reading_as(owner), {.before = kMarchEnds});
    EXPECT_EQ(own.sealed, 0U) << "nor that something is left out";
    for (const RecordedAct& each : own.acts) EXPECT_NE(each.purpose, "legal_disclosure");
    EXPECT_THROW((void)ledger->export_entry(reading_as(owner), 2), NotFound);
    for (const RecordedAct& each : march(&officer).acts) {
        EXPECT_NE(each.purpose, "legal_disclosure") << "whoever reviews the case is shown it";
    }
}

}  // namespace
}  // namespace postvern::records::ledger
