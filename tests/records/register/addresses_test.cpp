#include "tests/records/archive/household.hpp"

namespace postvern::records {
namespace {

using policy::Action;
using policy::Resource;

// Addresses are kept in memory once they were asked for; each test asks before and after a change.
class Addresses : public testing::Test {
  protected:
    policy::Grant administer(AccountId account) {
        return home.ask(staff, Action::administer_accounts, Resource::of(account));
    }
    std::optional<AccountId> resolve(const char* address) { return home.accounts.resolve(address); }

    Scratch scratch;
    Household home{scratch};
    policy::Subject staff = home.staff();
    AccountId alice = home.add_account("alice@example.org", "correct horse");
    AccountId bob = home.add_account("bob@example.org", "battery staple");
};

TEST_F(Addresses, LeadToTheAccountThatHasThemNow) {
    EXPECT_FALSE(resolve("sales@example.org"));
    home.accounts.add_alias(administer(alice), "sales@example.org");
    EXPECT_EQ(resolve("sales@example.org"), alice);
    EXPECT_EQ(resolve("Sales+orders@Example.org"), alice);
    home.accounts.remove_alias(administer(alice), "sales@example.org");
    EXPECT_FALSE(resolve("sales@example.org"));
    home.accounts.add_alias(administer(bob), "sales@example.org");
    EXPECT_EQ(resolve("sales@example.org"), bob);
    EXPECT_FALSE(home.accounts.owns(alice, "sales@example.org"));
}

TEST_F(Addresses, OfAnErasedAccountLeadNowhere) {
    EXPECT_EQ(resolve("bob@example.org"), bob);
    home.accounts.erase(administer(bob));
    EXPECT_FALSE(resolve("bob@example.org"));
    const AccountId another = home.add_account("bob@example.org", "battery staple");
    EXPECT_EQ(resolve("bob@example.org"), another);
    EXPECT_NE(another, bob);
}

TEST_F(Addresses, OfAnAccountThatCouldNotBeMadeLeadNowhere) {
    EXPECT_THROW(home.add_account("carol@example.org", ""), Unacceptable);
    EXPECT_FALSE(resolve("carol@example.org"));
    EXPECT_EQ(resolve("carol@example.org"), std::nullopt);
}

}  // namespace
}  // namespace postvern::records
