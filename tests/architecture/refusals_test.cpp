// Attacks that compile and link, and are refused: grants and subjects that do not fit, claims that
// are not proven. Beside each stands what is allowed.
#include <gtest/gtest.h>

#include "tests/architecture/opened_house.hpp"

namespace postvern::architecture {
namespace {

using policy::Action;
using policy::Channel;
using policy::Denied;
using policy::Grant;
using policy::Purpose;
using policy::Resource;
using policy::Subject;
using policy::UidSet;
using records::Fields;

class Refusals : public testing::Test {
  protected:
    // Opening a site costs some tens of milliseconds of password hashing; tests that change it have
    // their own.
    static void SetUpTestSuite() { house_ = std::make_unique<OpenedHouse>(); }
    static void TearDownTestSuite() { house_.reset(); }
    static OpenedHouse& house() { return *house_; }

    static std::vector<records::Item> read(OpenedHouse& house, Grant&& grant) {
        return house.archive().read(std::move(grant), Fields::both).next();
    }

  private:
    static inline std::unique_ptr<OpenedHouse> house_;
};

TEST_F(Refusals, OfAGrantByAnotherGate) {
    const auto other = house().make_gate();
    const Subject alice = house().sign_in(*other, "alice@example.org", kAlicePassword);
    EXPECT_THROW(house().archive().quota(
                     other->ask_and_wait({alice, Action::list, Resource::of(house().alice()),
                                          Purpose::service_delivery, Channel::imap})),
                 Denied);
    const Subject same = house().sign_in_alice();
    EXPECT_EQ(house()
                  .archive()
                  .quota(house().leave(same, Action::list, Resource::of(house().alice())))
                  .items,
              2U);
}

TEST_F(Refusals, OfASubjectByAnotherGate) {
    const auto other = house().make_gate();
    const Subject alice = house().sign_in(*other, "alice@example.org", kAlicePassword);
    EXPECT_THROW(house().leave(alice, Action::list, Resource::of(house().alice())), Denied);
    EXPECT_FALSE(house()
                     .gate()
                     .decide({alice, Action::list, Resource::of(house().alice()),
                              Purpose::service_delivery, Channel::imap})
                     .permitted);
}

TEST_F(Refusals, OfAGrantForAnotherAction) {
    const Subject alice = house().sign_in_alice();
    const auto inbox = house().inbox(alice);
    const auto leave_to_mark = [&] {
        return house().leave(alice, Action::mark,
                             Resource::of(house().alice(), inbox, UidSet::all()));
    };
    EXPECT_THROW(read(house(), leave_to_mark()), Denied);
    EXPECT_THROW(house().archive().quota(leave_to_mark()), Denied);
    EXPECT_THROW(house().archive().expunge(leave_to_mark(), [](auto) {}), Denied);
    EXPECT_THROW(house().archive().remove(leave_to_mark(), [](auto) {}), Denied);
    EXPECT_THROW(house().archive().purge(leave_to_mark(), [](auto) {}), Denied);
    EXPECT_THROW(house().accounts().erase(leave_to_mark()), Denied);
    EXPECT_THROW(house().personnel().list(leave_to_mark()), Denied);
    EXPECT_THROW(house().personnel().remove(leave_to_mark(), ::geteuid()), Denied);
    EXPECT_THROW(house().accounts().change_password(leave_to_mark(), "another fine password"),
                 Denied);
    EXPECT_THROW(house().site().ledger().entries(leave_to_mark(), {}), Denied);
    EXPECT_EQ(wait_for<std::vector<records::Uid>>([&](auto done) {
                  house().archive().mark(leave_to_mark(), {}, std::move(done));
              }).size(),
              2U);
}

TEST_F(Refusals, OfAnotherAccount) {
    const Subject alice = house().sign_in_alice();
    const auto inbox = house().inbox(house().sign_in_bob());
    for (const Action action :
         {Action::list, Action::read, Action::search, Action::append, Action::mark, Action::copy,
          Action::move, Action::expunge, Action::delete_collection, Action::watch,
          Action::change_credentials}) {
        EXPECT_THROW(
            house().leave(alice, action, Resource::of(house().bob(), inbox, UidSet::all())), Denied)
            << name(action);
    }
}

// The gate knows accounts, the archive knows whose a collection is.
TEST_F(Refusals, OfAnotherAccountsCollectionUnderOnesOwnName) {
    const Subject alice = house().sign_in_alice();
    const auto inbox = house().inbox(house().sign_in_bob());
    const auto leave = [&](Action action) {
        return house().leave(alice, action, Resource::of(house().alice(), inbox, UidSet::all()));
    };
    EXPECT_THROW(read(house(), leave(Action::read)), records::NotFound);
    EXPECT_THROW(house().archive().watch(leave(Action::watch), [] {}), records::NotFound);
    EXPECT_THROW(wait_for<std::vector<records::Uid>>([&](auto done) {
                     house().archive().expunge(leave(Action::expunge), std::move(done));
                 }),
                 records::NotFound);
    EXPECT_THROW(wait_for<std::monostate>([&](auto done) {
                     house().archive().remove(leave(Action::delete_collection), std::move(done));
                 }),
                 records::NotFound);
    const auto own = house().inbox(alice);
    EXPECT_THROW(wait_for<records::Copied>([&](auto done) {
                     house().archive().copy(
                         leave(Action::copy),
                         house().leave(alice, Action::append, Resource::of(house().alice(), own)),
                         std::move(done));
                 }),
                 records::NotFound);
}

TEST_F(Refusals, OfACopyFromOneAccountIntoAnother) {
    const Subject alice = house().sign_in_alice();
    const Subject bob = house().sign_in_bob();
    const auto from = Resource::of(house().alice(), house().inbox(alice), UidSet::all());
    const auto to = Resource::of(house().bob(), house().inbox(bob));
    EXPECT_THROW(wait_for<records::Copied>([&](auto done) {
                     house().archive().copy(house().leave(alice, Action::copy, from),
                                            house().leave(bob, Action::append, to),
                                            std::move(done));
                 }),
                 Denied);
}

TEST_F(Refusals, OfItemsThatTheGrantDoesNotName) {
    const Subject alice = house().sign_in_alice();
    const auto inbox = house().inbox(alice);
    const auto items =
        read(house(),
             house().leave(alice, Action::read, Resource::of(house().alice(), inbox, UidSet{2})));
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(number(items[0].state.uid), 2U);
    EXPECT_NE(items[0].content.find("Good morning."), std::string::npos);
}

TEST(RefusalsInTime, OfAGrantThatIsTooOld) {
    OpenedHouse house;
    const Subject alice = house.sign_in_alice();
    Grant first = house.leave(alice, Action::list, Resource::of(house.alice()));
    Grant second = house.leave(alice, Action::list, Resource::of(house.alice()));
    house.advance(policy::Gate::kOpenWithin);
    EXPECT_NO_THROW(house.archive().quota(std::move(first)));
    house.advance(1);
    EXPECT_THROW(house.archive().quota(std::move(second)), Denied);
}

TEST(RefusalsInTime, OfAStandingGrantOnceTheFactsForbidIt) {
    OpenedHouse house;
    const Subject alice = house.sign_in_alice();
    const auto inbox = Resource::of(house.alice(), house.inbox(alice), UidSet::all());
    auto stream = house.archive().read(house.leave(alice, Action::read, inbox), Fields::content);
    const auto watch = house.archive().watch(house.leave(alice, Action::watch, inbox), [] {});
    EXPECT_TRUE(watch->stands());
    const Subject staff = house.staff();
    house.accounts().set_state(house.leave_to_administer(staff, Resource::of(house.alice())),
                               policy::AccountState::disabled);
    EXPECT_THROW(stream.next(), Denied);
    EXPECT_FALSE(watch->stands());
}

TEST_F(Refusals, OfAGrantThatWasGivenAway) {
    const Subject alice = house().sign_in_alice();
    Grant grant = house().leave(alice, Action::list, Resource::of(house().alice()));
    EXPECT_NO_THROW(house().archive().quota(std::move(grant)));
    EXPECT_THROW(house().archive().quota(std::move(grant)),
                 Denied);  // NOLINT(bugprone-use-after-move)
    EXPECT_THROW(grant.action(), std::logic_error);
    EXPECT_THROW(grant.resource(), std::logic_error);
    EXPECT_THROW(grant.keys(), std::logic_error);
}

TEST_F(Refusals, OfASubjectThatWasGivenAway) {
    Subject alice = house().sign_in_alice();
    const Subject taken = std::move(alice);
    EXPECT_NO_THROW(house().leave(taken, Action::list, Resource::of(house().alice())));
    EXPECT_THROW(house().leave(alice, Action::list, Resource::of(house().alice())),
                 Denied);  // NOLINT(bugprone-use-after-move)
}

// Tries every action on every kind of resource and purpose; the value names what was permitted.
std::vector<std::string> permitted(OpenedHouse& house, const Subject& subject, Channel channel) {
    std::vector<std::string> names;
    const auto inbox = house.inbox(house.sign_in_alice());
    for (std::size_t action = 0; action < policy::kActionCount; ++action) {
        bool any = false;
        for (const Resource& resource :
             {Resource::of(house.alice()), Resource::of(house.alice(), inbox, UidSet::all()),
              Resource::site(), Resource::ledger()}) {
            for (std::size_t purpose = 0; purpose < policy::kPurposeCount; ++purpose) {
                any |= house.gate()
                           .decide({subject, Action(action), resource, Purpose(purpose), channel})
                           .permitted;
            }
        }
        if (any) names.emplace_back(name(Action(action)));
    }
    return names;
}

using Names = std::vector<std::string>;

TEST_F(Refusals, OfEverythingButDeliveryToStrangers) {
    EXPECT_EQ(permitted(house(), house().stranger(), Channel::lmtp), Names{"deliver"});
}

TEST_F(Refusals, OfContentToStaff) {
    EXPECT_EQ(
        permitted(house(), house().staff(), Channel::control),
        (Names{"administer_accounts", "list_accounts", "backup", "read_record", "verify_record",
               "administer_staff", "administer_processors"}));
}

TEST_F(Refusals, OfClaimsWithAWrongToken) {
    policy::HouseToken wrong = house().token();
    wrong[31] ^= 1U;
    policy::Gate& gate = house().gate();
    for (const policy::Job job :
         {policy::Job::retention, policy::Job::ledger, policy::Job::backup, policy::Job::restore}) {
        EXPECT_FALSE(gate.admit(policy::JobClaim{job, wrong}, Channel::job)) << name(job);
        EXPECT_TRUE(gate.admit(policy::JobClaim{job, house().token()}, Channel::job)) << name(job);
    }
    EXPECT_FALSE(gate.admit(policy::StaffClaim{::geteuid(), wrong}, Channel::control));
    EXPECT_FALSE(gate.admit(policy::FounderClaim{::geteuid(), wrong}, Channel::control));
    EXPECT_FALSE(gate.admit(policy::FounderClaim{::geteuid() + 1, house().token()}, Channel::control));
    EXPECT_FALSE(gate.admit(policy::LoginClaim{"alice@example.org", kBobPassword}, Channel::imap));
}

TEST_F(Refusals, OfAFounderOnceSomebodyIsOnRecord) {
    EXPECT_FALSE(house().gate().admit(policy::FounderClaim{::geteuid(), house().token()}, Channel::control));
}

constexpr auto kLax =
    R"(@id("lax") @law("none") @explain("Everything.") @record("none") permit (principal, action, resource);)";

// Whoever makes a gate with rules of their own gets no archive, no accounts and no say who works there over a
// store that serves another gate. (That keys are needed beside grants: tests/records/vault.)
TEST_F(Refusals, OfAStoreToAGateThatPermitsEverything) {
    const auto lax = house().make_gate({{"lax.cedar", kLax}});
    auto& site = house().site();
    EXPECT_THROW(records::Archive(site.store(), site.vault(), *lax), std::logic_error);
    EXPECT_THROW(records::Accounts(site.store(), site.vault(), *lax), std::logic_error);
    EXPECT_THROW(records::Personnel(site.store(), site.vault(), *lax), std::logic_error);
}

}  // namespace
}  // namespace postvern::architecture
