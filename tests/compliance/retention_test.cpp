#include "compliance/retention.hpp"

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

    Retention retention(home.site, *home.gate, home.archive, [](Retention::Trouble, std::uint64_t) { FAIL(); });
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

}  // namespace
}  // namespace postvern::compliance
