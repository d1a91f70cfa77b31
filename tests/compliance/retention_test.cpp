#include "compliance/retention.hpp"

#include "records/past_facts.hpp"
#include "tests/records/archive/household.hpp"

namespace postvern::compliance {
namespace {

using records::Household;
using records::Scratch;

TEST(Retention, DestroysAClosedAccountAndLeavesTheOthers) {
    const Scratch scratch;
    Household home(scratch);
    const auto alice = home.add_account("alice@example.org", "correct horse");
    const auto bob = home.add_account("bob@example.org", "battery staple");
    home.deliver(alice, records::letter("one"));
    home.deliver(bob, records::letter("two"));
    const auto staff = home.staff();
    home.accounts.erase(
        home.ask(staff, policy::Action::administer_accounts, policy::Resource::of(alice)));
    EXPECT_EQ(home.site.register_().accounts_due(home.now), std::vector<policy::AccountId>{alice});

    Retention retention(home.site, *home.gate, home.archive, home.cases,
                        [](Retention::Trouble, std::uint64_t) { FAIL(); });
    retention.run_once();
    EXPECT_TRUE(home.site.register_().accounts_due(home.now).empty());
    const auto accounts = home.accounts.list(
        home.ask(staff, policy::Action::list_accounts, policy::Resource::site()));
    ASSERT_EQ(accounts.size(), 1U);
    EXPECT_EQ(accounts[0].id, bob);
    EXPECT_FALSE(home.accounts.resolve("alice@example.org"));
    const auto owner = home.sign_in("bob@example.org", "battery staple");
    EXPECT_EQ(home.read(owner, home.collection(owner, "INBOX"), policy::UidSet::all()).size(), 1U);
}

TEST(Retention, DestroysAnAccountAfterTheEndThatItsOwnerSet) {
    const Scratch scratch;
    Household home(scratch);
    const auto alice = home.add_account("alice@example.org", "correct horse");
    home.deliver(alice, records::letter("one"));
    {
        const auto owner = home.sign_in("alice@example.org", "correct horse");
        home.choices.keep_until(
            home.ask(owner, policy::Action::set_retention, policy::Resource::of(alice)), home.now + 10);
    }
    Retention retention(home.site, *home.gate, home.archive, home.cases,
                        [](Retention::Trouble, std::uint64_t) { FAIL(); });
    home.now += 10;
    retention.run_once();
    EXPECT_EQ(home.accounts.resolve("alice@example.org"), alice);
    home.now += 1;
    retention.run_once();
    EXPECT_FALSE(home.accounts.resolve("alice@example.org"));
    EXPECT_FALSE(home.site.register_().account(alice));
    const policy::LoginClaim claim{"alice@example.org", "correct horse"};
    EXPECT_FALSE(home.gate->admit(claim, policy::Channel::imap));
    // Of who touched it nothing opens any more, and of what it was nothing is known.
    const auto staff = home.staff();
    const auto about = home.site.ledger().entries(
        home.ask(staff, policy::Action::read_record, policy::Resource::ledger(),
                 policy::Purpose::accountability),
        {.subject = alice});
    EXPECT_TRUE(about.empty());
    EXPECT_TRUE(records::ever_known(home.site.store()).accounts.empty());
}

TEST(Retention, ErasesTheRecordOfAnAccountWhoseClosingWasCutShort) {
    const Scratch scratch;
    Household home(scratch);
    const auto alice = home.add_account("alice@example.org", "correct horse");
    const auto staff = home.staff();
    const auto about = [&] {
        return home.site.ledger().entries(
            home.ask(staff, policy::Action::read_record, policy::Resource::ledger(),
                     policy::Purpose::accountability),
            {.subject = alice});
    };
    // As `account delete` begins; the records of who touched it would have been next.
    home.accounts.erase(
        home.ask(staff, policy::Action::administer_accounts, policy::Resource::of(alice)));
    EXPECT_FALSE(about().empty());
    Retention retention(home.site, *home.gate, home.archive, home.cases,
                        [](Retention::Trouble, std::uint64_t) { FAIL(); });
    retention.run_once();
    EXPECT_TRUE(about().empty());
}

TEST(Retention, ReleasesWhatIsHeldPastItsTime) {
    const Scratch scratch;
    Household home(scratch);
    const auto alice = home.add_account("alice@example.org", "correct horse");
    const auto officer = home.employ(70'001, policy::StaffRole::legal_officer);
    const auto leave = [&](policy::Action action, std::uint64_t number, policy::Purpose purpose) {
        return home.ask(officer, action,
                        policy::Resource::numbered(policy::ResourceType::legal_case, number), purpose);
    };
    const auto number = home.cases.open(
        leave(policy::Action::open_case, 0, policy::Purpose::legal_request), {alice}, {});
    home.cases.classify(leave(policy::Action::decide_case, number, policy::Purpose::legal_request),
                        policy::Basis::preservation_order, policy::Route::domestic, {});
    const auto hold = home.cases.hold(
        leave(policy::Action::preserve, number, policy::Purpose::preservation), alice, home.now + 10);
    Retention retention(home.site, *home.gate, home.archive, home.cases,
                        [](Retention::Trouble, std::uint64_t) { FAIL(); });
    home.now += 10;
    retention.run_once();
    EXPECT_TRUE(home.site.register_().hold(hold));
    home.now += 1;
    retention.run_once();
    EXPECT_FALSE(home.site.register_().hold(hold));
}

}  // namespace
}  // namespace postvern::compliance
