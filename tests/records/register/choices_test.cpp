// What owners decide, and what the Gate makes of it from that moment on.
#include "records/choices.hpp"

#include "tests/records/archive/household.hpp"

namespace postvern::records {
namespace {

using policy::Action;
using policy::Job;
using policy::Purpose;
using policy::Resource;

class ChoicesTest : public testing::Test {
  protected:
    policy::Grant right(Action action) {
        return home.ask(owner, action, Resource::of(alice), Purpose::subject_rights);
    }
    policy::Grant retention() {
        return home.ask(owner, Action::set_retention, Resource::of(alice));
    }
    ChoicesMade made() { return home.choices.read(right(Action::export_)); }
    bool is_scanned() {
        const auto filter = home.job(Job::spam_filter);
        return home.may(filter, Action::scan, Resource::of(alice), Purpose::spam_filtering);
    }
    bool is_copied() {
        const auto backup = home.job(Job::backup);
        return home.may(backup, Action::backup, Resource::of(alice), Purpose::backup);
    }

    Scratch scratch;
    Household home{scratch};
    AccountId alice = home.add_account("alice@example.org", "correct horse");
    policy::Subject owner = home.sign_in("alice@example.org", "correct horse");
};

TEST_F(ChoicesTest, AConsentHoldsFromWhenItIsGivenUntilItIsWithdrawn) {
    EXPECT_FALSE(is_scanned());
    home.now += 10;
    home.choices.give(right(Action::give_consent), Purpose::spam_filtering, 2);
    EXPECT_TRUE(is_scanned());
    const std::int64_t given = home.now;
    home.now += 10;
    home.choices.withdraw(right(Action::withdraw_consent), Purpose::spam_filtering);
    EXPECT_FALSE(is_scanned());
    const auto consents = made().consents;
    ASSERT_EQ(consents.size(), 1U);
    EXPECT_EQ(consents[0].purpose, Purpose::spam_filtering);
    EXPECT_EQ(consents[0].text, 2);
    EXPECT_EQ(consents[0].given, given);
    EXPECT_EQ(consents[0].withdrawn, given + 10);
    EXPECT_FALSE(consents[0].in_force);
    EXPECT_THROW(home.choices.withdraw(right(Action::withdraw_consent), Purpose::spam_filtering),
                 NotFound);
}

TEST_F(ChoicesTest, AConsentIsToTheTextInForceAndToNothingElse) {
    EXPECT_THROW(home.choices.give(right(Action::give_consent), Purpose::spam_filtering, 1),
                 Unacceptable);
    EXPECT_THROW(home.choices.give(right(Action::give_consent), Purpose::advertising, 0),
                 Unacceptable);
    EXPECT_THROW(home.choices.give(right(Action::give_consent), Purpose::retrieval, 1),
                 Unacceptable);
    EXPECT_TRUE(made().consents.empty());
}

TEST_F(ChoicesTest, AConsentGivenAgainEndsTheOneBefore) {
    home.choices.give(right(Action::give_consent), Purpose::spam_filtering, 2);
    home.now += 1;
    home.choices.give(right(Action::give_consent), Purpose::spam_filtering, 2);
    const auto consents = made().consents;
    ASSERT_EQ(consents.size(), 2U);
    EXPECT_FALSE(consents[0].in_force);
    EXPECT_TRUE(consents[1].in_force);
    EXPECT_TRUE(is_scanned());
}

TEST_F(ChoicesTest, RestrictionStopsWhatIsNotTheOwnersAndIsLifted) {
    home.choices.give(right(Action::give_consent), Purpose::spam_filtering, 2);
    home.choices.restrict(right(Action::restrict));
    EXPECT_TRUE(made().restricted);
    EXPECT_FALSE(is_scanned());
    EXPECT_FALSE(is_copied());
    EXPECT_NO_THROW(home.deliver(alice, letter("still stored")));
    EXPECT_EQ(home.read(owner, home.collection(owner, "INBOX"), policy::UidSet::all()).size(), 1U);
    home.choices.lift_restriction(right(Action::lift_restriction));
    EXPECT_TRUE(is_scanned());
    EXPECT_TRUE(is_copied());
}

TEST_F(ChoicesTest, WithoutSnapshotsNoneAreMade) {
    EXPECT_TRUE(is_copied());
    home.choices.want_snapshots(retention(), false);
    EXPECT_FALSE(is_copied());
    EXPECT_TRUE(made().no_snapshots);
    home.choices.want_snapshots(retention(), true);
    EXPECT_TRUE(is_copied());
}

TEST_F(ChoicesTest, WithoutTalliesNoAccessIsCounted) {
    const auto counted = [&] {
        std::uint64_t count = 0;
        for (const auto& tally : home.site.ledger().tallies(right(Action::export_), alice)) count += tally.count;
        return count;
    };
    EXPECT_GT(counted(), 0U);
    home.choices.want_tallies(retention(), false);
    EXPECT_TRUE(made().no_tallies);
    EXPECT_EQ(counted(), 0U);
    home.choices.want_tallies(retention(), true);
    EXPECT_FALSE(made().no_tallies);
    EXPECT_GT(counted(), 0U);
    EXPECT_THROW(home.choices.want_tallies(right(Action::export_), false), policy::Denied);
}

TEST_F(ChoicesTest, AfterItsEndAnAccountIsUsedByNobodyAndDue) {
    home.deliver(alice, letter("one"));
    const std::int64_t end = home.now + 1'000;
    home.choices.keep_until(retention(), end);
    EXPECT_EQ(made().retained_until, end);
    home.now = end;
    EXPECT_TRUE(home.may(owner, Action::sign_in, Resource::of(alice), Purpose::service_delivery));
    home.now = end + 1;
    EXPECT_FALSE(home.may(owner, Action::sign_in, Resource::of(alice), Purpose::service_delivery));
    EXPECT_THROW(home.deliver(alice, letter("too late")), policy::Denied);
    EXPECT_EQ(home.site.register_().accounts_due(home.now), std::vector{alice});
}

TEST_F(ChoicesTest, AnEndMayBeTakenBackAndIsNeverPast) {
    EXPECT_THROW(home.choices.keep_until(retention(), home.now - 1), Unacceptable);
    home.choices.keep_until(retention(), home.now + 10);
    home.choices.keep_until(retention(), std::nullopt);
    home.now += 11;
    EXPECT_TRUE(home.may(owner, Action::sign_in, Resource::of(alice), Purpose::service_delivery));
    EXPECT_TRUE(home.site.register_().accounts_due(home.now).empty());
}

TEST_F(ChoicesTest, AreMadeByTheirOwnerAlone) {
    const AccountId bob = home.add_account("bob@example.org", "battery staple");
    const policy::Subject staff = home.staff();
    for (const Action action : {Action::give_consent, Action::restrict, Action::lift_restriction}) {
        EXPECT_FALSE(home.may(owner, action, Resource::of(bob), Purpose::subject_rights));
        EXPECT_FALSE(home.may(staff, action, Resource::of(bob), Purpose::subject_rights));
    }
    EXPECT_THROW(home.choices.restrict(retention()), policy::Denied);  // leave for another act
}

TEST_F(ChoicesTest, AreKeptWhenTheSiteIsOpenedAgain) {
    const Scratch other;
    {
        Household first(other);
        const AccountId carol = first.add_account("carol@example.org", "correct horse");
        const auto subject = first.sign_in("carol@example.org", "correct horse");
        first.choices.restrict(
            first.ask(subject, Action::restrict, Resource::of(carol), Purpose::subject_rights));
        first.choices.want_tallies(first.ask(subject, Action::set_retention, Resource::of(carol)), false);
    }
    Household again(other);
    const auto carol = again.accounts.resolve("carol@example.org");
    EXPECT_TRUE(again.site.register_().account(*carol)->restricted);
    const auto subject = again.sign_in("carol@example.org", "correct horse");
    EXPECT_TRUE(again.site.ledger()
                    .tallies(again.ask(subject, Action::export_, Resource::of(*carol), Purpose::subject_rights), *carol)
                    .empty());
}

}  // namespace
}  // namespace postvern::records
