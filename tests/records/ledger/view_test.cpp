// What grants show: with a real gate and the rulebook that ships.
#include <gmock/gmock.h>

#include "compliance/verify/verifier.hpp"
#include "records/ledger/site_keys.hpp"
#include "records/sql/statement.hpp"
#include "tests/records/ledger/gated_house.hpp"

namespace postvern::records::ledger {
namespace {

TEST_F(LedgerView, ShowsWhatWasRecordedToAGrant) {
    record(*ledger, act(AccountId{7}));
    ledger->publish_now();
    const auto rows = ledger->entries(reading(*gate), {});
    ASSERT_EQ(rows.size(), 2U) << "the act, and the question to read";
    const RecordedAct& first = rows[0];
    const SiteKeys site(keys);
    EXPECT_EQ(first.sequence, 1U);
    EXPECT_EQ(first.leaf, places().at(1));
    EXPECT_EQ(first.role, "staff");
    EXPECT_EQ(first.actor, hex(site.pseudonym_of(policy::Principal::staff(1000))));
    EXPECT_EQ(first.subject, hex(site.pseudonym_of(AccountId{7})));
    EXPECT_EQ(first.operation, "administer_accounts");
    EXPECT_EQ(first.purpose, "administration");
    EXPECT_EQ(first.data, "subscriber");
    EXPECT_EQ(first.legal_basis, "GDPR Art. 6(1)(b); ISP-52");
    EXPECT_EQ(first.rules, "ISP-52.staff-administer-accounts");
    EXPECT_FALSE(first.cut);
    EXPECT_EQ(first.rulebook, decision.rulebook);
    EXPECT_EQ(first.outcome, policy::Outcome::granted);
    EXPECT_EQ(first.objects, "1");
    EXPECT_EQ(first.moment, kMoment - kMoment % 900);
    EXPECT_EQ(rows[1].operation, "read_record");
    EXPECT_EQ(rows[1].leaf, std::nullopt) << "pending";
    EXPECT_EQ(rows[1].rules, "ISP-61.operators-account-for-acts");
}

TEST_F(LedgerView, Filters) {
    record(*ledger, act(AccountId{7}, 1));
    now += 3600;
    record(*ledger, act(AccountId{8}, 2));
    const auto count = [&](RecordFilter filter) { return ledger->entries(reading(*gate), filter).size(); };
    EXPECT_EQ(count({.subject = AccountId{8}}), 1U);
    EXPECT_EQ(count({.actor = policy::Principal::staff(1)}), 1U);
    EXPECT_EQ(count({.before = kMoment}), 1U);
    EXPECT_EQ(count({.subject = AccountId{7}, .from = kMoment + 1}), 0U);
    EXPECT_EQ(count({.most = 2}), 2U);
    const auto page = ledger->entries(reading(*gate), {.after_sequence = 1, .most = 1});
    ASSERT_EQ(page.size(), 1U);
    EXPECT_EQ(page[0].sequence, 2U);
}

TEST_F(LedgerView, RefusesGrantsOfAnotherGateOrForAnotherAct) {
    const auto other = make_gate();
    EXPECT_THROW((void)ledger->entries(reading(*other), {}), policy::Denied);
    EXPECT_THROW((void)ledger->entries(erasing(AccountId{7}), {}), policy::Denied);
    EXPECT_THROW((void)ledger->tallies(erasing(AccountId{7}), AccountId{7}), policy::Denied);
    EXPECT_THROW(ledger->erase_subject(reading(*gate)), policy::Denied);
    EXPECT_THROW(ledger->honour_grants_of(*other), std::logic_error);
    now += 3600;
    auto stale = reading(*gate);
    now += policy::Gate::kOpenWithin + 1;
    EXPECT_THROW((void)ledger->entries(std::move(stale), {}), policy::Denied);
}

TEST_F(LedgerView, RefusesEveryGrantBeforeTheGateIsNamed) {
    gate.reset();
    ledger.reset();
    ledger = std::make_shared<Ledger>(settings(), keys);
    gate = make_gate();
    EXPECT_THROW((void)ledger->entries(reading(*gate), {}), policy::Denied);
}

TEST_F(LedgerView, ShowsOwnersTheirOwnRecordOnly) {
    record(*ledger, act(AccountId{3}));
    record(*ledger, act(AccountId{4}));
    const auto own = ledger->entries(owner_reading(3), {.subject = AccountId{4}});
    ASSERT_FALSE(own.empty());
    for (const auto& row : own) EXPECT_EQ(row.subject, hex(SiteKeys(keys).pseudonym_of(AccountId{3})));
    EXPECT_THROW((void)ledger->tallies(owner_reading(3), AccountId{4}), policy::Denied);
    EXPECT_NO_THROW((void)ledger->tallies(owner_reading(3), AccountId{3}));
}

// --- Handed out -------------------------------------------------------------------------------------

TEST_F(LedgerView, HandsOutAnEntryThatIsCheckedWithoutTheServer) {
    namespace verify = compliance::verify;
    record(*ledger, act(AccountId{7}));
    EXPECT_THROW((void)ledger->export_entry(reading(*gate), 1), NotFound) << "it is not published yet";
    ledger->publish_now();
    const ExportedEntry exported = ledger->export_entry(reading(*gate), 1);
    const verify::Proof proof = verify::parse_proof(exported.text());
    EXPECT_EQ(verify::leaf_of(proof.extra), exported.proof.leaf);
    EXPECT_NO_THROW(verify::check_inclusion(proof, exported.proof.leaf, verify::parse_key(ledger->verifier_key())));
    const std::string words = verify::in_words(proof.extra);
    EXPECT_THAT(words, testing::HasSubstr("between 15:00 and 15:15 UTC, staff " +
                                          hex(SiteKeys(keys).pseudonym_of(policy::Principal::staff(1000))) +
                                          " was granted administer_accounts for administration"));
    EXPECT_THAT(words, testing::HasSubstr("of " + hex(SiteKeys(keys).pseudonym_of(AccountId{7})) + ", 1 object"));
    EXPECT_NO_THROW(verify::check_inclusion(verify::parse_proof(ledger->prove(exported.proof.index).text()), exported.proof.leaf,
                                            verify::parse_key(ledger->verifier_key())));
}

TEST_F(LedgerView, HandsOutOwnersTheirOwnEntriesOnly) {
    record(*ledger, act(AccountId{3}));
    record(*ledger, act(AccountId{4}));
    ledger->publish_now();
    EXPECT_NO_THROW((void)ledger->export_entry(owner_reading(3), 1));
    for (const std::uint64_t absent : {std::uint64_t{0}, std::uint64_t{2}, std::uint64_t{99}}) {
        EXPECT_THROW((void)ledger->export_entry(owner_reading(3), absent), NotFound) << absent;
    }
    ledger->erase_subject(erasing(AccountId{3}));
    EXPECT_THROW((void)ledger->export_entry(reading(*gate), 1), NotFound) << "its keys are destroyed";
    EXPECT_THROW((void)ledger->export_entry(erasing(AccountId{4}), 2), policy::Denied);
}

TEST_F(LedgerView, NamesAnEntryThatIsDamaged) {
    record(*ledger, act());
    {
        sql::Connection connection(database(), sql::Access::read_write);
        sql::Statement(connection, "UPDATE entries SET sealed = ?").run(sql::Blob{std::string(573, '\1')});
    }
    try {
        (void)ledger->entries(reading(*gate), {});
        FAIL() << "shown";
    } catch (const StorageError& error) {
        EXPECT_THAT(error.what(), testing::HasSubstr("entry 1: the sealed record"));
    }
}

// --- Tallies ----------------------------------------------------------------------------------------

TEST_F(LedgerView, CountsOwnersByDayAndChannel) {
    for (int i = 0; i < 3; ++i) ledger->tally(access(AccountId{7}));
    ledger->flush_tallies();
    ledger->tally(access(AccountId{7}));
    ledger->tally(access(AccountId{7}, policy::Channel::pop3));
    ledger->tally(access(AccountId{8}));
    now += 86'400;
    ledger->tally(access(AccountId{7}));
    open();  // what was counted is written when the ledger closes
    const auto tallies = ledger->tallies(reading(*gate), AccountId{7});
    ASSERT_EQ(tallies.size(), 3U);
    EXPECT_EQ(tallies[0].day, Day{20'526});
    EXPECT_EQ(tallies[0].channel, policy::Channel::imap);
    EXPECT_EQ(tallies[0].count, 4U);
    EXPECT_EQ(tallies[1].channel, policy::Channel::pop3);
    EXPECT_EQ(tallies[1].count, 1U);
    EXPECT_EQ(tallies[2].day, Day{20'527});
    EXPECT_EQ(tallies[2].count, 1U);
}

TEST_F(LedgerView, CountsDeliveriesAndRefusalsWithoutSubject) {
    policy::Act delivery = act(AccountId{7});
    delivery.actor = policy::Principal::delivery_agent();
    delivery.action = policy::Action::deliver;
    delivery.channel = policy::Channel::lmtp;
    ledger->tally(delivery);
    policy::Act refused = access(AccountId{7});
    refused.outcome = policy::Outcome::refused;
    ledger->tally(refused);
    policy::Act strangers = access(AccountId{7});
    strangers.subject = AccountId{8};
    ledger->tally(strangers);
    EXPECT_EQ(ledger->tallied(policy::Channel::lmtp, policy::Action::deliver, policy::Outcome::granted), 1U);
    EXPECT_EQ(ledger->tallied(policy::Channel::imap, policy::Action::read, policy::Outcome::refused), 1U);
    EXPECT_EQ(ledger->tallied(policy::Channel::imap, policy::Action::read, policy::Outcome::granted), 1U);
    EXPECT_TRUE(ledger->tallies(reading(*gate), AccountId{7}).empty());
    EXPECT_TRUE(ledger->tallies(reading(*gate), AccountId{8}).empty());
}

// --- Retention and erasure ---------------------------------------------------------------------------

TEST_F(LedgerView, DestroysWhatIsPastItsTermAndNothingElse) {
    record(*ledger, act(AccountId{7}));
    ledger->tally(access(AccountId{7}));
    ledger->publish_now();
    ledger->flush_tallies();
    const std::int64_t march_ends = 1'775'001'600;  // 2026-04-01
    const std::int64_t term_ends = 1'806'537'600;   // 2027-04-01
    EXPECT_EQ(ledger->purge(term_ends), 0U) << "the clock decides, not the caller";

    now = (20'526 + 31) * kSecondsPerDay - 1;
    EXPECT_EQ(ledger->purge(now), 0U);
    now = now + 1;
    EXPECT_EQ(ledger->purge(now), 1U) << "the day's tallies";
    EXPECT_TRUE(ledger->tallies(reading(*gate), AccountId{7}).empty());

    ASSERT_GT(now.load(), march_ends);
    now = term_ends - 1;
    EXPECT_EQ(ledger->purge(now), 0U);
    now = term_ends;
    EXPECT_EQ(ledger->purge(now), 1U);
    EXPECT_EQ(ledger->entries(reading(*gate), {.subject = AccountId{7}}).size(), 0U);
    const auto examination = Ledger::verify(data, keys_directory, keys);
    EXPECT_EQ(examination.fault, std::nullopt) << "the tree still proves";
    EXPECT_EQ(examination.destroyed, 1U);
}

TEST_F(LedgerView, ErasesASubjectsRecordsAndKeysOnly) {
    record(*ledger, act(AccountId{7}));
    record(*ledger, act(AccountId{8}));
    ledger->tally(access(AccountId{7}));
    ledger->tally(access(AccountId{8}));
    ledger->publish_now();
    ledger->erase_subject(erasing(AccountId{7}));
    EXPECT_TRUE(ledger->entries(reading(*gate), {.subject = AccountId{7}}).empty());
    EXPECT_EQ(ledger->entries(reading(*gate), {.subject = AccountId{8}}).size(), 1U);
    EXPECT_TRUE(ledger->tallies(reading(*gate), AccountId{7}).empty());
    EXPECT_EQ(ledger->tallies(reading(*gate), AccountId{8}).size(), 1U);
    EXPECT_EQ(Ledger::verify(data, keys_directory, keys).fault, std::nullopt);
    record(*ledger, act(AccountId{7}));  // and life goes on
    EXPECT_EQ(ledger->entries(reading(*gate), {.subject = AccountId{7}}).size(), 1U);
}

TEST_F(LedgerView, BacksUpAsOneMoment) {
    record(*ledger, act());
    ledger->publish_now();
    std::filesystem::create_directory(directory / "copy");
    ledger->backup(directory / "copy" / "ledger.db");
    EXPECT_EQ(Ledger::verify(directory / "copy", keys_directory, keys).fault, std::nullopt);
    EXPECT_THROW(ledger->backup(directory / "copy" / "ledger.db"), AlreadyExists);
}

}  // namespace
}  // namespace postvern::records::ledger
