// Until when a record opens: the end of its term, and of a person's account.
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

TEST_F(SealedKeys, AreGoneForEverybodyAtTheEndOfTheTerm) {
    appoint();
    record(*ledger, act(kAlice));
    ledger->publish_now();
    EXPECT_EQ(opened_of_alice(), 3U) << "once by each";
    const fs::path before = copy_of_data("before");
    open();
    const auto entries = Ledger::verify(data, keys_directory, *vault_keys).entries;
    now = kTermEnds;
    EXPECT_GT(ledger->purge(now), 0U);
    const auto after = Ledger::verify(data, keys_directory, *vault_keys, {.key = &officer});
    EXPECT_EQ(after.fault, std::nullopt);
    EXPECT_EQ(after.destroyed, entries);
    EXPECT_EQ(opened_of_alice(), 0U);

    // The sealed entries as they were before, under the key store as it is now, octet by octet.
    const fs::path copy = copy_of_data("copy");
    for (const char* name : {"ledger.db", "ledger.db-wal", "ledger.db-shm"}) {
        fs::remove(copy / name);
        if (fs::exists(before / name)) fs::copy(before / name, copy / name);
    }
    fs::copy_file(before / "anchor", anchor(), fs::copy_options::overwrite_existing);
    open(copy);
    const auto nothing = Ledger::verify(copy, keys_directory, *vault_keys, {.key = &officer});
    EXPECT_EQ(nothing.fault, std::nullopt);
    EXPECT_EQ(nothing.opened, 0U) << "which does not ask the clock";
    EXPECT_EQ(nothing.sealed, 0U);
    PrivateRecord of_march;
    of_march.subject = SiteKeys(*vault_keys).pseudonym_of(kAlice);
    of_march.retention = RetentionClass::staff_access;
    of_march.moment = kMoment;
    const std::string name = record_key_name(of_march);
    const auto keys_of_alice =
        vault->verify(policy::LoginClaim{"alice@example.org", kPassword})->keys;
    EXPECT_FALSE(vault->find_record_key(name));
    EXPECT_FALSE(vault->find_record_key(name, officer));
    EXPECT_FALSE(vault->find_record_key(name, kAlice, keys_of_alice));
    vault->release(keys_of_alice);
}

TEST_F(SealedKeys, OpenNothingPastItsTermAlsoWhereABackupBroughtThemBack) {
    appoint();
    record(*ledger, act(kAlice));
    record(*ledger, act(kBob));
    ledger->publish_now();
    const fs::path before = copy_of_data("before");
    open(before);
    now = kTermEnds - 1;
    EXPECT_EQ(opened_of_alice(), 3U) << "the keys are there";
    now = kTermEnds;
    EXPECT_EQ(opened_of_alice(), 0U) << "before any purge";
    EXPECT_EQ(march(&officer).sealed, 0U);
    EXPECT_THROW((void)ledger->export_entry(reading(), 1, &officer), NotFound);
    EXPECT_FALSE(ledger->entry(reading(), 1, {}, &officer));
    ledger->purge(now);
    now = kMoment;
    EXPECT_EQ(opened_of_alice(), 0U) << "nor by setting the clock back after it";
}

// --- Erasure ----------------------------------------------------------------------------------------

TEST_F(SealedKeys, OfAnErasedPersonLeaveProofsAndCheckpointsThatVerify) {
    appoint();
    record(*ledger, act(kAlice));
    record(*ledger, act(kBob));
    ledger->publish_now();
    const SiteKeys site(*vault_keys);
    const std::string stream = stream_key_name(site.pseudonym_of(kAlice), Stream::visible);
    ASSERT_TRUE(vault->find_record_key(stream, officer));
    const ExportedEntry exported = ledger->export_entry(reading(), 1);
    const std::string inclusion = ledger->prove(exported.proof.index).text();
    const std::string head = ledger->head();

    ledger->erase_subject(staff(policy::Action::administer_accounts, policy::Resource::of(kAlice),
                                policy::Purpose::administration));
    ledger->publish_now();
    // Which leaves were hers: the tags follow from a key that nobody has any more.
    EXPECT_EQ(vault->record_key_state(stream), RecordKeyState::absent);
    EXPECT_FALSE(vault->find_record_key(stream, officer));
    EXPECT_EQ(opened_of_alice(), 0U);
    EXPECT_EQ(
        ledger->read(reading(), {.subject = kBob, .before = kMarchEnds}, &officer).acts.size(), 1U);

    // What was handed out before, and every leaf and checkpoint, verifies as it did.
    const auto key = verify::parse_key(ledger->verifier_key());
    EXPECT_NO_THROW(
        verify::check_inclusion(verify::parse_proof(exported.text()), exported.proof.leaf, key));
    EXPECT_NO_THROW(
        verify::check_inclusion(verify::parse_proof(inclusion), exported.proof.leaf, key));
    EXPECT_NO_THROW(verify::open_checkpoint(head, key));
    EXPECT_NO_THROW(verify::check_inclusion(verify::parse_proof(ledger->prove(exported.proof.index).text()),
                                            exported.proof.leaf, key));
    EXPECT_EQ(Ledger::verify(data, keys_directory, *vault_keys).fault, std::nullopt);
    EXPECT_EQ(Ledger::verify(data, keys_directory, ledger->verifier_key()).fault, std::nullopt);
}

}  // namespace
}  // namespace postvern::records::ledger
