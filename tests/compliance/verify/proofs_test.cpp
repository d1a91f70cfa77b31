#include <gmock/gmock.h>

#include "compliance/verify/lines.hpp"
#include "tests/compliance/verify/reference_log.hpp"

namespace postvern::compliance::verify {
namespace {

using testing::HasSubstr;

template <typename Work>
std::string fault_of(const Work& work) {
    try {
        work();
        return "sound";
    } catch (const Fault& fault) {
        return fault.what();
    }
}

// The example of the specification of signed notes: a sound signature, though of no checkpoint.
constexpr const char* kExampleKey =
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
constexpr const char* kExampleNote =
    "This is an example message.\n\n\xe2\x80\x94 example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM="
    "\n";

TEST(VerifierKey, IsReadAsTheSpecificationShowsIt) {
    const Key key = parse_key(kExampleKey);
    EXPECT_EQ(key.name, "example.com/foo");
    EXPECT_EQ(reference::hex(key.id), "530d903a");
    for (const char* wrong :
         {"", "a", "a+b", "+", "a+00000000+AAAA", "a++",
          "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
          "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
          "example.com/fo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
          "example.com/foo+530d903a+BOkyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
          "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k=",
          "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2l"}) {
        EXPECT_NE(fault_of([&] { (void)parse_key(wrong); }), "sound") << wrong;
    }
}

TEST(SignedNote, OfTheSpecificationVerifiesAndIsNoCheckpoint) {
    // The signature is passed before the text is looked at: only then is it of another origin.
    EXPECT_THAT(fault_of([] { (void)open_checkpoint(kExampleNote, parse_key(kExampleKey)); }),
                HasSubstr("is of This is an example message."));
    const std::string note = kExampleNote;
    for (std::size_t i = 0; i < note.size(); ++i) {
        std::string altered = note;
        altered[i] = static_cast<char>(altered[i] ^ 1);
        EXPECT_THAT(fault_of([&] { (void)open_checkpoint(altered, parse_key(kExampleKey)); }),
                    testing::Not(HasSubstr("is of This")))
            << i;
    }
}

class Proofs : public testing::Test {
  protected:
    std::string proof(std::size_t index, const std::string& extra = {}) const {
        std::string text = "c2sp.org/tlog-proof@v1\n";
        if (!extra.empty()) text += "extra " + reference::base64(extra) + '\n';
        text += "index " + std::to_string(index) + '\n';
        for (const auto& hash : reference::path(index, hashes))
            text += reference::base64(hash) + '\n';
        return text + '\n' + signer.checkpoint(hashes);
    }
    std::string check(const std::string& text, const std::string& leaf) const {
        return fault_of([&] { (void)check_inclusion(parse_proof(text), leaf, key); });
    }
    void make(std::size_t size) {
        leaves = reference::random_leaves(size, random);
        hashes = reference::hashes_of(leaves);
    }

