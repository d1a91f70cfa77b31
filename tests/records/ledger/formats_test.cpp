#include <gtest/gtest.h>

#include <random>

#include "records/errors.hpp"
#include "records/base64.hpp"
#include "records/ledger/checkpoint.hpp"
#include "records/ledger/leaf.hpp"
#include "records/ledger/private_record.hpp"
#include "records/ledger/retention.hpp"
#include "records/ledger/sealed_entry.hpp"
#include "records/ledger/signed_note.hpp"
#include "records/ledger/tile_name.hpp"

namespace postvern::records::ledger {
namespace {

PrivateRecord some_record() {
    PrivateRecord record;
    record.role = RecordedRole::staff;
    record.day = Day{20'526};
    record.moment = 1'773'500'400;
    record.tag.fill(0xaa);
    record.actor.fill(1);
    record.subject.fill(2);
    record.operation = "administer_accounts";
    record.purpose = "administration";
    record.data = RecordedData::subscriber;
    record.outcome = policy::Outcome::granted;
    record.band = 1;
    record.rulebook = {1, 2, 3, 4, 5, 6, 7, 8};
    record.legal_basis = "GDPR Art. 6(1)(b); ISP-52";
    record.rules = "ISP-52.staff-administer-accounts";
    return record;
}

TEST(Base64, TakesOnlyWhatItGives) {
    for (const std::string octets : {"", "f", "fo", "foo", "foob", "\xff\xfe\xfd"}) {
        EXPECT_EQ(from_base64(base64(octets)), octets);
    }
    EXPECT_EQ(base64("foob"), "Zm9vYg==");
    for (const char* text : {"Zm9vYg", "Zm9vYg=", "Zm9vYh==", "Zm9 vYg==", "Zm9vYg==\n", "====", "Zm-v", "A==="}) {
        EXPECT_FALSE(from_base64(text)) << text;
    }
}

TEST(Leaf, ReadsOnlyWhatItWrites) {
    Leaf leaf{Day{20'526}, {}, {}};
    leaf.commitment.fill(0xc0);
    leaf.tag.fill(0x1a);
    const std::string octets = encode(leaf);
    ASSERT_EQ(octets.size(), 64U);
    EXPECT_EQ(decode_leaf(octets), leaf);
    for (const std::size_t fixed : {0U, 1U, 6U, 7U, 56U, 63U}) {
        std::string altered = octets;
        altered[fixed] = static_cast<char>(altered[fixed] ^ 1);
        EXPECT_FALSE(decode_leaf(altered)) << fixed;
    }
    EXPECT_FALSE(decode_leaf(octets.substr(1)));
    EXPECT_FALSE(decode_leaf(octets + '\0'));
    EXPECT_FALSE(decode_leaf(""));
}

TEST(PrivateRecord, IsAlwaysOfOneSizeAndComesBack) {
    const PrivateRecord record = some_record();
    EXPECT_EQ(encode(record).size(), kPrivateRecordSize);
    EXPECT_EQ(encode(PrivateRecord{}).size(), kPrivateRecordSize);
    EXPECT_EQ(decode_private_record(encode(record)), record);
}

TEST(PrivateRecord, RefusesOctetsThatItWouldNotWrite) {
    const std::string octets = encode(some_record());
    EXPECT_FALSE(decode_private_record(octets.substr(1)));
    EXPECT_FALSE(decode_private_record(octets + "x"));
    EXPECT_FALSE(decode_private_record(std::string(kPrivateRecordSize, '\0'))) << "that is a dummy";
    struct { std::size_t offset; char value; } const wrong[] = {
        {0, 2}, {1, 0}, {1, 7}, {2, 8}, {3, 0}, {3, 8}, {112, 5}, {112, 99}, {113, 0}, {113, 3},
        {114, 7}, {115, 1}, {119, 1}, {87, 'x'}, {511, 'x'}};
    for (const auto& [offset, value] : wrong) {
        std::string altered = octets;
        altered[offset] = value;
        EXPECT_FALSE(decode_private_record(altered)) << offset << '=' << int{value};
    }
}

TEST(PrivateRecord, SurvivesRandomOctets) {
    std::mt19937 random(4);
    for (int round = 0; round < 2000; ++round) {
        std::string octets = encode(some_record());
        for (int flips = 0; flips < 3; ++flips) octets[random() % octets.size()] = static_cast<char>(random());
        const auto record = decode_private_record(octets);
        if (record) {
            EXPECT_EQ(encode(*record), octets);
        }
    }
}

TEST(PrivateRecord, DescribesAnActCoarsely) {
    policy::Decision decision;
    decision.legal_basis = std::string(167, 'x') + "\xc3\xa6" + "tail";
    for (int i = 0; i < 20; ++i) decision.rules.push_back("ISP-" + std::to_string(i) + ".rule");
    const policy::Act act{.actor = policy::Principal::staff(1000), .subject = AccountId{7},
                          .action = policy::Action::administer_accounts,
                          .purpose = policy::Purpose::administration,
                          .channel = policy::Channel::control, .outcome = policy::Outcome::refused,
                          .moment = 1'773'500'966, .most_objects = 57, .decision = decision};
    const PrivateRecord record = describe(act);
    EXPECT_EQ(record.moment, 1'773'500'400) << "15:09:26 becomes 15:00";
    EXPECT_EQ(record.band, band_of(57));
    EXPECT_EQ(record.legal_basis, std::string(167, 'x')) << "no half characters";
    EXPECT_TRUE(record.legal_basis_cut);
    EXPECT_TRUE(record.rules_cut);
    EXPECT_EQ(decode_private_record(encode(record)), record);
}

TEST(PrivateRecord, EndsATextAtANul) {
    policy::Decision decision;
    decision.rules = {std::string("a\0b", 3)};
    policy::Act act{policy::Principal::founder(), AccountId{0}, policy::Action::backup,
                    policy::Purpose::backup, policy::Channel::job, policy::Outcome::granted, 0, 0, decision};
    const PrivateRecord record = describe(act);
    EXPECT_EQ(record.rules, "a");
    EXPECT_EQ(decode_private_record(encode(record)), record);
}

TEST(Retention, RoundsAndBandsAndEndsTerms) {
    EXPECT_EQ(rounded_moment(RetentionClass::staff_access, 899), 0);
    EXPECT_EQ(rounded_moment(RetentionClass::staff_access, 900), 900);
    EXPECT_EQ(rounded_moment(RetentionClass::staff_access, -1), -900);
    EXPECT_EQ(rounded_moment(RetentionClass::legal, 119), 60);
    struct { std::uint64_t objects; int band; } const bands[] = {
        {0, 0}, {1, 1}, {2, 2}, {10, 2}, {11, 3}, {100, 3}, {101, 4}, {1000, 4}, {1001, 5},
        {10'000, 5}, {10'001, 6}, {UINT64_MAX, 6}};
    for (const auto& [objects, band] : bands) EXPECT_EQ(band_of(objects), band) << objects;
    // Staff access of March 2026 is kept until the end of March 2027.
    EXPECT_EQ(end_of_term(RetentionClass::staff_access, {2026, 3}), 1'806'537'600);
    EXPECT_EQ(end_of_term(RetentionClass::rulebook, {2026, 12}), 1'956'528'000) << "2032-01-01";
    EXPECT_FALSE(end_of_term(RetentionClass::consent, {2026, 3}));
    EXPECT_EQ(to_string(month_of(1'773'500'966)), "2026-03");
    EXPECT_EQ(day_of(1'773'500'966), Day{20'526});
    EXPECT_EQ(end_of_tally_term(Day{0}), 31 * kSecondsPerDay);
}

// The example of the specification of signed notes.
constexpr const char* kVerifierKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
constexpr const char* kNote =
    "This is an example message.\n\n\xe2\x80\x94 example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

TEST(SignedNote, OpensTheExampleOfItsSpecification) {
    const auto verifier = NoteVerifier::from(kVerifierKey);
    ASSERT_TRUE(verifier);
    EXPECT_EQ(verifier->open(kNote), "This is an example message.\n");
}

TEST(SignedNote, RefusesEveryAlteredOctet) {
    const auto verifier = NoteVerifier::from(kVerifierKey);
    const std::string note = kNote;
    for (std::size_t i = 0; i < note.size(); ++i) {
        std::string altered = note;
        altered[i] = static_cast<char>(altered[i] ^ 1);
        EXPECT_FALSE(verifier->open(altered)) << i;
    }
    EXPECT_FALSE(verifier->open(note.substr(0, note.size() - 1)));
    EXPECT_FALSE(verifier->open(""));
    EXPECT_FALSE(verifier->open("\n\n"));
}

TEST(SignedNote, IgnoresOtherKeysAndLimitsTheirNumber) {
    const auto verifier = NoteVerifier::from(kVerifierKey);
    const NoteSigner other("example.com/other", Secret::copy_of(std::string(32, 's')));
    const std::string line = other.sign("x\n").substr(3);
    std::string note = kNote;
    for (int i = 0; i < 15; ++i) note += line;
    EXPECT_TRUE(verifier->open(note));
    EXPECT_FALSE(verifier->open(note + line)) << "17 signatures";
    EXPECT_FALSE(verifier->open(other.sign("This is an example message.\n")));
}

TEST(SignedNote, SignsWhatItsVerifierKeyOpens) {
    const NoteSigner signer("postvern.test/ledger", Secret::copy_of(std::string(32, 's')));
    const auto verifier = NoteVerifier::from(signer.verifier_key());
    ASSERT_TRUE(verifier);
    EXPECT_EQ(verifier->open(signer.sign("a\n\nb\n")), "a\n\nb\n");
    EXPECT_THROW((void)signer.sign("no newline"), std::logic_error);
    EXPECT_THROW(NoteSigner("a b", Secret::copy_of(std::string(32, 's'))), std::logic_error);
    EXPECT_THROW(NoteSigner("a", Secret::copy_of("short")), std::logic_error);
    for (const char* bad : {"", "a", "a+b", "a+00000000+AAAA", "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"}) {
        EXPECT_FALSE(NoteVerifier::from(bad)) << bad;
    }
}

// The example of the specification of checkpoints.
TEST(Checkpoint, ReadsTheExampleOfItsSpecification) {
    const auto note = parse_note(
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "\xe2\x80\x94 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/"
        "Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n");
    ASSERT_TRUE(note);
    const auto checkpoint = parse_checkpoint(note->text);
    ASSERT_TRUE(checkpoint);
    EXPECT_EQ(checkpoint->origin, "example.com/behind-the-sofa");
    EXPECT_EQ(checkpoint->size, 20'852'163U);
    EXPECT_EQ(base64(merkle::octets(checkpoint->root)), "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=");
    EXPECT_EQ(text_of(*checkpoint), note->text);
    ASSERT_EQ(note->signatures.size(), 1U);
    EXPECT_EQ(note->signatures[0].name, checkpoint->origin);
}

// "/tile/<L>/x001/x234/067": the example of the specification of tiles.
TEST(TileName, IsWrittenAsItsSpecificationShowsIt) {
    EXPECT_EQ((TileName{0, 1'234'067, kTileWidth}.path()), "tile/0/x001/x234/067");
    EXPECT_EQ((TileName{2, 5, 17}.path()), "tile/2/005.p/17");
    EXPECT_EQ((TileName{std::nullopt, 999, kTileWidth}.path()), "tile/entries/999");
    EXPECT_EQ((TileName{std::nullopt, 1000, 1}.path()), "tile/entries/x001/000.p/1");
}

TEST(Checkpoint, ReadsOnlyWhatItWrites) {
    Checkpoint checkpoint{"postvern.test/ledger", 20'852'163, {}, {}};
    checkpoint.root.fill(7);
    EXPECT_EQ(parse_checkpoint(text_of(checkpoint)), checkpoint);
    checkpoint.extensions = {"content commits 9"};
    EXPECT_EQ(parse_checkpoint(text_of(checkpoint)), checkpoint);
    const std::string root = base64(merkle::octets(checkpoint.root));
    for (const std::string& text :
         {std::string(), std::string("o\n1\n"), "o\n01\n" + root + "\n", "o\n-1\n" + root + "\n",
          "o\n+1\n" + root + "\n", "o\n1x\n" + root + "\n", "o\n18446744073709551616\n" + root + "\n",
          "\n1\n" + root + "\n", std::string("o\n1\nAAAA\n"), "o\n1\n" + root, "o\n1\n" + root + "\n\n"}) {
        EXPECT_FALSE(parse_checkpoint(text)) << text;
    }
}

TEST(SealedEntry, OpensOnlyAsItself) {
    const Secret index = Secret::random(32);
    const Secret key = Secret::random(32);
    const SealedEntry entry = seal_entry(some_record(), index, 42, key);
    const SealedEntry other = seal_entry(PrivateRecord{}, index, 43, key);
    EXPECT_EQ(entry.sealed.size(), 573U);
    EXPECT_EQ(entry.key_reference.size(), 36U);
    EXPECT_EQ(entry.sealed.size(), other.sealed.size());
    EXPECT_NE(entry.commitment, seal_entry(some_record(), index, 42, key).commitment) << "hiding";
    EXPECT_EQ(key_id_of(entry, index), 42);
    EXPECT_EQ(open_entry(entry, key), some_record());
    EXPECT_THROW((void)open_entry(entry, Secret::random(32)), StorageError);
    SealedEntry swapped = entry;
    swapped.sealed = other.sealed;
    EXPECT_THROW((void)open_entry(swapped, key), StorageError);
    swapped.key_reference = other.key_reference;
    EXPECT_THROW((void)key_id_of(swapped, index), StorageError);
}

}  // namespace
}  // namespace postvern::records::ledger
