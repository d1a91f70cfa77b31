// A process that is stopped between two steps, a site that is opened again, and one that is put back from a backup.
#include <gmock/gmock.h>

#include "records/backup.hpp"
#include "test_places.hpp"
#include "tests/records/disclosure/disclosed_house.hpp"

namespace postvern::records {
namespace {

using policy::Action;
using policy::Purpose;
using policy::Resource;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::int64_t kStart = Household::kBeginning;

class StoppedTest : public testing::Test {
  protected:
    // What was in memory is gone, and what was durable is there.
    void reopen(std::int64_t moment = kStart) {
        auto holders = std::move(house->holders);
        house.reset();
        house = std::make_unique<DisclosedHouse>(scratch, moment, std::move(holders));
    }
    Held hold(bool arrivals = false) {
        HoldScope scope;
        scope.account = alice;
        scope.arrivals = arrivals;
        return house->hold(scope);
    }
    void delete_everything() {
        const auto owner = house->home.sign_in("alice@example.org", "correct horse");
        house->delete_all(owner, house->home.collection(owner, "INBOX"));
    }
    std::vector<std::string> disclosed() { return house->disclosed(alice, kStart, kStart + 20); }
    std::int64_t count(const char* query) {
        auto reader = house->home.site.store().reader();
        return *reader(query).integer();
    }

    void SetUp() override {
        house = std::make_unique<DisclosedHouse>(scratch);
        house->put_key();
        alice = house->home.add_account("alice@example.org", "correct horse");
        bob = house->home.add_account("bob@example.org", "battery staple");
        house->home.deliver(alice, letter("one"));
        house->home.deliver(alice, letter("two", std::string(1'500'000, 'y') + "\r\n"));
    }

    Scratch scratch;
    std::unique_ptr<DisclosedHouse> house;
    AccountId alice{};
    AccountId bob{};
};

TEST_F(StoppedTest, AHoldLastsWhenTheSiteIsOpenedAgain) {
    hold(true);
    delete_everything();
    reopen();
    house->home.deliver(alice, letter("three"));
    delete_everything();
    house->sweep(bob);
    reopen();  // no object's number is given again while its octets are held
    house->home.deliver(bob, letter("bob's"));
    EXPECT_THAT(disclosed(), ElementsAre("one", "three", "two"));
}

TEST_F(StoppedTest, KeysOfAHoldThatWasNeverMadeGoAtTheNextStart) {
    vault::HeldScope scope;
    scope.account = alice;
    scope.classes = {DataClass::mail};
    scope.last = Day{1'000'000};
    house->home.site.vault().held_keys().begin(99, scope, {});  // and then the power went
    EXPECT_THAT(house->home.site.vault().held_keys().all(), ElementsAre(99U));
    reopen();
    EXPECT_THAT(house->home.site.vault().held_keys().all(), IsEmpty());
}

TEST_F(StoppedTest, AReleaseThatWasCutShortOpensNothingAndIsFinishedByTheNext) {
    const Held held = hold();
    delete_everything();
    house->sweep(bob);
    house->home.site.vault().held_keys().end(held.number);  // the keys went first, then the power
    reopen();
    EXPECT_THAT(house->home.site.register_().all_holds(), ElementsAre(held.number));
    EXPECT_THAT(disclosed(), IsEmpty());
    reopen(kStart + 31 * kDaySeconds);
    house->release(held.number);
    house->sweep(bob);
    EXPECT_EQ(count("SELECT count(*) FROM parts WHERE id >> 16 <= 2"), 0);
}

TEST_F(StoppedTest, AHoldThatCouldNotBeMadeLeavesNothing) {
    // The commit fails after the keys are durable: the case is not there any more.
    const auto number = house->preserving(alice);
    const auto leave = [&] {
        return house->home.ask(house->officer, Action::preserve, DisclosedHouse::of(number),
                               Purpose::preservation);
    };
    house->home.site.store().write_and_wait<std::monostate>([](Commit& commit) {
        commit("CREATE TEMP TRIGGER full BEFORE INSERT ON held_objects BEGIN SELECT RAISE(ABORT, 'full'); END")
            .run();
        return std::monostate{};
    });
    HoldScope scope;
    scope.account = alice;
    EXPECT_ANY_THROW(house->home.cases.hold(leave(), scope, kStart + 100));
    EXPECT_THAT(house->home.site.vault().held_keys().all(), IsEmpty());
    EXPECT_THAT(house->home.site.register_().all_holds(), IsEmpty());
}

TEST_F(StoppedTest, AccountsFromBeforeGetASaltWhenTheSiteIsOpened) {
    house->home.site.vault();
    {
        auto holders = std::move(house->holders);
        house.reset();
        sql::Session keys(scratch.path() / "data/keys.db", sql::Access::read_write);
        keys("UPDATE accounts SET identity_slot = NULL, identity = NULL").run();
        keys("UPDATE period_keys SET disclosure_key = 0, disclosure_seal = NULL").run();
        house = std::make_unique<DisclosedHouse>(scratch, kStart, std::move(holders));
    }
    EXPECT_TRUE(house->home.site.vault().account_salt(alice));
    const auto owner = house->home.sign_in("alice@example.org", "correct horse");
    house->home.site.vault().finish_sealing();
    EXPECT_THAT(disclosed(), ElementsAre("one", "two"));
}

TEST_F(StoppedTest, ABackupKeepsWhatIsHeldAlsoOfOwnersWhoWantNone) {
    hold();
    auto& home = house->home;
    {
        const auto owner = home.sign_in("alice@example.org", "correct horse");
        home.choices.want_snapshots(home.ask(owner, Action::set_retention, Resource::of(alice)), false);
        house->delete_all(owner, home.collection(owner, "INBOX"), {1});
    }
    house->sweep(bob);
    const auto copy = scratch.path() / "copy";
    back_up(home.site, *home.gate,
            home.ask(home.staff(), Action::backup, Resource::site(), Purpose::backup), copy);
    auto holders = std::move(house->holders);
    const SiteSettings settings = home.site.settings();
    house.reset();
    {
        SiteSettings then = settings;
        then.clock = [] { return kStart + 5; };
        Restoration restoration(then, copy);
        const auto gate = policy::Assembly::make_gate(
            policy::read_rulebook(POSTVERN_SOURCE_DIR "/policy/rulebook"), restoration.ports());
        const auto job = gate->admit(
            policy::JobClaim{policy::Job::restore, restoration.house_token()}, policy::Channel::job);
        restoration.put_in_place(*gate, gate->ask_and_wait({*job, Action::restore, Resource::site(),
                                                            Purpose::backup, policy::Channel::job}));
    }
    house = std::make_unique<DisclosedHouse>(scratch, kStart + 5, std::move(holders));
    const auto owner = house->home.sign_in("alice@example.org", "correct horse");
    EXPECT_TRUE(house->home.read(owner, house->home.collection(owner, "INBOX"), UidSet::all()).empty());
    EXPECT_THAT(disclosed(), ElementsAre("one", "two"));
}

}  // namespace
}  // namespace postvern::records
