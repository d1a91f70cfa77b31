#include "compliance/disclosure/partials.hpp"

#include <gtest/gtest.h>

#include <random>

#include "tests/compliance/disclosure/house.hpp"

namespace postvern::compliance::disclosure {
namespace {

using tests::House;
using tests::kFirstDay;
using tests::reason_of;

const House& house() {
    static const House kHouse;
    return kHouse;
}

std::optional<Reason> combined(const Request& request, const Partials& one, const Partials& other) {
    return reason_of([&] { combine_all(request, one, other, house().pins, tests::commit); });
}

TEST(Partials, AreReadAsTheyWereWritten) {
    const Request request = house().request();
    const Partials made = house().partials(request, 3, 1);
    const Partials read = parse_partials(to_text(made));
    EXPECT_EQ(read.partials, made.partials);
    EXPECT_EQ(read.holder, 3U);
    EXPECT_EQ(read.with, 1U);
    EXPECT_NO_THROW(verify_partials(read, request, house().pins));
}

// Over random lists, pairs of holders and orders of the two: what comes out is what was sealed, in the list's order.
TEST(Partials, OfAnyTwoHoldersOpenEachKeyOfTheList) {
    std::mt19937 random(27);
    for (int round = 0; round < 12; ++round) {
        std::vector<ListedKey> keys;
        const std::uint64_t count = random() % 8;
        for (std::uint64_t id = 1; id <= count; ++id) {
            keys.push_back(house().listed("alice@example.org", static_cast<std::uint8_t>(1 + random() % 2),
                                          kFirstDay + static_cast<std::int64_t>(random() % 14), id));
        }
        const Request request = seal(house().draft(keys));
        const unsigned one = 1 + static_cast<unsigned>(random() % 3);
        const unsigned other = 1 + (one - 1 + 1 + static_cast<unsigned>(random() % 2)) % 3;
        const auto opened = combine_all(request, house().partials(request, one, other),
                                        house().partials(request, other, one), house().pins, tests::commit);
        ASSERT_EQ(opened.size(), request.keys.size());
        for (std::size_t i = 0; i < opened.size(); ++i) {
            EXPECT_EQ(opened[i].view(), House::period_key_of(request.keys[i].label.key_id).view());
        }
    }
}

TEST(Partials, OfAnotherRequestCombineWithNothing) {
    const Request request = house().request();
    Request again = request;  // the same keys, asked for once more after this one was withdrawn
    again.nonce[0] ^= 1;
    again = seal(again);
    const Partials old = house().partials(request, 1, 2);
    EXPECT_EQ(combined(again, old, house().partials(again, 2, 1)), Reason::other_request);
    // Signed anew as if they were of this request: the proofs say which they are of.
    const Partials forged = sign_partials(again.hash, 1, 2, old.partials, house().signers[0]);
    EXPECT_EQ(combined(again, forged, house().partials(again, 2, 1)), Reason::wrong_partial);
}

TEST(Partials, ForAnotherHolderCombineWithNothing) {
    const Request request = house().request();
    EXPECT_EQ(combined(request, house().partials(request, 1, 2), house().partials(request, 3, 1)),
              Reason::wrong_partial);
    EXPECT_EQ(combined(request, house().partials(request, 1, 2), house().partials(request, 1, 2)),
              Reason::wrong_partial);
}

TEST(Partials, AreRefusedWhenOneIsWrongMissingOrMoved) {
    const Request request = house().request();
    const Partials good = house().partials(request, 1, 2);
    const auto judged = [&](std::vector<threshold::Partial> partials, std::size_t signer = 0) {
        const Partials changed = sign_partials(request.hash, 1, 2, std::move(partials), house().signers[signer]);
        return reason_of([&] { verify_partials(changed, request, house().pins); });
    };
    EXPECT_EQ(judged(good.partials), std::nullopt);
    EXPECT_EQ(judged(good.partials, 1), Reason::unknown_signer);
    EXPECT_EQ(judged({good.partials[0], good.partials[1]}), Reason::wrong_partial);
    EXPECT_EQ(judged({good.partials[1], good.partials[0], good.partials[2]}), Reason::wrong_partial);
    auto changed = good.partials;
    changed[2].contribution = changed[1].contribution;
    EXPECT_EQ(judged(changed), Reason::wrong_partial);
    changed = good.partials;
    changed[0].response = changed[0].challenge;
    EXPECT_EQ(judged(changed), Reason::wrong_partial);
    Partials unsigned_ = good;
    unsigned_.signature[0] ^= 1;
    EXPECT_EQ(reason_of([&] { verify_partials(unsigned_, request, house().pins); }), Reason::bad_signature);
    Partials of_nobody = good;
    of_nobody.holder = 0;
    EXPECT_EQ(reason_of([&] { verify_partials(of_nobody, request, house().pins); }), Reason::wrong_partial);
}

// A server that sealed something else than it committed to is found out, and nothing comes of it.
TEST(Partials, GiveNothingWhereTheCommitmentIsToAnotherKey) {
    ListedKey lying = house().listed("alice@example.org", 1, kFirstDay, 5);
    lying.label.commitment[0] ^= 1;
    lying.ciphertext = threshold::encrypt(house().key(), lying.label, House::period_key_of(5));
    const Request request = seal(house().draft({lying}));
    EXPECT_EQ(combined(request, house().partials(request, 1, 2), house().partials(request, 2, 1)), Reason::wrong_key);
}

TEST(Partials, AreRefusedInAnyOtherForm) {
    const std::string text = to_text(house().partials(house().request(), 1, 2));
    EXPECT_THROW(parse_partials(text + "\n"), SyntaxError);
    EXPECT_THROW(parse_partials(text.substr(0, text.size() - 1)), SyntaxError);
    EXPECT_THROW(parse_partials("postvern disclosure partials 2\n"), SyntaxError);
    std::string holder = text;
    holder.replace(holder.find("holder: 1"), 9, "holder: 4");
    EXPECT_THROW(parse_partials(holder), SyntaxError);
    std::string leading = text;
    leading.replace(leading.find("holder: 1"), 9, "holder: 01");
    EXPECT_THROW(parse_partials(leading), SyntaxError);
}

}  // namespace
}  // namespace postvern::compliance::disclosure
