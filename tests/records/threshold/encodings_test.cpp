#include <gtest/gtest.h>

#include "records/threshold/hash.hpp"
#include "tests/records/threshold/holders.hpp"

namespace postvern::records::threshold {
namespace {

std::string from_hex(std::string_view text) {
    std::string octets(text.size() / 2, '\0');
    std::size_t size = 0;
    sodium_hex2bin(reinterpret_cast<unsigned char*>(octets.data()), octets.size(), text.data(),
                   text.size(), nullptr, &size, nullptr);
    octets.resize(size);
    return octets;
}

// L, little-endian.
const std::string kOrder =
    from_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");

TEST(Scalar, BelowTheOrderOnly) {
    std::string below = kOrder;
    below[0] = static_cast<char>(below[0] - 1);
    EXPECT_EQ(Scalar::decode(below).octets().view(), below);
    std::string above = kOrder;
    above[0] = static_cast<char>(above[0] + 1);
    for (const std::string& refused :
         {kOrder, above, std::string(32, '\xff'), std::string(31, '\1'), std::string(33, '\0'),
          std::string(32, '\x11'), std::string(32, '\x80'), std::string()}) {
        EXPECT_THROW(Scalar::decode(refused), Malformed);
        EXPECT_THROW(PublicScalar::decode(refused), Malformed);
    }
    EXPECT_TRUE(Scalar::decode(std::string(32, '\0')).zero());
}

TEST(Scalar, CalculatesModuloTheOrder) {
    const Scalar a = Scalar::random();
    const Scalar b = Scalar::random();
    EXPECT_EQ(((a + b) - b).octets().view(), a.octets().view());
    EXPECT_EQ(((a * b) * b.inverse()).octets().view(), a.octets().view());
    EXPECT_THROW(Scalar::of(0).inverse(), std::logic_error);
    Scalar moved = a.clone();
    const Scalar taken = std::move(moved);
    EXPECT_TRUE(moved.zero());  // NOLINT(bugprone-use-after-move): wiped is what is promised
    EXPECT_EQ(taken.octets().view(), a.octets().view());
}

// RFC 9496 A.2, and the identity, which the RFC and libsodium 1.0.18 accept.
TEST(Element, RefusesWhatRfc9496RefusesAndTheIdentity) {
    for (const std::string_view bad : {
             "0000000000000000000000000000000000000000000000000000000000000000",
             // Not canonical field elements.
             "00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
             "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
             "f3ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
             "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
             // Negative field elements.
             "0100000000000000000000000000000000000000000000000000000000000000",
             "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
             "ed57ffd8c914fb201471d1c3d245ce3c746fcbe63a3679d51b6a516ebebe0e20",
             "c34c4e1826e5d403b78e246e88aa051c36ccf0aafebffe137d148a2bf9104562",
             "c940e5a4404157cfb1628b108db051a8d439e1a421394ec4ebccb9ec92a8ac78",
             "47cfc5497c53dc8e61c91d17fd626ffb1c49e2bca94eed052281b510b1117a24",
             "f1c6165d33367351b0da8f6e4511010c68174a03b6581212c71c0e1d026c3c72",
             "87260f7a2f12495118360f02c26a470f450dadf34a413d21042b43b9d93e1309",
             // Not squares.
             "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371",
             "4eac077a713c57b4f4397629a4145982c661f48044dd3f96427d40b147d9742f",
             "de6a7b00deadc788eb6b6c8d20c0ae96c2f2019078fa604fee5b87d6e989ad7b",
             "bcab477be20861e01e4a0e295284146a510150d9817763caf1a6f4b422d67042",
             "2a292df7e32cababbd9de088d1d1abec9fc0440f637ed2fba145094dc14bea08",
             "f4a9e534fc0d216c44b218fa0c42d99635a0127ee2e53c712f70609649fdff22",
             "8268436f8c4126196cf64b3c7ddbda90746a378625f9813dd9b8457077256731",
             "2810e5cbc2cc4d4eece54f61c6f69758e289aa7ab440b3cbeaa21995c2f4232b",
             // Negative xy.
             "3eb858e78f5a7254d8c9731174a94f76755fd3941c0ac93735c07ba14579630e",
             "a45fdc55c76448c049a1ab33f17023edfb2be3581e9c7aade8a6125215e04220",
             "d483fe813c6ba647ebbfd3ec41adca1c6130c2beeee9d9bf065c8d151c5f396e",
             "8a2e1d30050198c65a54483123960ccc38aef6848e1ec8f5f780e8523769ba32",
             "32888462f8b486c68ad7dd9610be5192bbeaf3b443951ac1a8118419d9fa097b",
             "227142501b9d4355ccba290404bde41575b037693cef1f438c47f8fbf35d1165",
             "5c37cc491da847cfeb9281d407efc41e15144c876e0170b499a96a22ed31e01e",
             "445425117cb8c90edcbc7c1cc0e74f747f2c1efa5630a967c64f287792a48a4b",
             // s = -1, so that y = 0.
             "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
         }) {
        EXPECT_THROW(Element::decode(from_hex(bad)), Malformed) << bad;
    }
    // The highest bit of a good encoding.
    std::string high(view(Element::base(Scalar::random()).octets()));
    high[31] = static_cast<char>(high[31] | 0x80);
    EXPECT_THROW(Element::decode(high), Malformed);
}

// RFC 9496 A.1: multiples of the generator.
TEST(Element, MultiplesOfTheGeneratorAsPublished) {
    EXPECT_EQ(Element::decode(
                  from_hex("e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76")),
              Element::base(Scalar::of(1)));
    EXPECT_EQ(Element::decode(
                  from_hex("6a493210f7499cd17fecb510ae0cea23a110e8d5b901f8acadd3095c73a3b919")),
              Scalar::of(2) * Element::base(Scalar::of(1)));
    EXPECT_EQ(Element::decode(
                  from_hex("e0c418f7c8d9c4cdd7395b93ea124f3ad99021bb681dfc3302a9d99a2e53e64e")),
              Element::base(Scalar::of(15)));
}

TEST(Element, NeverBecomesTheIdentity) {
    const Element one = Element::base(Scalar::of(1));
    EXPECT_THROW(Element::base(Scalar::of(0)), Refused);
    EXPECT_THROW(Scalar::of(0) * one, Refused);
    EXPECT_THROW(one - one, Refused);
    EXPECT_THROW(one + Element::base(Scalar::of(0) - Scalar::of(1)), Refused);
    EXPECT_EQ((one + one) - one, one);
}

TEST(Hash, ToldApartByUseFieldsAndTheirBorders) {
    const auto hash = [](std::string_view use, std::string_view one, std::string_view two) {
        return Hash(use).add(one).add(two).octets();
    };
    EXPECT_EQ(hash("a", "b", "c"), hash("a", "b", "c"));
    EXPECT_NE(hash("a", "b", "c"), hash("ab", "", "c"));
    EXPECT_NE(hash("a", "b", "c"), hash("a", "bc", ""));
    EXPECT_NE(hash("a", "b", "c"), hash("b", "b", "c"));
}

template <typename Value>
void refuses_other_sizes_and_bad_fields(const std::string& good, std::size_t elements_from,
                                        std::size_t elements_until) {
    ASSERT_EQ(Value::decode(good).encode(), good);
    EXPECT_THROW(Value::decode(""), Malformed);
    EXPECT_THROW(Value::decode(std::string_view(good).substr(1)), Malformed);
    EXPECT_THROW(Value::decode(good + '\0'), Malformed);
    for (std::size_t at = elements_from; at < elements_until; at += 32) {
        std::string identity = good;
        identity.replace(at, 32, 32, '\0');
        EXPECT_THROW(Value::decode(identity), Malformed) << at;
    }
}

TEST(Encodings, RefuseOtherSizesTheIdentityAndScalarsThatAreNotReduced) {
    const Holders& holders = Holders::known();
    const PeriodKey key = PeriodKey::random();
    const Label label = label_for(key);
    const Ciphertext ciphertext = encrypt(holders.key, label, key);
    const Partial part = holders.partial_of(1, 3, ciphertext, label, filled<32>(1));
    refuses_other_sizes_and_bad_fields<PublicKey>(holders.key.encode(), 5, 229);
    refuses_other_sizes_and_bad_fields<Ciphertext>(ciphertext.encode(), 33, 97);
    refuses_other_sizes_and_bad_fields<Partial>(part.encode(), 7, 39);
    refuses_other_sizes_and_bad_fields<Label>(label.encode(), 0, 0);
    for (const std::size_t at : {97U, 129U}) {
        EXPECT_THROW(Ciphertext::decode(ciphertext.encode().replace(at, 32, kOrder)), Malformed);
    }
    for (const std::size_t at : {39U, 71U, 103U}) {
        EXPECT_THROW(Partial::decode(part.encode().replace(at, 32, kOrder)), Malformed);
    }
    const auto share = holders.of(2).encode();
    EXPECT_TRUE(Share::decode(share.view()).belongs_to(holders.key));
    for (const std::size_t at : {6U, 38U, 70U}) {
        for (const std::string& bad : {kOrder, std::string(32, '\0')}) {
            EXPECT_THROW(Share::decode(std::string(share.view()).replace(at, 32, bad)), Malformed);
        }
    }
    try {
        Ciphertext::decode(ciphertext.encode().replace(97, 32, kOrder));
    } catch (const Malformed& refused) {
        EXPECT_EQ(refused.offset(), 97U);
        EXPECT_STREQ(refused.what(),
                     "ciphertext: challenge: a scalar that is not reduced (at octet 97)");
    }
}

TEST(PublicKey, RefusesSharesOfAnotherKey) {
    std::string octets = Holders::known().key.encode();
    const std::string other(view(Element::base(Scalar::random()).octets()));
    for (const std::size_t at : {5U, 37U, 69U, 101U}) {
        EXPECT_THROW(PublicKey::decode(std::string(octets).replace(at, 32, other)), Malformed);
    }
}

TEST(AccountId, DependsOnSaltAndAddress) {
    const auto id = account_id(filled<32>(1), "kari@example.no");
    EXPECT_EQ(id, account_id(filled<32>(1), "kari@example.no"));
    EXPECT_NE(id, account_id(filled<32>(2), "kari@example.no"));
    EXPECT_NE(id, account_id(filled<32>(1), "ola@example.no"));
}

TEST(Label, KeepsDaysBefore1970) {
    Label label = label_for(PeriodKey::random());
    label.day = -1;
    EXPECT_EQ(Label::decode(label.encode()), label);
    label.data_class = 0;
    EXPECT_THROW(Label::decode(label.encode()), Malformed);
}

}  // namespace
}  // namespace postvern::records::threshold
