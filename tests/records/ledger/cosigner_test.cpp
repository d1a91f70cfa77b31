#include "records/ledger/cosigner.hpp"

#include <gtest/gtest.h>

#include "records/errors.hpp"
#include "records/base64.hpp"
#include "records/ledger/given_out.hpp"
#include "tests/records/ledger/outsiders.hpp"

namespace postvern::records::ledger {
namespace {

// The checkpoint of the specification's example, cosigned at its time by the first key of RFC
// 8032 7.1: made by the openssl program.
constexpr const char* kKey =
    "witness.example.com/w1+7e6f4aaa+BNdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";
const std::string kText =
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
const std::string kLine =
    "\xe2\x80\x94 witness.example.com/w1 "
    "fm9KqgAAAABkGFDL+TPmh4BYuAjsYRoqMJCWb/gWJaeRF/kmm5tlCr9sJ57DLErur7K0yDXc2ArN"
    "+TIuotuB/HbuL3AJsp3bv/aNCQ==\n";

std::optional<Cosignature> found(const std::string& note) {
    return Cosigner::from(kKey)->find_in(*parse_note(note));
}

TEST(Cosigner, VerifiesAKnownCosignature) {
    const auto cosignature = found(kText + '\n' + kLine);
    ASSERT_TRUE(cosignature);
    EXPECT_EQ(cosignature->moment, 1'679'315'147);
    EXPECT_EQ(cosignature->line, kLine);
}

TEST(Cosigner, CosignsAsTheKnownOneWas) {
    const TestWitness witness("w", 'w');
    EXPECT_EQ(Cosigner::from(witness.verifier_key())
                  ->find_in(*parse_note(kText + '\n' + witness.cosign(kText + '\n', 5)))
                  ->moment,
              5);
}

TEST(Cosigner, RefusesACosignatureWithAnyOctetChanged) {
    const auto begin = kLine.rfind(' ') + 1;
    const std::string signature = *from_base64(kLine.substr(begin, kLine.size() - begin - 1));
    for (std::size_t octet = 0; octet < signature.size(); ++octet) {
        std::string changed = signature;
        changed[octet] = static_cast<char>(changed[octet] ^ 1);
        const std::string note = kText + '\n' + kLine.substr(0, begin) + base64(changed) + '\n';
        if (octet < 4) {
            EXPECT_FALSE(found(note)) << "of another key";
        } else {
            EXPECT_THROW(found(note), Unacceptable) << octet;
        }
    }
    EXPECT_THROW(found("x" + kText + '\n' + kLine), Unacceptable);
    for (const std::string& wrong : {signature.substr(0, 75), signature + '\0'}) {
        EXPECT_THROW(found(kText + '\n' + kLine.substr(0, begin) + base64(wrong) + '\n'),
                     Unacceptable);
    }
}

TEST(Cosigner, TakesTheLatestOfSeveralAndNoneWithoutATime) {
    const TestWitness witness("w");
    const auto cosigner = Cosigner::from(witness.verifier_key());
    const std::string note = kText + '\n';
    const auto of = [&](const std::string& lines) {
        return cosigner->find_in(*parse_note(note + lines));
    };
    EXPECT_EQ(
        of(witness.cosign(note, 7) + witness.cosign(note, 9) + witness.cosign(note, 8))->moment, 9);
    EXPECT_EQ(of(kLine), std::nullopt);
    EXPECT_THROW(of(witness.cosign(note, 0)), Unacceptable);
    EXPECT_THROW(of(witness.cosign(note, std::uint64_t{1} << 63)), Unacceptable);
    EXPECT_EQ(of(witness.cosign(note, (std::uint64_t{1} << 63) - 1))->moment,
              std::numeric_limits<std::int64_t>::max());
}

TEST(Cosigner, IsKnownByAKeyOfItsKindOnly) {
    EXPECT_TRUE(Cosigner::from(kKey));
    for (const char* wrong :
         {"", "w", "w+00000000+AAAA",
          "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
          "witness.example.com/w2+7e6f4aaa+BNdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea",
          "witness.example.com/w1+7e6f4aab+BNdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea"}) {
        EXPECT_FALSE(Cosigner::from(wrong)) << wrong;
    }
    EXPECT_FALSE(NoteVerifier::from(kKey)) << "a witness's key signs no checkpoints";
}

TEST(Witnesses, AreRefusedWhereTheyCouldBeCountedTwiceOrNeverSuffice) {
    const std::string one = TestWitness("one", '1').verifier_key();
    const std::string two = TestWitness("two", '2').verifier_key();
    EXPECT_NO_THROW(require_usable({{one, two}, 2, {}}));
    EXPECT_THROW(require_usable({{one, two}, 3, {}}), Unacceptable);
    EXPECT_THROW(require_usable({{}, 1, {}}), Unacceptable);
    EXPECT_THROW(require_usable({{one, one}, 0, {}}), Unacceptable);
    EXPECT_THROW(require_usable({{one, TestWitness("one", '3').verifier_key()}, 0, {}}),
                 Unacceptable);
    EXPECT_THROW(require_usable({{one, TestWitness("another", '1').verifier_key()}, 0, {}}),
                 Unacceptable);
    EXPECT_THROW(require_usable({{"nonsense"}, 0, {}}), Unacceptable);
    std::vector<std::string> many;
    for (char seed = 'a'; many.size() <= kMostWitnesses; ++seed) {
        many.push_back(TestWitness(std::string(1, seed), seed).verifier_key());
    }
    EXPECT_THROW(require_usable({many, 0, {}}), Unacceptable);
}

}  // namespace
}  // namespace postvern::records::ledger
