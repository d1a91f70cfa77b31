#include <gtest/gtest.h>

#include "tests/records/threshold/holders.hpp"

namespace postvern::records::threshold {
namespace {

struct Opening : testing::Test {
    const Holders& holders = Holders::known();
    const PublicKey& key = holders.key;
    const PeriodKey period_key = PeriodKey::random();
    const Label label = label_for(period_key);
    const Ciphertext ciphertext = encrypt(key, label, period_key);
    const RequestHash request = filled<32>(0x11);

    Partial of(unsigned index, unsigned with) const {
        return holders.partial_of(index, with, ciphertext, label, request);
    }
    // The holder whom combine() names, or 9 when it refuses nothing.
    unsigned refused_of(const Partial& one, const Partial& other) const {
        try {
            combine(key, ciphertext, label, request, one, other, commit);
        } catch (const Refused& refused) {
            return refused.holder();
        }
        return 9;
    }
};

TEST_F(Opening, AnyTwoHoldersInAnyOrder) {
    for (const auto& [one, other] :
         {std::pair{1U, 2U}, {2U, 1U}, {1U, 3U}, {3U, 1U}, {2U, 3U}, {3U, 2U}}) {
        const auto opened =
            combine(key, ciphertext, label, request, of(one, other), of(other, one), commit);
        EXPECT_EQ(opened.view(), period_key.view());
    }
}

TEST_F(Opening, RandomKeysLabelsAndPairs) {
    std::mt19937_64 random(7);
    for (int i = 0; i < 40; ++i) {
        const PeriodKey each = PeriodKey::random();
        Label about = label_for(each);
        about.data_class = static_cast<std::uint8_t>(1 + random() % 4);
        about.day = static_cast<std::int64_t>(random() % 40000) - 20000;
        about.key_id = random();
        std::vector<unsigned> who = {1, 2, 3};
        std::shuffle(who.begin(), who.end(), random);
        const Ciphertext sealed = encrypt(key, about, each);
        EXPECT_NE(sealed, encrypt(key, about, each));
        const auto opened =
            combine(key, Ciphertext::decode(sealed.encode()), about, request,
                    holders.partial_of(who[0], who[1], sealed, about, request),
                    holders.partial_of(who[1], who[0], sealed, about, request), commit);
        EXPECT_EQ(opened.view(), each.view());
    }
}

TEST_F(Opening, NoOctetOfACiphertextMayChange) {
    for (const std::string& changed : each_octet_changed(ciphertext.encode())) {
        try {
            const Ciphertext other = Ciphertext::decode(changed);
            EXPECT_FALSE(verify(key, other, label));
            EXPECT_THROW(partial(holders.of(1), 2, key, other, label, request), Refused);
            EXPECT_THROW(combine(key, other, label, request, of(1, 2), of(2, 1), commit), Refused);
        } catch (const Malformed&) {
            // Not even of the form.
        }
    }
}

TEST_F(Opening, NoOctetOfALabelMayChange) {
    EXPECT_TRUE(verify(key, ciphertext, label));
    for (const std::string& changed : each_octet_changed(label.encode())) {
        try {
            const Label other = Label::decode(changed);
            EXPECT_FALSE(verify(key, ciphertext, other));
            EXPECT_THROW(partial(holders.of(1), 2, key, ciphertext, other, request), Refused);
        } catch (const Malformed&) {
            // No data class.
        }
    }
}

TEST_F(Opening, ForeignCiphertextsAreRefused) {
    const Holders others = Holders::generated(Devices::random());
    const Ciphertext foreign = encrypt(others.key, label, period_key);
    EXPECT_TRUE(verify(others.key, foreign, label));
    EXPECT_FALSE(verify(key, foreign, label));
    EXPECT_THROW(partial(holders.of(1), 2, key, foreign, label, request), Refused);
    EXPECT_THROW(partial(others.of(1), 2, key, ciphertext, label, request), Refused);
}

// A server that seals another key than the label commits to is found out when it is opened.
TEST_F(Opening, AnotherKeyThanTheLabelCommitsTo) {
    const Ciphertext wrong = encrypt(key, label, PeriodKey::random());
    ASSERT_TRUE(verify(key, wrong, label));
    const Partial one = holders.partial_of(1, 2, wrong, label, request);
    const Partial two = holders.partial_of(2, 1, wrong, label, request);
    EXPECT_THROW(combine(key, wrong, label, request, one, two, commit), Refused);
}

TEST_F(Opening, NoOctetOfAPartialMayChangeAndItsHolderIsNamed) {
    const Partial good = of(3, 2);
    for (const std::string& changed : each_octet_changed(of(2, 3).encode())) {
        try {
            const Partial other = Partial::decode(changed);
            EXPECT_FALSE(verify_partial(key, other, ciphertext, label, request));
            if (other.index == 2 && other.with == 3) {
                EXPECT_EQ(refused_of(other, good), 2U);
                EXPECT_EQ(refused_of(good, other), 2U);
            } else {
                EXPECT_EQ(refused_of(other, good), 0U);
            }
        } catch (const Malformed&) {
            // Not even of the form.
        }
    }
}

TEST_F(Opening, PartialsOfOthersAreRefused) {
    EXPECT_EQ(refused_of(of(1, 2), of(1, 2)), 0U);  // one holder twice
    EXPECT_EQ(refused_of(of(1, 2), of(3, 1)), 0U);  // not to each other
    EXPECT_THROW(partial(holders.of(1), 1, key, ciphertext, label, request), Refused);
    EXPECT_THROW(partial(holders.of(1), 4, key, ciphertext, label, request), Refused);
    Partial renamed = of(1, 2);
    renamed.index = 3;
    EXPECT_FALSE(verify_partial(key, renamed, ciphertext, label, request));
    Partial nobody = of(1, 2);
    nobody.index = 0;
    EXPECT_FALSE(verify_partial(key, nobody, ciphertext, label, request));
}

TEST_F(Opening, PartialsOfAnotherRequestAreRefusedByName) {
    const Partial withdrawn = holders.partial_of(1, 2, ciphertext, label, filled<32>(0x12));
    EXPECT_EQ(refused_of(withdrawn, of(2, 1)), 1U);
    EXPECT_EQ(refused_of(of(2, 1), withdrawn), 1U);
    EXPECT_EQ(of(1, 2), of(1, 2));  // the same request, replayed, says nothing new
}

// Not by a check: without any, contributions to two requests open nothing.
TEST_F(Opening, ContributionsToTwoRequestsDoNotAddUp) {
    const Partial one = of(1, 2);
    const Partial two = of(2, 1);
    const Partial withdrawn = holders.partial_of(1, 2, ciphertext, label, filled<32>(0x12));
    const Partial with_third = of(1, 3);
    EXPECT_NE(withdrawn.contribution + two.contribution, one.contribution + two.contribution);
    EXPECT_NE(with_third.contribution + two.contribution, one.contribution + two.contribution);
    EXPECT_EQ(of(1, 3).contribution + of(3, 1).contribution, one.contribution + two.contribution);
}

TEST_F(Opening, ASwappedContributionNamesTheRightHolder) {
    const Label other_label = [&] {
        Label other = label;
        other.day += 1;
        return other;
    }();
    const Ciphertext other = encrypt(key, other_label, period_key);
    const Partial elsewhere = holders.partial_of(3, 1, other, other_label, request);
    EXPECT_EQ(refused_of(of(1, 3), elsewhere), 3U);
}

}  // namespace
}  // namespace postvern::records::threshold
