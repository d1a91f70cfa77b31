#include "policy/gate.hpp"

#include <gtest/gtest.h>

#include <map>

#include "policy/assembly.hpp"
#include "test_places.hpp"

namespace postvern::policy {
namespace {

constexpr AccountId kAlice{1};
constexpr AccountId kBob{2};
constexpr std::int64_t kStaffUntil = 4'000'000'000;  // 2096

// Ports whose behaviour a test sets: what the gate does when the parts behind them fail.
struct Registry final : Facts {
    std::map<AccountId, AccountFacts> known{{kAlice, {AccountState::open, {}}},
                                            {kBob, {AccountState::open, {}}}};
    // Of everybody of the house.
    StaffFacts people{{StaffRole::operator_}, kStaffUntil, kStaffUntil, kStaffUntil, kStaffUntil};
    std::uint64_t changes = 1;
    bool fails = false;

    std::optional<AccountFacts> account(AccountId account) const override {
        if (fails) throw std::runtime_error("no facts");
        const auto found = known.find(account);
        if (found == known.end()) return {};
        return found->second;
    }
    std::optional<StaffFacts> staff(std::uint32_t) const override {
        if (fails) throw std::runtime_error("no facts");
        return people;
    }
    std::optional<ProcessorFacts> processor(std::uint64_t) const override { return {}; }
    std::optional<CaseFacts> legal_case(std::uint64_t) const override { return {}; }
    std::optional<HoldFacts> hold(std::uint64_t) const override { return {}; }
    std::uint64_t generation() const noexcept override { return changes; }
};

struct Book final : Journal {
    struct Written {
        Action action;
        Outcome outcome;
        AccountId subject;
    };
    std::vector<Written> tallies;
    std::vector<Written> entries;
    bool fails = false;
    bool throws = false;
    std::function<void(std::exception_ptr)> held;  // when holding: the writer is slow
    bool holding = false;

    void tally(const Act& act) override {
        if (throws) throw std::runtime_error("no memory");
        tallies.push_back({act.action, act.outcome, act.subject});
    }
    void record(const Act& act, std::function<void(std::exception_ptr)> done) override {
        if (throws) throw std::runtime_error("no disk");
        if (fails) return done(std::make_exception_ptr(std::runtime_error("disk full")));
        entries.push_back({act.action, act.outcome, act.subject});
        if (holding) {
            held = std::move(done);
        } else {
            done(nullptr);
        }
    }
};

struct Passwords final : Credentials {
    int open_keys = 0;

    std::optional<Verified> verify(const Claim& claim) override {
        if (const auto* login = std::get_if<LoginClaim>(&claim)) {
            if (login->password != "right") return {};
            ++open_keys;
            return Verified{Principal::owner(login->name == "alice" ? kAlice : kBob), KeySession{7}};
        }
        if (std::holds_alternative<DeliveryClaim>(claim)) return Verified{Principal::delivery_agent()};
        if (const auto* job = std::get_if<JobClaim>(&claim)) return Verified{Principal::job(job->job)};
        if (const auto* staff = std::get_if<StaffClaim>(&claim)) {
            return Verified{Principal::staff(staff->user)};
        }
        return Verified{Principal::founder()};
    }
    void release(KeySession) noexcept override { --open_keys; }
};

class GateTest : public testing::Test {
  protected:
    std::unique_ptr<Gate> make_gate() {
        return Assembly::make_gate(read_rulebook(POSTVERN_SOURCE_DIR "/policy/rulebook"),
                                   {registry, book, passwords, [this] { return now; },
                                    [](std::string_view) { return RulebookHash{1}; }});
    }
    Request read_of(const Subject& subject, AccountId account) {
        return {subject, Action::read, Resource::of(account, CollectionId{3}, UidSet::all()),
                Purpose::service_delivery, Channel::imap};
    }
    Request administration_by(const Subject& subject) {
        return {subject, Action::administer_accounts, Resource::site(), Purpose::administration,
                Channel::control};
    }
    std::optional<Decision> refusal(const Request& request) {
        std::optional<Decision> decision;
        gate->ask(request, [&](Gate::Answer answer) {
            if (auto* why = std::get_if<Decision>(&answer)) decision = *why;
        });
        return decision;
    }

