// Requests for data on record: what the Gate makes of a case, step by step, until its order is carried out.
#include "records/cases.hpp"

#include "tests/records/archive/household.hpp"

namespace postvern::records {
namespace {

using policy::Action;
using policy::Basis;
using policy::Purpose;
using policy::Resource;
using policy::ResourceType;
using policy::StaffRole;

class CasesTest : public testing::Test {
  protected:
    static Resource of(std::uint64_t number) {
        return Resource::numbered(ResourceType::legal_case, number);
    }
    policy::Grant leave(const policy::Subject& subject, Action action, std::uint64_t number) {
        return home.ask(subject, action, of(number), Purpose::legal_request);
    }
    std::uint64_t open(std::vector<std::uint32_t> named = {}) {
        return home.cases.open(leave(officer, Action::open_case, 0), {alice}, std::move(named));
    }
    policy::OrderFacts order() {
        policy::OrderFacts order;
        order.norwegian = order.secrecy_lifted = true;
        order.from = home.now - 10;
        order.until = home.now + 1'000;
        order.accounts = {alice};
        order.classes = {policy::DisclosureClass::mail};
        order.window_from = 1'600'000'000;
        order.window_until = 1'601'000'000;
        return order;
    }
    // A case that lacks nothing but validation and approvals.
    std::uint64_t ordered() {
        const auto number = open();
        home.cases.classify(leave(officer, Action::decide_case, number), Basis::court_order,
                            policy::Route::domestic, {});
        home.cases.enter_order(leave(officer, Action::decide_case, number), order());
        home.cases.owners_told(leave(officer, Action::notify, number));
        return number;
    }
    void validate(std::uint64_t number) {
        home.cases.validate(leave(officer, Action::decide_case, number));
        home.cases.validate(leave(colleague, Action::decide_case, number));
    }
    void approve(std::uint64_t number) {
        home.cases.approve(leave(director, Action::approve, number), Approver::managing_director);
        home.cases.approve(leave(second, Action::approve, number), Approver::second_officer);
    }
    bool may_disclose(std::uint64_t number, std::int64_t until = 1'601'000'000) {
        const policy::Extent extent{alice, policy::DisclosureClass::mail, 1'600'000'000, until};
        return home.gate
            ->decide({officer, Action::disclose, of(number), Purpose::legal_request,
                      policy::Channel::control, extent})
            .permitted;
    }

    Scratch scratch;
    Household home{scratch};
    AccountId alice = home.add_account("alice@example.org", "correct horse");
    AccountId bob = home.add_account("bob@example.org", "battery staple");
    policy::Subject director = home.staff();
    policy::Subject officer = home.employ(70'001, StaffRole::legal_officer);
    policy::Subject colleague = home.employ(70'002, StaffRole::legal_officer);
    policy::Subject second = home.employ(70'003, StaffRole::second_officer);
    policy::Subject watchdog = home.employ(70'004, StaffRole::data_protection_officer);
    policy::Subject support = home.employ(70'005, StaffRole::support);
};

TEST_F(CasesTest, AnOrderIsCarriedOutOnceNothingIsLacking) {
    const auto number = ordered();
    EXPECT_FALSE(may_disclose(number));
    validate(number);
    EXPECT_FALSE(may_disclose(number));
    approve(number);
    EXPECT_TRUE(may_disclose(number));
    EXPECT_FALSE(may_disclose(number, 1'601'000'001));
    home.now += 1'001;  // the order is over
    EXPECT_FALSE(may_disclose(number));
}

TEST_F(CasesTest, AnOrderIsValidatedByTwoPeople) {
    const auto number = ordered();
    home.cases.validate(leave(officer, Action::decide_case, number));
    EXPECT_FALSE(home.site.register_().legal_case(number)->order->validated);
    EXPECT_THROW(home.cases.validate(leave(officer, Action::decide_case, number)), Unacceptable);
    EXPECT_THROW(leave(director, Action::approve, number), policy::Denied);
    home.cases.validate(leave(colleague, Action::decide_case, number));
    EXPECT_TRUE(home.site.register_().legal_case(number)->order->validated);
}

TEST_F(CasesTest, WhatWasApprovedIsWhatIsOnRecord) {
    const auto number = ordered();
    validate(number);
    approve(number);
    auto wider = order();
    wider.window_until += 1;
    home.cases.enter_order(leave(officer, Action::decide_case, number), wider);
    const auto record = home.cases.read(leave(officer, Action::read_case, number));
    EXPECT_TRUE(record.validators.empty());
    EXPECT_FALSE(record.director);
    EXPECT_FALSE(record.second_officer);
    EXPECT_FALSE(may_disclose(number));
    validate(number);
    approve(number);
    EXPECT_TRUE(may_disclose(number, 1'601'000'001));
    home.cases.classify(leave(officer, Action::decide_case, number), Basis::subpoena,
                        policy::Route::domestic, {});
    EXPECT_FALSE(may_disclose(number));
}

TEST_F(CasesTest, ApprovalsAreOfTwoPeopleInTheirOffices) {
    const auto number = ordered();
    validate(number);
    EXPECT_THROW(leave(officer, Action::approve, number), policy::Denied);
    EXPECT_THROW(leave(watchdog, Action::approve, number), policy::Denied);
    EXPECT_THROW(home.cases.approve(leave(second, Action::approve, number), Approver::managing_director),
                 Unacceptable);
    home.cases.appoint(leave(director, Action::appoint_substitute, number),
                       {Approver::second_officer, 70'005});
    home.cases.approve(leave(support, Action::approve, number), Approver::second_officer);
    home.cases.appoint(leave(second, Action::appoint_substitute, number),
                       {Approver::managing_director, 70'005});
    EXPECT_THROW(home.cases.approve(leave(support, Action::approve, number), Approver::managing_director),
                 Unacceptable);
    EXPECT_FALSE(may_disclose(number));
    home.cases.approve(leave(director, Action::approve, number), Approver::managing_director);
    EXPECT_TRUE(may_disclose(number));
}

TEST_F(CasesTest, AnObjectionSuspendsUntilItIsAnswered) {
    const auto number = ordered();
    validate(number);
    approve(number);
    home.cases.object(leave(watchdog, Action::object, number));
    EXPECT_FALSE(may_disclose(number));
    EXPECT_THROW(leave(second, Action::answer_objection, number), policy::Denied);
    home.cases.answer_objection(leave(director, Action::answer_objection, number));
    EXPECT_TRUE(may_disclose(number));
    EXPECT_THROW(home.cases.answer_objection(leave(director, Action::answer_objection, number)),
                 Unacceptable);
}

TEST_F(CasesTest, NobodyActsInACaseThatNamesOrAffectsThem) {
    const auto naming = open({70'002});
    EXPECT_THROW(leave(colleague, Action::read_case, naming), policy::Denied);
    EXPECT_NO_THROW(leave(officer, Action::read_case, naming));
    // The officer turns out to own the account that the case is about.
    home.employ(70'001, StaffRole::legal_officer, alice);
    EXPECT_THROW(leave(officer, Action::read_case, naming), policy::Denied);
    EXPECT_THROW(home.cases.appoint(leave(director, Action::appoint_substitute, naming),
                                    {Approver::managing_director, 70'001}),
                 Unacceptable);
}

TEST_F(CasesTest, ARecusalLastsWhenPapersAreRenewedAndEndsOnlyWhereThatIsSaid) {
    home.employ(70'001, StaffRole::legal_officer, alice);
    home.employ(70'002, StaffRole::legal_officer);
    const auto number = home.cases.open(leave(colleague, Action::open_case, 0), {alice}, {});
    EXPECT_THROW(leave(officer, Action::read_case, number), policy::Denied);
    home.employ(70'001, StaffRole::legal_officer);  // nothing is said of an account
    EXPECT_THROW(leave(officer, Action::read_case, number), policy::Denied);
    home.employ(70'001, StaffRole::legal_officer, policy::kNoAccount);
    EXPECT_NO_THROW(leave(officer, Action::read_case, number));
}

TEST_F(CasesTest, TakeNoLeaveForAHoldAsOneForACase) {
    const auto number = open();
    home.cases.classify(leave(officer, Action::decide_case, number), Basis::preservation_order,
                        policy::Route::domestic, {});
    const auto held = home.cases.hold(
        home.ask(officer, Action::preserve, of(number), Purpose::preservation), alice, home.now + 100);
    EXPECT_EQ(held, number);  // by number they are the same
    EXPECT_THROW(home.ask(officer, Action::preserve, Resource::numbered(ResourceType::hold, held),
                          Purpose::preservation),
                 policy::Denied);
    home.now += 101;
    const Resource hold = Resource::numbered(ResourceType::hold, held);
    EXPECT_THROW(home.cases.hold(home.ask(officer, Action::release_hold, hold, Purpose::preservation),
                                 alice, home.now + 100),
                 policy::Denied);
}

TEST_F(CasesTest, SilenceIsKeptToItsEnd) {
    const auto number = open();
    const auto silence = [&](policy::Silence kind, std::optional<std::int64_t> until) {
        home.cases.set_silence(leave(officer, Action::decide_case, number), kind, until);
    };
    const auto may_notify = [&] {
        return home.may(officer, Action::notify, of(number), Purpose::legal_request);
    };
    EXPECT_TRUE(may_notify());
    silence(policy::Silence::court, home.now + 100);
    EXPECT_FALSE(may_notify());
    home.now += 101;
    EXPECT_TRUE(may_notify());
    silence(policy::Silence::statutory, {});
    EXPECT_FALSE(may_notify());
    EXPECT_THROW(silence(policy::Silence::court, {}), Unacceptable);
    EXPECT_THROW(silence(policy::Silence::none, home.now + 1), Unacceptable);
}

TEST_F(CasesTest, WhatIsHeldStaysToItsEndAndIsReleasedByItself) {
    const auto number = open({70'002});
    home.cases.classify(leave(officer, Action::decide_case, number), Basis::preservation_order,
                        policy::Route::domestic, {});
    const auto preserve = [&] {
        return home.ask(officer, Action::preserve, of(number), Purpose::preservation);
    };
    EXPECT_THROW(home.cases.hold(preserve(), bob, home.now + 100), Unacceptable);
    EXPECT_THROW(home.cases.hold(preserve(), alice, home.now), Unacceptable);
    const auto held = home.cases.hold(preserve(), alice, home.now + 100);
    const Resource hold = Resource::numbered(ResourceType::hold, held);
    const auto retention = home.job(policy::Job::retention);
    EXPECT_FALSE(home.may(retention, Action::purge, hold, Purpose::retention));
    EXPECT_FALSE(home.may(officer, Action::release_hold, hold, Purpose::preservation));
    home.now += 101;
    EXPECT_FALSE(home.may(colleague, Action::release_hold, hold, Purpose::preservation));
    EXPECT_EQ(home.site.register_().all_holds(), std::vector{held});
    home.cases.release(home.ask(retention, Action::purge, hold, Purpose::retention));
    EXPECT_FALSE(home.site.register_().hold(held));
}

TEST_F(CasesTest, AreKeptAndReadAsTheyWereEntered) {
    const auto number = ordered();
    home.cases.set_silence(leave(officer, Action::decide_case, number), policy::Silence::court,
                           home.now + 5);
    const auto record = home.cases.read(leave(officer, Action::read_case, number));
    EXPECT_EQ(record.accounts, std::vector{alice});
    EXPECT_EQ(record.basis, Basis::court_order);
    EXPECT_EQ(record.route, policy::Route::domestic);
    ASSERT_TRUE(record.order);
    EXPECT_EQ(record.order->window_from, 1'600'000'000);
    EXPECT_EQ(record.order->classes, std::vector{policy::DisclosureClass::mail});
    EXPECT_EQ(record.silence, policy::Silence::court);
    EXPECT_EQ(record.silent_until, home.now + 5);
    EXPECT_TRUE(record.owners_told);
    EXPECT_THROW(leave(officer, Action::read_case, number + 1), policy::Denied);
}

TEST_F(CasesTest, AreShownOnceTheirOwnersWereToldAndWhileNoSilenceStands) {
    const auto number = ordered();  // the owners were told
    const auto told = [&](std::optional<AccountId> about) { return home.site.register_().told_cases(about); };
    EXPECT_EQ(told({}), std::vector{number});
    EXPECT_EQ(told(alice), std::vector{number});
    EXPECT_TRUE(told(bob).empty());
    home.cases.set_silence(leave(officer, Action::decide_case, number), policy::Silence::court, home.now + 50);
    EXPECT_TRUE(told(alice).empty()) << "a silence that was ordered later stands as well";
    home.cases.read(leave(officer, Action::read_case, number));
    {
        const auto owner = home.sign_in("alice@example.org", "correct horse");
        const auto shown = home.site.ledger().entries(
            home.ask(owner, Action::export_, Resource::of(alice), Purpose::subject_rights), {});
        EXPECT_EQ(std::count_if(shown.begin(), shown.end(),
                                [](const RecordedAct& act) { return act.operation == "read_case"; }), 0);
    }
    home.now += 51;
    EXPECT_EQ(told(alice), std::vector{number});
}

TEST_F(CasesTest, TakeNoOrderThatMakesNoSense) {
    const auto number = open();
    const auto enter = [&](policy::OrderFacts wrong) {
        home.cases.enter_order(leave(officer, Action::decide_case, number), wrong);
    };
    auto wrong = order();
    wrong.until = wrong.from - 1;
    EXPECT_THROW(enter(wrong), Unacceptable);
    wrong = order();
    wrong.window_until = wrong.window_from - 1;
    EXPECT_THROW(enter(wrong), Unacceptable);
    wrong = order();
    wrong.accounts = {bob};
    EXPECT_THROW(enter(wrong), Unacceptable);
    wrong = order();
    wrong.classes.clear();
    EXPECT_THROW(enter(wrong), Unacceptable);
    EXPECT_THROW(home.cases.validate(leave(officer, Action::decide_case, number)), Unacceptable);
}

}  // namespace
}  // namespace postvern::records
