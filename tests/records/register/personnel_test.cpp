// The people of the house: who is on record, what the Gate makes of it, and from when.
#include "records/personnel.hpp"

#include <unistd.h>

#include "tests/records/archive/household.hpp"

namespace postvern::records {
namespace {

using policy::Action;
using policy::Resource;
using policy::StaffFacts;
using policy::StaffRole;

constexpr std::int64_t kUntil = Household::kStaffUntil;
constexpr std::uint32_t kKari = 70'001;

StaffFacts bound(std::vector<StaffRole> roles) {
    return {std::move(roles), kUntil, kUntil, kUntil, kUntil};
}

class PersonnelTest : public testing::Test {
  protected:
    policy::Grant administer(const policy::Subject& subject) {
        return home.ask(subject, Action::administer_staff, Resource::site());
    }
    void put(std::uint32_t user, StaffFacts facts) {
        const policy::Subject director = home.staff();
        home.personnel.put(administer(director), {user, std::move(facts)});
    }
    std::vector<StaffMember> list() {
        const policy::Subject director = home.staff();
        return home.personnel.list(administer(director));
    }
    bool may(const policy::Subject& subject, Action action) {
        return home.gate
            ->decide({subject, action, Resource::site(), policy::Purpose::administration,
                      policy::Channel::control})
            .permitted;
    }

