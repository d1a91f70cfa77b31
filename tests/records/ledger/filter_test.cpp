// Which entries a filter lets through, and what each of them tells.
#include <gmock/gmock.h>

#include "records/ledger/desk.hpp"
#include "tests/records/ledger/gated_house.hpp"

namespace postvern::records::ledger {
namespace {

using policy::Action;
using policy::Outcome;
using policy::Purpose;
using testing::ElementsAre;
using testing::IsEmpty;

class Filter : public LedgerView {
  protected:
    std::vector<std::uint64_t> found(const RecordFilter& filter) {
        std::vector<std::uint64_t> sequences;
        for (const auto& act : ledger->entries(reading(*gate), filter)) {
            if (act.operation != "read_record") sequences.push_back(act.sequence);
        }
        return sequences;
    }
    void record_one(Action action, Purpose purpose, Outcome outcome,
                    std::vector<std::string> rules) {
        policy::Act one = act(AccountId{7});
        one.action = action;
        one.purpose = purpose;
        one.outcome = outcome;
        decision.rules = std::move(rules);
        record(*ledger, one);
    }
};

TEST_F(Filter, TakesClassPurposeRuleActionAndOutcome) {
    record_one(Action::administer_accounts, Purpose::administration, Outcome::granted,
               {"ISP-52.operators"});
    record_one(Action::disclose, Purpose::legal_request, Outcome::refused,
               {"ISP-35.order", "ISP-39.route"});
    record_one(Action::give_consent, Purpose::subject_rights, Outcome::granted, {"ISP-5.x"});
    record_one(Action::notify_breach, Purpose::security, Outcome::granted, {});
    EXPECT_THAT(found({}), ElementsAre(1, 2, 3, 4));
    EXPECT_THAT(found({.retention = "staff-access"}), ElementsAre(1));
    EXPECT_THAT(found({.retention = "legal"}), ElementsAre(2));
    EXPECT_THAT(found({.retention = "consent"}), ElementsAre(3));
    EXPECT_THAT(found({.retention = "breach"}), ElementsAre(4));
    EXPECT_THAT(found({.purpose = Purpose::security}), ElementsAre(4));
    EXPECT_THAT(found({.action = Action::give_consent}), ElementsAre(3));
    EXPECT_THAT(found({.outcome = Outcome::refused}), ElementsAre(2));
    EXPECT_THAT(found({.purpose = Purpose::administration, .outcome = Outcome::refused}),
                IsEmpty());
}

TEST_F(Filter, TakesAnyOfTheRulesByIdOrByWhatStandsBeforeTheDot) {
    record_one(Action::disclose, Purpose::legal_request, Outcome::refused,
               {"ISP-35.order", "ISP-39.route"});
    record_one(Action::disclose, Purpose::legal_request, Outcome::refused, {"ISP-3.other"});
    EXPECT_THAT(found({.rule = "ISP-35.order"}), ElementsAre(1));
    EXPECT_THAT(found({.rule = "ISP-39.route"}), ElementsAre(1));
    EXPECT_THAT(found({.rule = "ISP-39"}), ElementsAre(1));
    EXPECT_THAT(found({.rule = "ISP-3"}), ElementsAre(2)) << "no prefix of a number";
    EXPECT_THAT(found({.rule = "ISP-35.orde"}), IsEmpty());
}

TEST_F(Filter, KnowsEveryClassByItsName) {
    EXPECT_THAT(
        std::vector<std::string_view>(retention_names().begin(), retention_names().end()),
        ElementsAre("staff-access", "legal", "rulebook", "consent", "rights-request", "breach"));
    EXPECT_EQ(name(RetentionClass::staff_access), "staff-access");
    EXPECT_EQ(name(RetentionClass::breach), "breach");
}

TEST_F(Filter, EntriesTellTheirClassAndWhichJobActed) {
    policy::Act job = act(policy::kNoAccount);
    job.actor = policy::Principal::job(policy::Job::retention);
    job.action = Action::purge;
    record(*ledger, job);
    const auto acts = ledger->entries(reading(*gate), {.action = Action::purge});
    ASSERT_EQ(acts.size(), 1U);
    EXPECT_EQ(acts[0].job, "retention");
    EXPECT_EQ(acts[0].retention, "staff-access");
    EXPECT_TRUE(acts[0].about_the_house);
    EXPECT_FALSE(acts[0].restricted);
    EXPECT_EQ(acts[0].case_reference, "");
}

// --- Owners -----------------------------------------------------------------------------------------

// Writes entries as no caller can: into the restricted stream, and of a case.
class RestrictedEntries : public Filter {
  protected:
    void write(AccountId subject, Stream stream) {
        gate.reset();
        ledger.reset();
        {
            const SiteKeys site(keys);
            const Anchor anchor(anchor_in(keys_directory));
            TallyBoard board;
            const Witnesses nobody{Attestors{}};
            Desk desk(settings(), keys, site, anchor, board, nobody);
            PrivateRecord record = describe(act(subject));
            record.stream = stream;
            record.actor = site.pseudonym_of(policy::Principal::staff(1000));
            record.subject = site.pseudonym_of(subject);
            record.case_reference[15] = 0x2a;
            Writer::Item item{record, {}};
            desk.write(std::span(&item, 1));
            desk.publisher().refresh_anchor();
        }
        open();
    }
};

TEST_F(RestrictedEntries, AreShownToNoOwnerByAnyGrant) {
    write(AccountId{3}, Stream::restricted);
    EXPECT_THAT(ledger->entries(owner_exporting(3), {}), IsEmpty());
    ledger->publish_now();
    EXPECT_THROW((void)ledger->export_entry(owner_exporting(3), 1), NotFound);
    // By this leave too, which is an entry of its own.
    EXPECT_THAT(ledger->entries(owner_reading(3), {.action = Action::administer_accounts}),
                IsEmpty());
    EXPECT_THAT(ledger->entries(reading(*gate), {.subject = AccountId{3}, .action = Action::administer_accounts}),
                IsEmpty())
        << "nor to who may read the whole record";
}

TEST_F(RestrictedEntries, AreFoundByTheirCaseOnceTheyAreVisible) {
    write(AccountId{3}, Stream::visible);
    const auto seen = ledger->entries(owner_exporting(3), {});
    ASSERT_EQ(seen.size(), 1U);
    EXPECT_FALSE(seen[0].restricted);
    EXPECT_EQ(seen[0].case_reference, "0000000000000000000000000000002a");
    EXPECT_THAT(found({.case_reference = "0000000000000000000000000000002a"}), ElementsAre(1));
    EXPECT_THAT(found({.case_reference = "0000000000000000000000000000002b"}), IsEmpty());
}

TEST_F(RestrictedEntries, LeaveTheNumbersOfWhatOwnersAreShownAsTheyWere) {
    write(AccountId{3}, Stream::visible);
    write(AccountId{3}, Stream::restricted);
    write(AccountId{4}, Stream::visible);
    write(AccountId{3}, Stream::visible);
    const auto own = ledger->entries(owner_exporting(3), {});
    ASSERT_EQ(own.size(), 2U);
    EXPECT_EQ(own[0].sequence, 1U);
    EXPECT_EQ(own[1].sequence, 2U) << "not the fourth of the record";
    const auto page = ledger->entries(owner_exporting(3), {.after_sequence = 1});
    ASSERT_EQ(page.size(), 1U);
    EXPECT_EQ(page[0].sequence, 2U);
    ledger->publish_now();
    EXPECT_EQ(ledger->export_entry(owner_exporting(3), 2).proof.leaf,
              ledger->export_entry(reading(*gate), 4).proof.leaf);
    EXPECT_THROW((void)ledger->export_entry(owner_exporting(3), 3), NotFound);
}

TEST_F(RestrictedEntries, AreFilteredBeforeTheyAreCounted) {
    write(AccountId{3}, Stream::restricted);
    write(AccountId{3}, Stream::visible);
    write(AccountId{3}, Stream::visible);
    const auto first = ledger->entries(owner_exporting(3), {.most = 1});
    ASSERT_EQ(first.size(), 1U);
    EXPECT_EQ(first[0].sequence, 1U);
    EXPECT_THAT(ledger->entries(owner_exporting(3), {.most = 0}), IsEmpty());
}

TEST_F(Filter, LeaveToExportOpensOnesOwnRecordAndNothingElse) {
    record(*ledger, act(AccountId{3}));
    record(*ledger, act(AccountId{4}));
    const auto own = ledger->entries(owner_exporting(3), {.subject = AccountId{4}});
    ASSERT_EQ(own.size(), 1U);
    EXPECT_EQ(own[0].subject, hex(SiteKeys(keys).pseudonym_of(AccountId{3})));
    EXPECT_NO_THROW((void)ledger->tallies(owner_exporting(3), AccountId{3}));
    EXPECT_THROW((void)ledger->tallies(owner_exporting(3), AccountId{4}), policy::Denied);
    EXPECT_THROW((void)ledger->entry(owner_exporting(3), 1, {}), policy::Denied);
    EXPECT_THROW((void)ledger->entries(choosing(3), {}), policy::Denied);
}

}  // namespace
}  // namespace postvern::records::ledger
