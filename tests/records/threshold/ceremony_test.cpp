#include <gtest/gtest.h>

#include "records/threshold/agreement.hpp"
#include "records/threshold/dealing.hpp"
#include "records/threshold/message.hpp"
#include "tests/records/threshold/holders.hpp"

namespace postvern::records::threshold {
namespace {

struct Ceremony : testing::Test {
    const Devices devices = Devices::random();
    const Plan plan = devices.plan();
    std::mt19937_64 random{11};

    // `kind` of `sender`, as it has sent it.
    static std::string message_of(const Table& table, std::uint8_t kind, unsigned sender) {
        return table.seats[sender - 1].outgoing().at(kind - 1U);
    }
    // A message that the device of `sender` signed, whatever its body.
    std::string signed_message(std::uint8_t kind, unsigned sender, std::string_view body) const {
        return seal_envelope(kind, sender, plan.hash(), body, devices.of(sender));
    }
    // Openings to all, then the dealings of 2 and 3 to nobody: 1 has dealt and waits.
    void exchange(Table& table, std::uint8_t kind) const {
        for (unsigned from = 1; from <= 3; ++from) {
            const std::string message = message_of(table, kind, from);
            for (unsigned to = 1; to <= 3; ++to) table.seat(to).receive(message);
        }
    }
    // Holder 2's dealing as `change` leaves it, signed by holder 2, given to holder 1.
    template <typename Change>
    std::optional<Abort> answer_to_dealing(const Change& change) {
        Table table(devices, plan);
        exchange(table, kOpening);
        Dealing dealing = Dealing::decode(body_of(message_of(table, kDealing, 2)));
        change(dealing);
        table.seat(1).receive(message_of(table, kDealing, 3));
        table.seat(1).receive(signed_message(kDealing, 2, dealing.encode()));
        return table.seat(1).aborted();
    }
};

TEST_F(Ceremony, AnyOrderAndAnyRepetitionGivesOneKey) {
    for (int i = 0; i < 25; ++i) {
        Table table(devices, devices.plan());
        table.talk(random);
        const Holders holders = Holders::after(table);
        EXPECT_EQ(PublicKey::decode(holders.key.encode()), holders.key);
        for (const Share& share : holders.shares) EXPECT_TRUE(share.belongs_to(holders.key));
        EXPECT_EQ(holders.key.epoch, 1U);
    }
}

TEST_F(Ceremony, EveryCeremonyGivesAnotherKey) {
    EXPECT_FALSE(Holders::generated(devices).key.key == Holders::generated(devices).key.key);
}

TEST_F(Ceremony, IsTakenUpAgainAfterEachMessage) {
    Table table(devices, plan);
    for (int round = 0; round < 3; ++round) {
        for (unsigned from = 1; from <= 3; ++from) {
            for (const std::string& message : table.seat(from).outgoing()) {
                for (unsigned to = 1; to <= 3; ++to) {
                    Participant& seat = table.seat(to);
                    seat.receive(message);
                    const auto before = seat.outgoing();
                    seat = Participant::resume(plan, to, devices.of(to), std::nullopt, seat.save());
                    EXPECT_EQ(seat.outgoing(), before);
                }
            }
        }
    }
    EXPECT_TRUE(table.seat(1).agreed());
    Holders::after(table);
}

TEST_F(Ceremony, ASavedStateOfAnotherPlaceOrPlanIsRefused) {
    Table table(devices, plan);
    const auto saved = table.seat(1).save();
    EXPECT_THROW(Participant::resume(plan, 2, devices.of(2), std::nullopt, saved), Refused);
    EXPECT_THROW(Participant::resume(devices.plan(), 1, devices.of(1), std::nullopt, saved),
                 Refused);
}

TEST_F(Ceremony, NoOctetOfAMessageMayChange) {
    Table table(devices, plan);
    exchange(table, kOpening);
    exchange(table, kDealing);
    Table fresh(devices, plan);
    for (const std::uint8_t kind : {kOpening, kDealing, kConfirmation}) {
        for (const std::string& changed : each_octet_changed(message_of(table, kind, 2))) {
            const auto before = table.seat(1).outgoing();
            try {
                table.seat(1).receive(changed);
                ADD_FAILURE() << "taken";
            } catch (const Malformed&) {
            } catch (const Refused&) {
            }
            ASSERT_FALSE(table.seat(1).aborted());
            EXPECT_EQ(table.seat(1).outgoing(), before);
        }
        const std::string good = message_of(table, kind, 2);
        EXPECT_THROW(table.seat(1).receive(good + '\0'), Malformed);
        EXPECT_THROW(table.seat(1).receive(good.substr(1)), Malformed);
        EXPECT_THROW(table.seat(1).receive(""), Malformed);
        // Of another ceremony of the same devices.
        Table other(devices, devices.plan());
        EXPECT_THROW(other.seat(1).receive(good), Refused);
    }
}

TEST_F(Ceremony, AnyComplaintEndsItForAll) {
    for (std::uint8_t after = 0; after <= kConfirmation; ++after) {
        Table table(devices, plan);
        for (std::uint8_t kind = 1; kind <= after; ++kind) exchange(table, kind);
        const std::string complaint = signed_message(kComplaint, 3, std::string("\x06\x02", 2));
        for (const unsigned to : {1U, 2U}) {
            table.seat(to).receive(complaint);
            ASSERT_TRUE(table.seat(to).aborted());
            EXPECT_EQ(table.seat(to).aborted()->complaint, Complaint::received);
            EXPECT_EQ(table.seat(to).aborted()->accused, 3U);
            EXPECT_FALSE(table.seat(to).agreed());
            EXPECT_THROW(table.seat(to).finish({}), Refused);
            EXPECT_THROW(table.seat(to).receive(complaint), Refused);
            // It passes the complaint on, also after it was saved, and says nothing else any more.
            const auto again =
                Participant::resume(plan, to, devices.of(to), std::nullopt, table.seat(to).save());
            ASSERT_EQ(again.outgoing().size(), 1U);
            EXPECT_EQ(again.outgoing(), table.seat(to).outgoing());
        }
        table.seat(3).receive(table.seat(1).outgoing().front());
        EXPECT_TRUE(table.seat(3).aborted());
    }
}

TEST_F(Ceremony, TwoDifferentOpeningsOfOneDeviceEndIt) {
    Table table(devices, plan);
    table.seat(1).receive(message_of(table, kOpening, 2));
    table.seat(1).receive(signed_message(kOpening, 2, std::string(Opening::kSize, '\x09')));
    ASSERT_TRUE(table.seat(1).aborted());
    EXPECT_EQ(table.seat(1).aborted()->text(), "holder 2: two different messages of one kind");
}

TEST_F(Ceremony, OpeningsThatWereNotTheSameForAllAreFoundOut) {
    Table table(devices, plan);
    Table twin(devices,
               plan);  // the same devices once more: holder 3 tells 1 and 2 different things
    const std::string to_first = message_of(table, kOpening, 3);
    const std::string to_second = message_of(twin, kOpening, 3);
    table.seat(1).receive(message_of(table, kOpening, 2));
    table.seat(1).receive(to_first);
    table.seat(2).receive(message_of(table, kOpening, 1));
    table.seat(2).receive(to_second);
    table.seat(3).receive(message_of(table, kOpening, 1));
    table.seat(3).receive(message_of(table, kOpening, 2));
    table.seat(1).receive(message_of(table, kDealing, 2));
    table.seat(1).receive(message_of(table, kDealing, 3));
    ASSERT_TRUE(table.seat(1).aborted());
    EXPECT_EQ(table.seat(1).aborted()->complaint, Complaint::disagreement);
}

TEST_F(Ceremony, AMessageOfThisDeviceThatItDidNotSendIsRefused) {
    Table table(devices, plan);
    const auto early = table.seat(1).save();
    exchange(table, kOpening);
    auto taken_back = Participant::resume(plan, 1, devices.of(1), std::nullopt, early);
    EXPECT_THROW(taken_back.receive(message_of(table, kDealing, 1)), Refused);
}

TEST_F(Ceremony, AnEphemeralKeyOfSmallOrderEndsIt) {
    Table table(devices, plan);
    table.seat(1).receive(message_of(table, kOpening, 3));
    table.seat(1).receive(signed_message(kOpening, 2, std::string(Opening::kSize, '\0')));
    ASSERT_TRUE(table.seat(1).aborted());
    EXPECT_EQ(table.seat(1).aborted()->complaint, Complaint::malformed);
    EXPECT_EQ(table.seat(1).aborted()->accused, 2U);
}

void expect_complaint(const std::optional<Abort>& abort, Complaint complaint) {
    ASSERT_TRUE(abort);
    EXPECT_EQ(abort->complaint, complaint) << abort->text();
    EXPECT_EQ(abort->accused, 2U);
}

TEST_F(Ceremony, AnHonestDealingIsNotComplainedAbout) {
    EXPECT_FALSE(answer_to_dealing([](Dealing&) {}));
}

TEST_F(Ceremony, EachWrongDealingNamesItsDealer) {
    const Element other = Element::base(Scalar::random());
    expect_complaint(answer_to_dealing([&](Dealing& it) { it.at_zero = other; }),
                     Complaint::opening);
    expect_complaint(answer_to_dealing([&](Dealing& it) { it.slope = other; }), Complaint::opening);
    expect_complaint(answer_to_dealing([&](Dealing& it) { it.response = it.challenge; }),
                     Complaint::opening);
    expect_complaint(answer_to_dealing([&](Dealing& it) { it.openings[0] ^= 1; }),
                     Complaint::disagreement);
    expect_complaint(answer_to_dealing([&](Dealing& it) { it.sealed[0][5] ^= 1; }),
                     Complaint::share);
    expect_complaint(answer_to_dealing([&](Dealing& it) { it.sealed[0] = it.sealed[1]; }),
                     Complaint::share);
}

TEST_F(Ceremony, OnlyTheReceiverOfAWrongShareCanTell) {
    EXPECT_FALSE(answer_to_dealing([&](Dealing& it) { it.sealed[1][5] ^= 1; }));
}

// Committed to properly, by a dealer who does not know the value at zero.
TEST_F(Ceremony, PossessionIsProven) {
    Table table(devices, plan);
    const SecretOctets<32> seed = SecretOctets<32>::random();
    Dealing dealing =
        Line::of(plan, plan.hash(), 2, seed, nullptr).commitments(plan.hash(), 2, seed);
    dealing.at_zero = Element::base(Scalar::random());
    const Ephemeral ephemeral(seed, plan.hash(), 2);
    const std::string opening = std::string(view(commitment_to(dealing, plan.hash(), 2))) +
                                std::string(view(ephemeral.identity()));
    const std::string second = signed_message(kOpening, 2, opening);
    table.seat(1).receive(second);
    table.seat(1).receive(message_of(table, kOpening, 3));
    table.seat(3).receive(second);
    table.seat(3).receive(message_of(table, kOpening, 1));
    dealing.openings = Dealing::decode(body_of(message_of(table, kDealing, 1))).openings;
    table.seat(1).receive(message_of(table, kDealing, 3));
    table.seat(1).receive(signed_message(kDealing, 2, dealing.encode()));
    expect_complaint(table.seat(1).aborted(), Complaint::possession);
}

TEST_F(Ceremony, AProofOfPossessionIsOfOneCeremonyAndOneIndex) {
    const SecretOctets<32> seed = SecretOctets<32>::random();
    const auto dealing =
        Line::of(plan, plan.hash(), 2, seed, nullptr).commitments(plan.hash(), 2, seed);
    EXPECT_TRUE(possession_holds(dealing, plan.hash(), 2));
    EXPECT_FALSE(possession_holds(dealing, plan.hash(), 1));
    EXPECT_FALSE(possession_holds(dealing, devices.plan().hash(), 2));
}

TEST_F(Ceremony, SignedNonsenseEndsIt) {
    Table table(devices, plan);
    exchange(table, kOpening);
    table.seat(1).receive(message_of(table, kDealing, 3));
    table.seat(1).receive(signed_message(kDealing, 2, std::string(Dealing::kSize, '\0')));
    expect_complaint(table.seat(1).aborted(), Complaint::malformed);
}

TEST_F(Ceremony, AnotherMaskOrTranscriptEndsIt) {
    for (const bool mask : {false, true}) {
        Table table(devices, plan);
        exchange(table, kOpening);
        exchange(table, kDealing);
        auto confirmation = Confirmation::decode(body_of(message_of(table, kConfirmation, 2)));
        if (mask) confirmation.with_other[0] = Element::base(Scalar::random());
        if (!mask) confirmation.messages[0] ^= 1;
        table.seat(1).receive(message_of(table, kConfirmation, 3));
        EXPECT_FALSE(table.seat(1).agreed());
        table.seat(1).receive(signed_message(kConfirmation, 2, confirmation.encode()));
        expect_complaint(table.seat(1).aborted(), Complaint::disagreement);
    }
}

// Two who lie together about their own mask: the third sees that they differ, or does not care.
TEST_F(Ceremony, AMaskThatItsTwoHoldersSayDifferentlyEndsIt) {
    Table table(devices, plan);
    exchange(table, kOpening);
    exchange(table, kDealing);
    auto confirmation = Confirmation::decode(body_of(message_of(table, kConfirmation, 2)));
    confirmation.with_other[1] = Element::base(Scalar::random());  // with 3
    table.seat(1).receive(message_of(table, kConfirmation, 3));
    table.seat(1).receive(signed_message(kConfirmation, 2, confirmation.encode()));
    ASSERT_TRUE(table.seat(1).aborted());
    EXPECT_EQ(table.seat(1).aborted()->accused, 0U);
}

TEST_F(Ceremony, TheTranscriptIsComparedBeforeThereIsAShare) {
    Table table(devices, plan);
    EXPECT_THROW(table.seat(1).transcript(), Refused);
    EXPECT_THROW(table.seat(1).finish({}), Refused);
    table.talk(random);
    Octets<32> read_out = table.seat(2).transcript();
    EXPECT_TRUE(
        table.seat(1).finish(read_out).share.belongs_to(table.seat(1).finish(read_out).key));
    read_out[31] ^= 1;
    EXPECT_THROW(table.seat(1).finish(read_out), Refused);
}

TEST_F(Ceremony, PlansThatDoNotHoldAreRefused) {
    const auto begins = [&](const Plan& with, unsigned index) {
        Participant(with, index, devices.of(index));
    };
    Plan twice = plan;
    twice.roster[1] = twice.roster[0];
    EXPECT_THROW(begins(twice, 1), Refused);
    Plan small_order = plan;
    small_order.roster[2] = {};
    EXPECT_THROW(begins(small_order, 1), Refused);
    EXPECT_THROW(begins(devices.plan(std::nullopt, {1, 2}), 1), Refused);
    EXPECT_THROW(Participant(plan, 2, devices.of(1)), Refused);
    EXPECT_THROW(Participant(plan, 0, devices.of(1)), Refused);
    EXPECT_THROW(Participant(plan, 1, devices.of(1), Holders::known().of(1).clone()), Refused);
    EXPECT_EQ(Plan::decode(plan.encode()).hash(), plan.hash());
    EXPECT_THROW(Plan::decode(plan.encode() + '\0'), Malformed);
    EXPECT_THROW(Plan::decode(plan.encode().replace(145, 1, "\x08")), Malformed);
    EXPECT_THROW(Plan::decode(plan.encode().replace(146, 1, "\x01")), Malformed);
}

}  // namespace
}  // namespace postvern::records::threshold
