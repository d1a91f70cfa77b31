#include <gmock/gmock.h>

#include "compliance/verify/verifier.hpp"
#include "tests/compliance/verify/reference_log.hpp"

namespace postvern::compliance::verify {
namespace {

using reference::Signer;
using testing::HasSubstr;

class Cosignatures : public testing::Test {
  protected:
    std::string check(const std::string& note_text, std::vector<Key> witnesses,
                      std::size_t quorum) const {
        try {
            (void)open_checkpoint(note_text,
                                  {parse_key(log.verifier_key()), std::move(witnesses), quorum});
            return "sound";
        } catch (const Fault& fault) {
            return fault.what();
        }
    }
    static Key key_of(const Signer& witness) {
        return parse_key(witness.verifier_key(), Kind::witness);
    }

    const Signer log{"postvern.test/ledger"};
    const Signer one{"witness.test/one", '1', Signer::kWitness};
    const Signer two{"witness.test/two", '2', Signer::kWitness};
    const Signer alias{"witness.test/alias", '1', Signer::kWitness};  // with the first one's key
    const std::string note = log.checkpoint({});
    const std::string text = note.substr(0, note.rfind("\n\n") + 1);
};

TEST_F(Cosignatures, AreCountedByTheirKeys) {
    const std::string both = note + one.cosign(text, 1'700'000'000) + two.cosign(text, 1);
    EXPECT_EQ(check(note, {}, 0), "sound");
    EXPECT_EQ(check(both, {key_of(one), key_of(two)}, 2), "sound");
    EXPECT_EQ(check(both, {key_of(one)}, 1), "sound");
    EXPECT_EQ(check(note, {key_of(one)}, 0), "sound");
    EXPECT_EQ(check(note, {key_of(one), key_of(two)}, 1),
              "bears the cosignatures of 0 of the witnesses, not of 1");
    const std::string twice =
        note + one.cosign(text, 5) + one.cosign(text, 6) + alias.cosign(text, 7);
    EXPECT_THAT(check(twice, {key_of(one), key_of(two)}, 2),
                HasSubstr("of 1 of the witnesses, not of 2"));
    EXPECT_THAT(check(twice, {key_of(one), key_of(alias)}, 2),
                HasSubstr("of 1 of the witnesses, not of 2"));
}

TEST_F(Cosignatures, OfOthersOrOfAnotherTextDoNotCount) {
    EXPECT_THAT(check(note + two.cosign(text, 5), {key_of(one)}, 1),
                HasSubstr("of 0 of the witnesses"));
    const std::string wrong = "the signature of witness.test/one does not verify";
    EXPECT_EQ(check(note + one.cosign("x" + text, 5), {key_of(one)}, 0), wrong);
    EXPECT_EQ(check(note + one.cosign(text, 0), {key_of(one)}, 0), wrong);
    EXPECT_EQ(check(note + one.cosign(text, std::uint64_t{1} << 63), {key_of(one)}, 0), wrong);
    EXPECT_EQ(check(note + one.line(text), {key_of(one)}, 0), wrong);
    EXPECT_THAT(check(text + '\n' + one.cosign(text, 5), {key_of(one)}, 1),
                HasSubstr("is not signed by postvern.test"));
}

TEST_F(Cosignatures, WithAnyBitChangedDoNotVerify) {
    const std::string cosigned = note + one.cosign(text, 1'700'000'000);
    for (std::size_t at = note.size(); at < cosigned.size(); ++at) {
        std::string altered = cosigned;
        altered[at] = static_cast<char>(altered[at] ^ 1);
        EXPECT_NE(check(altered, {key_of(one)}, 1), "sound") << at;
    }
}

TEST_F(Cosignatures, KeysAreOfTheirKind) {
    EXPECT_THROW((void)parse_key(one.verifier_key()), Fault);
    EXPECT_THROW((void)parse_key(log.verifier_key(), Kind::witness), Fault);
}

// A key of RFC 8032 7.1 and the checkpoint of C2SP tlog-cosignature's example, signed by the
// openssl program.
TEST(KnownCosignature, Verifies) {
    const Key witness =
        parse_key("witness.example.com/w1+7e6f4aaa+BNdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea",
                  Kind::witness);
    const Signer log("example.com/behind-the-sofa");
    const std::string note = log.sign(
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n");
    const std::string line =
        "\xe2\x80\x94 witness.example.com/w1 "
        "fm9KqgAAAABkGFDL+TPmh4BYuAjsYRoqMJCWb/gWJaeRF/kmm5tlCr9sJ57DLErur7K0yDXc"
        "2ArN+TIuotuB/HbuL3AJsp3bv/aNCQ==\n";
    EXPECT_EQ(open_checkpoint(note + line, {parse_key(log.verifier_key()), {witness}, 1}).size,
              20'852'163U);
}

}  // namespace
}  // namespace postvern::compliance::verify