    const std::uint32_t own = ::getuid();
    Scratch scratch;
    Household home{scratch};
};

TEST_F(PersonnelTest, AreListedByUserWithAllThatWasEntered) {
    home.staff();
    StaffFacts facts = bound({StaffRole::support, StaffRole::data_protection_officer});
    facts.policy_until = 1;
    facts.secrecy_until = 2;
    facts.agreement_until.reset();
    put(kKari, facts);
    put(kKari + 1, bound({StaffRole::legal_officer, StaffRole::second_officer}));
    const auto members = list();
    ASSERT_EQ(members.size(), 3U);
    EXPECT_EQ(members[0].user, own);
    EXPECT_EQ(members[1].user, kKari);
    EXPECT_EQ(members[2].user, kKari + 1);
    EXPECT_EQ(members[0].facts.roles,
              (std::vector{StaffRole::operator_, StaffRole::managing_director}));
    EXPECT_EQ(members[1].facts.roles, facts.roles);
    EXPECT_EQ(members[1].facts.policy_until, 1);
    EXPECT_EQ(members[1].facts.secrecy_until, 2);
    EXPECT_FALSE(members[1].facts.agreement_until);
    EXPECT_EQ(members[1].facts.device_until, kUntil);
}

TEST_F(PersonnelTest, AreReplacedAsAWhole) {
    put(kKari, bound({StaffRole::support, StaffRole::operator_}));
    put(kKari, {{StaffRole::legal_officer}, kUntil, {}, {}, {}});
    const auto facts = home.site.register_().staff(kKari);
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->roles, std::vector{StaffRole::legal_officer});
    EXPECT_EQ(facts->policy_until, kUntil);
    EXPECT_FALSE(facts->secrecy_until);
    EXPECT_FALSE(facts->device_until);
}

TEST_F(PersonnelTest, AreKeptWhenTheSiteIsOpenedAgain) {
    const Scratch other;
    { Household(other).staff(); }
    Household again(other);
    EXPECT_FALSE(again.site.register_().lacks_director());
    EXPECT_TRUE(again.site.register_().staff(own));
}

TEST_F(PersonnelTest, AreOnRecordNoMoreOnceRemoved) {
    put(kKari, bound({StaffRole::operator_}));
    const policy::Subject director = home.staff();
    home.personnel.remove(administer(director), kKari);
    EXPECT_FALSE(home.site.register_().staff(kKari));
    EXPECT_THROW(home.personnel.remove(administer(director), kKari), NotFound);
    EXPECT_EQ(list().size(), 1U);
}

TEST_F(PersonnelTest, HaveARole) {
    EXPECT_THROW(put(kKari, bound({})), Unacceptable);
    EXPECT_FALSE(home.site.register_().staff(kKari));
}

TEST_F(PersonnelTest, AreNeverWithoutAManagingDirector) {
    const policy::Subject director = home.staff();
    put(kKari, bound({StaffRole::second_officer}));
    EXPECT_THROW(home.personnel.remove(administer(director), own), Unacceptable);
    EXPECT_THROW(put(own, bound({StaffRole::operator_})), Unacceptable);
    EXPECT_EQ(home.site.register_().staff(own)->roles,
              (std::vector{StaffRole::operator_, StaffRole::managing_director}));
    put(kKari, bound({StaffRole::managing_director}));
    EXPECT_NO_THROW(put(own, bound({StaffRole::operator_})));
    EXPECT_FALSE(may(director, Action::administer_staff)) << "that is kari's now";
}

TEST_F(PersonnelTest, BeginWithAManagingDirector) {
    const policy::Subject founder = home.founder();
    EXPECT_THROW(home.personnel.put(administer(founder), {own, bound({StaffRole::operator_})}),
                 Unacceptable);
    EXPECT_TRUE(home.site.register_().lacks_director());
}

TEST_F(PersonnelTest, AreEnteredByTheFounderWhileNobodyIsOnRecord) {
    const auto admitted = [this] {
        return home.gate
            ->admit(policy::FounderClaim{own, home.site.house_token()}, policy::Channel::control)
            .has_value();
    };
    EXPECT_TRUE(admitted());
    EXPECT_TRUE(may(home.founder(), Action::administer_staff));
    for (const Action action :
         {Action::administer_accounts, Action::list_accounts, Action::backup}) {
        EXPECT_FALSE(may(home.founder(), action)) << name(action);
    }
    home.staff();
    EXPECT_FALSE(admitted());
}

// Each of what was signed, and the device, by itself.
class PersonnelTerm : public PersonnelTest,
                      public testing::WithParamInterface<std::optional<std::int64_t> StaffFacts::*> {};

TEST_P(PersonnelTerm, EndsAfterItsLastSecond) {
    const policy::Subject staff = home.staff();
    StaffFacts facts = bound({StaffRole::operator_, StaffRole::managing_director});
    const std::int64_t last = home.now + 1000;
    facts.*GetParam() = last;
    put(own, facts);
    home.now = last;
    EXPECT_TRUE(may(staff, Action::administer_accounts));
    EXPECT_NO_THROW(home.ask(staff, Action::administer_accounts, Resource::site()));
    home.now = last + 1;
    EXPECT_FALSE(may(staff, Action::administer_accounts));
    EXPECT_THROW(home.ask(staff, Action::administer_accounts, Resource::site()), policy::Denied);
}

std::string name_of_term(const testing::TestParamInfo<PersonnelTerm::ParamType>& term) {
    constexpr const char* kNames[] = {"policy", "secrecy", "agreement", "device"};
    return kNames[term.index];
}

INSTANTIATE_TEST_SUITE_P(OfEach, PersonnelTerm,
                         testing::Values(&StaffFacts::policy_until, &StaffFacts::secrecy_until,
                                         &StaffFacts::agreement_until, &StaffFacts::device_until),
                         name_of_term);

TEST_F(PersonnelTest, ActNoMoreAsSoonAsTheyAreOutOfTheRole) {
    const policy::Subject staff = home.staff();
    put(kKari, bound({StaffRole::managing_director}));
    auto standing = home.ask(staff, Action::administer_accounts, Resource::site());
    EXPECT_TRUE(home.gate->still_stands(standing));
    put(own, bound({StaffRole::managing_director}));
    EXPECT_FALSE(home.gate->still_stands(standing));
    EXPECT_THROW(home.accounts.add(std::move(standing), "alice@example.org", "correct horse"),
                 policy::Denied);
    EXPECT_FALSE(may(staff, Action::administer_accounts));
    put(own, bound({StaffRole::managing_director, StaffRole::operator_}));
    EXPECT_TRUE(may(staff, Action::administer_accounts));
}

TEST_F(PersonnelTest, TakeNoGrantForAnotherAct) {
    const policy::Subject staff = home.staff();
    const auto other = [&] { return home.ask(staff, Action::administer_accounts, Resource::site()); };
    EXPECT_THROW(home.personnel.put(other(), {kKari, bound({StaffRole::support})}), policy::Denied);
    EXPECT_THROW(home.personnel.list(other()), policy::Denied);
    EXPECT_THROW(home.personnel.remove(other(), own), policy::Denied);
    EXPECT_EQ(list().size(), 1U);
}

}  // namespace
}  // namespace postvern::records
