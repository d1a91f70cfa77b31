#include <gtest/gtest.h>

#include "records/threshold/dealing.hpp"
#include "tests/records/threshold/holders.hpp"

namespace postvern::records::threshold {
namespace {

struct Resharing : testing::Test {
    Devices devices = Devices::random();
    Holders before = Holders::generated(devices);
    const PeriodKey period_key = PeriodKey::random();
    const Label label = label_for(period_key);
    const Ciphertext ciphertext = encrypt(before.key, label, period_key);
    const RequestHash request = filled<32>(0x21);
    std::mt19937_64 random{5};

    Holders renewed(const Devices& after, const std::set<unsigned>& dealers) {
        Table table(after, after.plan(before.key, dealers), before.shares);
        table.talk(random);
        return Holders::after(table);
    }
    void expect_all_pairs_open(const Holders& holders) const {
        for (const auto& [one, other] : {std::pair{1U, 2U}, {1U, 3U}, {2U, 3U}}) {
            const auto opened =
                combine(holders.key, ciphertext, label, request,
                        holders.partial_of(one, other, ciphertext, label, request),
                        holders.partial_of(other, one, ciphertext, label, request), commit);
            EXPECT_EQ(opened.view(), period_key.view());
        }
    }
};

TEST_F(Resharing, RefreshKeepsTheKeyAndChangesEveryShare) {
    const Holders after = renewed(devices, {1, 2, 3});
    EXPECT_EQ(after.key.key, before.key.key);
    EXPECT_EQ(after.key.epoch, 2U);
    EXPECT_NE(after.key.transcript, before.key.transcript);
    for (unsigned index = 1; index <= 3; ++index) {
        EXPECT_NE(after.of(index).secret.octets().view(), before.of(index).secret.octets().view());
        EXPECT_FALSE(before.of(index).belongs_to(after.key));
        EXPECT_FALSE(after.of(index).belongs_to(before.key));
    }
    expect_all_pairs_open(after);
}

TEST_F(Resharing, AnyTwoReplaceTheThird) {
    for (const auto& [leaving, dealers] :
         {std::pair<unsigned, std::set<unsigned>>{1, {2, 3}}, {2, {1, 3}}, {3, {1, 2}}}) {
        Devices after;
        for (unsigned index = 1; index <= 3; ++index) {
            after.keys.push_back(index == leaving ? DeviceKey::random()
                                                  : devices.of(index).clone());
        }
        const Holders holders = renewed(after, dealers);
        EXPECT_EQ(holders.key.key, before.key.key);
        expect_all_pairs_open(holders);
    }
}

TEST_F(Resharing, ManyEpochsOneKey) {
    for (std::uint32_t epoch = 2; epoch <= 6; ++epoch) {
        before = renewed(devices,
                         epoch % 2 == 0 ? std::set<unsigned>{1, 2, 3} : std::set<unsigned>{2, 3});
        EXPECT_EQ(before.key.epoch, epoch);
        expect_all_pairs_open(before);
    }
}

TEST_F(Resharing, OldAndNewSharesDoNotMix) {
    const Holders after = renewed(devices, {1, 2, 3});
    const Partial old = before.partial_of(1, 2, ciphertext, label, request);
    const Partial current = after.partial_of(2, 1, ciphertext, label, request);
    EXPECT_THROW(partial(before.of(1), 2, after.key, ciphertext, label, request), Refused);
    for (const PublicKey* key : {&std::as_const(before.key), &after.key}) {
        try {
            combine(*key, ciphertext, label, request, old, current, commit);
            ADD_FAILURE() << "mixed";
        } catch (const Refused& refused) {
            EXPECT_EQ(refused.holder(), key == &before.key ? 2U : 1U);
        }
    }
    // Nor by calculation: a line through points of two lines meets zero elsewhere.
    const std::array<unsigned, 2> pair = {1, 2};
    const Scalar mixed = lagrange_at_zero(1, pair) * before.of(1).secret +
                         lagrange_at_zero(2, pair) * after.of(2).secret;
    EXPECT_FALSE(Element::base(mixed) == before.key.key);
}

// Why old shares must be destroyed. A limit, not a wish.
TEST_F(Resharing, TwoOldSharesStillOpenEverything) {
    renewed(devices, {1, 2, 3});
    expect_all_pairs_open(before);
}

TEST_F(Resharing, WhoeverStaysMustDealTheShareThatIsHeld) {
    const Plan plan = devices.plan(before.key);
    EXPECT_THROW(Participant(plan, 1, devices.of(1)), Refused);
    EXPECT_THROW(Participant(plan, 1, devices.of(1), before.of(2).clone()), Refused);
    const Holders others = Holders::generated(devices);
    EXPECT_THROW(Participant(plan, 1, devices.of(1), others.of(1).clone()), Refused);
    EXPECT_THROW(Participant(devices.plan(before.key, {1}), 1, devices.of(1), before.of(1).clone()),
                 Refused);
    Plan last = plan;
    last.previous->epoch = UINT32_MAX;
    EXPECT_THROW(last.check(), Refused);
    const SecretOctets<32> seed = SecretOctets<32>::random();
    const auto dealt = [&](const Share* share) {
        return Line::of(plan, plan.hash(), 1, seed, share).commitments(plan.hash(), 1, seed);
    };
    EXPECT_TRUE(deals_what_it_holds(dealt(&before.of(1)), plan, 1));
    EXPECT_FALSE(deals_what_it_holds(dealt(&others.of(1)), plan, 1));
    EXPECT_FALSE(deals_what_it_holds(dealt(nullptr), plan, 1));
}

TEST_F(Resharing, WhoeverIsNewDealsNothing) {
    const Plan plan = devices.plan(before.key, {1, 2});
    Table table(devices, plan, before.shares);
    table.talk(random);
    EXPECT_EQ(table.seat(3).outgoing().size(), 2U);  // opening and confirmation
    EXPECT_EQ(Plan::decode(plan.encode()).hash(), plan.hash());
}

TEST_F(Resharing, ACeremonyCutShortLeavesTheOldSharesInForce) {
    Table table(devices, devices.plan(before.key), before.shares);
    table.seat(1).receive(table.seat(2).outgoing().front());
    EXPECT_THROW(table.seat(1).finish({}), Refused);
    expect_all_pairs_open(before);
}

}  // namespace
}  // namespace postvern::records::threshold