    std::int64_t now = 1'700'000'000;
    std::shared_ptr<Registry> registry = std::make_shared<Registry>();
    std::shared_ptr<Book> book = std::make_shared<Book>();
    std::shared_ptr<Passwords> passwords = std::make_shared<Passwords>();
    std::unique_ptr<Gate> gate = make_gate();
    Subject alice = gate->admit(LoginClaim{"alice", "right"}, Channel::imap).value();
    Subject staff = gate->admit(StaffClaim{0, {}}, Channel::control).value();
};

TEST_F(GateTest, GrantsTheOwnersOwnActAtOnceAndTalliesIt) {
    const Grant grant = gate->ask_and_wait(read_of(alice, kAlice));
    EXPECT_EQ(grant.action(), Action::read);
    EXPECT_EQ(grant.resource().account, kAlice);
    EXPECT_EQ(grant.keys(), KeySession{7});
    EXPECT_EQ(grant.moment(), now);
    ASSERT_EQ(book->tallies.size(), 1U);
    EXPECT_EQ(book->tallies[0].outcome, Outcome::granted);
    EXPECT_TRUE(book->entries.empty());
}

TEST_F(GateTest, RefusesAnothersDataAndSaysNothingAboutIt) {
    try {
        gate->ask_and_wait(read_of(alice, kBob));
        FAIL();
    } catch (const Denied& denied) {
        EXPECT_STREQ(denied.what(), "not permitted");
        EXPECT_FALSE(denied.decision().permitted);
    }
    ASSERT_EQ(book->entries.size(), 1U);  // an attempt on another's mail is remembered by itself
    EXPECT_EQ(book->entries[0].outcome, Outcome::refused);
}

TEST_F(GateTest, RefusesWhatIsNotKnown) {
    EXPECT_TRUE(refusal(read_of(alice, AccountId{99})));
    registry->known.erase(kAlice);
    EXPECT_TRUE(refusal(read_of(alice, kAlice)));
}

TEST_F(GateTest, RefusesForbiddenPurposesToTheOwnerToo) {
    for (const Purpose purpose :
         {Purpose::advertising, Purpose::profiling, Purpose::tracking, Purpose::sale}) {
        Request request = read_of(alice, kAlice);
        request.purpose = purpose;
        EXPECT_TRUE(refusal(request));
    }
}

TEST_F(GateTest, GivesTheGrantOnlyAfterTheEntryIsDurable) {
    book->holding = true;
    bool granted = false;
    gate->ask(administration_by(staff),
              [&](Gate::Answer answer) { granted = std::holds_alternative<Grant>(answer); });
    ASSERT_EQ(book->entries.size(), 1U);
    EXPECT_FALSE(granted);
    book->held(nullptr);
    EXPECT_TRUE(granted);
}

TEST_F(GateTest, DeniesWhenTheRecordCannotBeWritten) {
    book->fails = true;
    EXPECT_EQ(refusal(administration_by(staff)).value().refusal, Refusal::record);
    book->fails = false;
    book->throws = true;
    EXPECT_EQ(refusal(administration_by(staff)).value().refusal, Refusal::record);
    EXPECT_TRUE(refusal(read_of(alice, kAlice)));
}

TEST_F(GateTest, DeniesWhenTheFactsCannotBeRead) {
    registry->fails = true;
    EXPECT_EQ(refusal(read_of(alice, kAlice)).value().refusal, Refusal::failure);
    EXPECT_EQ(gate->decide(read_of(alice, kAlice)).refusal, Refusal::failure);
    registry->fails = false;
    EXPECT_EQ(refusal(read_of(alice, AccountId{99})).value().refusal, Refusal::rules);
}

TEST_F(GateTest, RecordsRefusedActsOfStaffAsEntries) {
    EXPECT_TRUE(refusal(read_of(staff, kAlice)));
    ASSERT_EQ(book->entries.size(), 1U);
    EXPECT_EQ(book->entries[0].outcome, Outcome::refused);
    EXPECT_EQ(book->entries[0].subject, kAlice);
}

TEST_F(GateTest, RefusesTheSubjectOfAnotherGate) {
    const auto other = make_gate();
    const Subject stranger = other->admit(LoginClaim{"alice", "right"}, Channel::imap).value();
    EXPECT_TRUE(refusal(read_of(stranger, kAlice)));
    EXPECT_FALSE(gate->decide(read_of(stranger, kAlice)).permitted);
}

TEST_F(GateTest, HonoursItsOwnFreshGrantsForTheirActionOnly) {
    const Grant grant = gate->ask_and_wait(read_of(alice, kAlice));
    EXPECT_TRUE(gate->honours(grant, Action::read));
    EXPECT_FALSE(gate->honours(grant, Action::expunge));
    EXPECT_FALSE(make_gate()->honours(grant, Action::read));
    now += Gate::kOpenWithin + 1;
    EXPECT_FALSE(gate->honours(grant, Action::read));
    EXPECT_TRUE(gate->still_stands(grant));  // what was opened in time may go on
}

TEST_F(GateTest, AGrantFallsWithTheFactsThatItStoodOn) {
    const Grant grant = gate->ask_and_wait(read_of(alice, kAlice));
    registry->known[kAlice].state = AccountState::closed;
    EXPECT_TRUE(gate->still_stands(grant));  // nobody said that a fact changed
    ++registry->changes;
    EXPECT_FALSE(gate->still_stands(grant));
    registry->known[kAlice].state = AccountState::open;
    ++registry->changes;
    EXPECT_TRUE(gate->still_stands(grant));
}

constexpr const char* kNobodyMay = R"(
@id("nobody") @record("tally") @isp("1")
forbid (principal, action, resource);
)";

TEST_F(GateTest, AGrantFallsWithTheRulebookThatItStoodOn) {
    const Grant grant = gate->ask_and_wait(read_of(alice, kAlice));
    const RulebookFile strict[] = {{"strict.cedar", kNobodyMay}};
    Assembly::reload(*gate, strict);
    EXPECT_FALSE(gate->still_stands(grant));
    EXPECT_TRUE(refusal(read_of(alice, kAlice)));
    Assembly::reload(*gate, read_rulebook(POSTVERN_SOURCE_DIR "/policy/rulebook"));
    EXPECT_TRUE(gate->still_stands(grant));
    EXPECT_FALSE(refusal(read_of(alice, kAlice)));
}

TEST_F(GateTest, KeepsItsRulebookWhereAnotherDoesNotLoad) {
    const Grant grant = gate->ask_and_wait(read_of(alice, kAlice));
    const RulebookFile broken[] = {{"strict.cedar", kNobodyMay}, {"broken.cedar", "permit (principal"}};
    EXPECT_THROW(Assembly::reload(*gate, broken), std::runtime_error);
    const RulebookFile erring[] = {
        {"erring.cedar",
         "@id(\"x\") @record(\"tally\") forbid (principal, action, resource) when { context.moment + 1 > 0 };"}};
    EXPECT_THROW(Assembly::reload(*gate, erring), std::runtime_error);
    EXPECT_TRUE(gate->still_stands(grant));
    EXPECT_FALSE(refusal(read_of(alice, kAlice)));
}

TEST_F(GateTest, NamesTheRulebookThatDecided) {
    const RulebookFile strict[] = {{"strict.cedar", kNobodyMay}};
    const auto other = Assembly::make_gate(
        strict, {registry, book, passwords, [this] { return now; },
                 [](std::string_view text) {
                     return RulebookHash{static_cast<std::uint8_t>(text.size())};
                 }});
    const Subject subject = other->admit(LoginClaim{"alice", "right"}, Channel::imap).value();
    const Decision before = other->decide(read_of(subject, kAlice));
    EXPECT_EQ(before.rules, std::vector<std::string>{"nobody"});
    EXPECT_EQ(before.legal_basis, "ISP-1");
    Assembly::reload(*other, read_rulebook(POSTVERN_SOURCE_DIR "/policy/rulebook"));
    const Decision after = other->decide(read_of(subject, kAlice));
    EXPECT_TRUE(after.permitted);
    EXPECT_NE(before.rulebook, after.rulebook);
    EXPECT_EQ(Assembly::rulebook_hash(*other).front(), after.rulebook.front());
}

TEST_F(GateTest, AGrantGivenAwayIsNoGrant) {
    Grant grant = gate->ask_and_wait(read_of(alice, kAlice));
    const Grant taken = std::move(grant);
    EXPECT_THROW(grant.action(), std::logic_error);  // NOLINT(bugprone-use-after-move): the point
    EXPECT_FALSE(gate->honours(grant, Action::read));
    EXPECT_TRUE(gate->honours(taken, Action::read));
}

TEST_F(GateTest, RefusedSignInsAreCountedWithoutASubject) {
    EXPECT_FALSE(gate->admit(LoginClaim{"alice", "wrong"}, Channel::imap));
    ASSERT_EQ(book->tallies.size(), 1U);
    EXPECT_EQ(book->tallies[0].action, Action::sign_in);
    EXPECT_EQ(book->tallies[0].subject, kNoAccount);
}

TEST_F(GateTest, KeysAreGivenUpWithTheirSubject) {
    ASSERT_EQ(passwords->open_keys, 1);
    {
        Subject moved = std::move(alice);
        EXPECT_EQ(passwords->open_keys, 1);
    }
    EXPECT_EQ(passwords->open_keys, 0);
}

TEST(Assembly, NeedsAllOfItsPortsAndARulebookThatLoads) {
    EXPECT_THROW(Assembly::make_gate({}, {}), std::logic_error);
    EXPECT_THROW(read_rulebook("/nonexistent"), std::runtime_error);
}

}  // namespace
}  // namespace postvern::policy