    std::mt19937 random{6962};
    const reference::Signer signer{"postvern.test/ledger"};
    const Key key = parse_key(signer.verifier_key());
    reference::Leaves leaves;
    std::vector<std::string> hashes;
};

TEST_F(Proofs, OfEveryLeafInTreesOfAllSmallSizesHold) {
    for (std::size_t size = 1; size <= 40; ++size) {
        make(size);
        for (std::size_t index = 0; index < size; ++index) {
            ASSERT_EQ(check(proof(index), leaves[index]), "sound") << index << " of " << size;
            ASSERT_NE(check(proof(index), std::string(64, 'x')), "sound");
        }
    }
}

// Size 8, index 5 of the inputs with which implementations of Certificate Transparency test
// themselves.
TEST(KnownProof, Holds) {
    const std::string inputs[] = {"",         std::string(1, '\0'), "\x10", " !", "01", "@ABC",
                                  "PQRSTUVW", "`abcdefghijklmno"};
    std::vector<Hash> hashes;
    for (const auto& input : inputs) hashes.push_back(leaf_hash(input));
    const Hash root = root_of(hashes);
    EXPECT_EQ(reference::hex({root.begin(), root.end()}),
              "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
    const reference::Signer signer("known");
    std::string text = "c2sp.org/tlog-proof@v1\nindex 5\n";
    for (const char* hash : {"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                             "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                             "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}) {
        text += reference::base64(reference::from_hex(hash)) + '\n';
    }
    text += '\n' + signer.sign("known\n8\n" + reference::base64({root.begin(), root.end()}) + '\n');
    EXPECT_EQ(fault_of([&] {
                  (void)check_inclusion(parse_proof(text), inputs[5],
                                        parse_key(signer.verifier_key()));
              }),
              "sound");
    EXPECT_NE(fault_of([&] {
                  (void)check_inclusion(parse_proof(text), inputs[4],
                                        parse_key(signer.verifier_key()));
              }),
              "sound");
}

TEST_F(Proofs, WithAnyBitChangedDoNotHold) {
    make(37);
    const std::string text = proof(21);
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string altered = text;
            altered[at] = static_cast<char>(altered[at] ^ 1 << bit);
            EXPECT_NE(check(altered, leaves[21]), "sound") << at << ' ' << bit;
        }
    }
    for (std::size_t length = 0; length < text.size(); ++length) {
        EXPECT_NE(check(text.substr(0, length), leaves[21]), "sound") << length;
    }
}

TEST_F(Proofs, OfAnotherFormAreRefused) {
    make(5);
    const std::string good = proof(3, "something");
    EXPECT_EQ(check(good, leaves[3]), "sound");
    EXPECT_EQ(parse_proof(good).extra, "something");
    const auto with = [&](const std::string& from, const std::string& to) {
        std::string text = good;
        return text.replace(text.find(from), from.size(), to);
    };
    struct {
        std::string text;
        const char* fault;
    } const cases[] = {
        {with("@v1", "@v2"), "is not a tlog-proof"},
        {with("index 3", "index 03"), "is not a number"},
        {with("index 3", "index -3"), "is not a number"},
        {with("index 3", "index 18446744073709551616"), "is not a number"},
        {with("index 3", "index 5"), "beyond the tree of 5"},
        {with("index 3", "index 2"), "does not lead"},
        {with("index 3\n", ""), "has no line 'index'"},
        {with("index 3\n", "index 3\n" + reference::base64(hashes[0]) + '\n'),
         "not as many hashes"},
        {with("index 3\n", "index 3\nAAAA\n"), "is not a hash"},
        {with("extra ", "extra  "), "is not base64"},
        {good + "\n", "is not signed"},
        {good + "\xe2\x80\x94 x\n", "is not a signed note"},
        {std::string(kLargestText + 1, 'x'), "is too long"},
    };
    for (const auto& [text, fault] : cases)
        EXPECT_THAT(check(text, leaves[3]), HasSubstr(fault)) << text;
}

TEST_F(Proofs, ForgiveSignaturesOfStrangersAndNotOfOthersAlone) {
    make(3);
    const reference::Signer witness("witness.example", 'w');
    const reference::Signer impostor("postvern.test/ledger", 'i');
    std::string text = proof(1);
    const std::string note = signer.checkpoint(hashes);
    const std::string body = note.substr(0, note.find("\n\n") + 1);
    EXPECT_EQ(check(text + witness.line(body) + impostor.line(body), leaves[1]), "sound");
    text = text.substr(0, text.size() - signer.line(body).size());
    EXPECT_THAT(check(text + witness.line(body), leaves[1]),
                HasSubstr("is not signed by postvern.test/ledger"));
    EXPECT_THAT(check(text + impostor.line(body), leaves[1]),
                HasSubstr("is not signed by postvern.test/ledger"));
}

}  // namespace
}  // namespace postvern::compliance::verify
