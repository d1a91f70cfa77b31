// What outsiders attest: accepted, refused, asked for before anything is given out, and found when
// it was changed.
#include "records/attestations.hpp"

#include <gmock/gmock.h>

#include "compliance/verify/verifier.hpp"
#include "records/base64.hpp"
#include "records/ledger/checkpoint.hpp"
#include "records/ledger/site_keys.hpp"
#include "records/ledger/tree_store.hpp"
#include "records/merkle/tree.hpp"
#include "records/sql/statement.hpp"
#include "tests/records/ledger/attested_house.hpp"

namespace postvern::records::ledger {
namespace {

namespace verify = compliance::verify;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

TEST_F(LedgerAttestations, WithoutAQuorumTheCheckpointIsGivenOutAtOnceAndGrowsByItsCosignatures) {
    Ledger ledger(witnessed(0), keys);
    ledger.publish_now();
    const std::string bare = ledger.head();
    EXPECT_EQ(size_of(bare), 32U);
    EXPECT_EQ(published(), bare);
    EXPECT_THAT(ledger.attestations().accept(cosigned(ledger, two)), ElementsAre(two.name()));
    EXPECT_EQ(ledger.head(), bare + two.cosign(bare, kMoment));
    EXPECT_EQ(published(), ledger.head());
    EXPECT_EQ(ledger.prove(3).checkpoint, ledger.head());
    EXPECT_EQ(ledger.attestations().cosigned_by(0), 0U);
    EXPECT_EQ(ledger.attestations().cosigned_by(1), 32U);
    EXPECT_EQ(ledger.standing_fault(), std::nullopt);
    EXPECT_EQ(Ledger::verify(data, keys_directory, keys).cosignatures, 1U);
    EXPECT_EQ(fault(), "sound");
}

TEST_F(LedgerAttestations, WithAQuorumOnlyWhatBearsItIsGivenOut) {
    Ledger ledger(witnessed(2), keys);
    record(ledger, act());
    ledger.publish_now();
    EXPECT_EQ(ledger.head(), "");
    EXPECT_EQ(published(), "");
    EXPECT_THROW((void)ledger.prove(0), NotFound);
    ledger.attestations().accept(cosigned(ledger, one));
    EXPECT_EQ(ledger.head(), "");
    ledger.attestations().accept(cosigned(ledger, two));
    EXPECT_EQ(size_of(ledger.head()), 32U);
    EXPECT_EQ(published(), ledger.head());

    // Entries and batches go on meanwhile; what is given out stays whole.
    record(ledger, act());
    ledger.publish_now();
    EXPECT_EQ(size_of(ledger.head()), 32U);
    EXPECT_EQ(ledger.standing_fault(), std::nullopt);
    ledger.publish_now();
    EXPECT_THAT(ledger.standing_fault().value_or(""),
                HasSubstr("2 checkpoints wait for 2 of 2 witnesses; witness.example/one has "
                          "cosigned nothing since "
                          "2026-03-14 15:09 UTC"));
    EXPECT_THROW((void)ledger.prove(40), NotFound);
    EXPECT_EQ(size_of(ledger.prove(31).checkpoint), 32U);

    verify::Trust trust(verify::parse_key(ledger.verifier_key()),
                        {verify::parse_key(one.verifier_key(), verify::Kind::witness),
                         verify::parse_key(two.verifier_key(), verify::Kind::witness)},
                        2);
    EXPECT_EQ(verify::check_tiles(data / "tiles", trust).checkpoint.size, 32U);

    // Reached later, on the newest one.
    const std::string newest = ledger.attestations().newest().note;
    ledger.attestations().accept(newest + one.cosign(newest, kMoment) +
                                 two.cosign(newest, kMoment));
    EXPECT_EQ(size_of(ledger.head()), 96U);
    EXPECT_EQ(ledger.standing_fault(), std::nullopt);
    EXPECT_EQ(verify::check_tiles(data / "tiles", trust).checkpoint.size, 96U);
    EXPECT_EQ(fault(), "sound");
}

TEST_F(LedgerAttestations, AQuorumThatIsAskedForLaterTakesBackWhatBearsNone) {
    {
        Ledger ledger(witnessed(0), keys);
        ledger.publish_now();
        ledger.attestations().accept(cosigned(ledger, one));
        ledger.publish_now();
    }
    EXPECT_EQ(size_of(published()), 64U);
    {
        const Ledger ledger(witnessed(1), keys);
        EXPECT_EQ(size_of(ledger.head()), 32U);
        EXPECT_EQ(published(), ledger.head());
        EXPECT_EQ(fault(), "sound");
    }
    const Ledger ledger(witnessed(2), keys);
    EXPECT_EQ(ledger.head(), "");
    EXPECT_EQ(published(), "");
}

TEST_F(LedgerAttestations, WhoIsTrustedNoMoreIsNotCounted) {
    {
        Ledger ledger(witnessed(1), keys);
        ledger.publish_now();
        ledger.attestations().accept(cosigned(ledger, one));
        EXPECT_EQ(size_of(ledger.head()), 32U);
    }
    LedgerSettings changed = witnessed(1);
    changed.attestors.witnesses = {two.verifier_key()};
    const Ledger ledger(changed, keys);
    EXPECT_EQ(ledger.head(), "");
}

TEST_F(LedgerAttestations, RefusesWhatIsNotACosignatureOfItsCheckpoints) {
    Ledger ledger(witnessed(1), keys);
    ledger.publish_now();
    auto& attestations = ledger.attestations();
    const std::string note = attestations.newest().note;
    const auto moment = static_cast<std::uint64_t>(kMoment);
    const TestWitness stranger("witness.example/stranger", 's');
    const TestWitness pretender("witness.example/one", 'p');
    std::string altered = one.cosign(note, moment);
    altered[altered.size() - 10] = altered[altered.size() - 10] == 'A' ? 'B' : 'A';
    std::string other = note;
    other.replace(other.find("\n32\n"), 4, "\n33\n");
    const SiteKeys site(keys);
    const std::string fork =
        site.signer().sign(text_of({site.origin(), 32, merkle::empty_root(), {}}));
    const std::string future =
        site.signer().sign(text_of({site.origin(), 64, merkle::empty_root(), {}}));
    struct {
        std::string note;
        const char* why;
    } const cases[] = {
        {"", "is no checkpoint"},
        {"nonsense", "is no checkpoint"},
        {note, "no cosignature"},
        {note + stranger.cosign(note, moment), "no cosignature"},
        {note + pretender.cosign(note, moment), "no cosignature"},
        {note + altered, "does not verify"},
        {note + one.cosign("another tree\n\n", moment), "does not verify"},
        {note + one.cosign(note, moment + 301), "of the future"},
        {note + one.cosign(note, moment) + "nonsense\n", "is no checkpoint"},
        {other + one.cosign(other, moment), "is no checkpoint that this access record signed"},
        {fork + one.cosign(fork, moment), "is no checkpoint of this access record"},
        {future + one.cosign(future, moment), "is no checkpoint of this access record"},
    };
    for (const auto& [text, why] : cases) {
        EXPECT_THAT(refusal([&, &note = text] { attestations.accept(note); }), HasSubstr(why)) << text;
    }
    EXPECT_EQ(ledger.head(), "");
    EXPECT_EQ(Ledger::verify(data, keys_directory, keys).cosignatures, 0U);
    attestations.accept(note + stranger.cosign(note, moment) + one.cosign(note, moment + 300));
    EXPECT_EQ(ledger.head(), note + one.cosign(note, moment + 300))
        << "strangers are not passed on";
}

TEST_F(LedgerAttestations, AsksAWitnessWithTheProofFromWhatItSaw) {
    Ledger ledger(witnessed(0), keys);
    for (int batch = 0; batch < 3; ++batch) ledger.publish_now();
    const SignedCheckpoint head = ledger.attestations().newest();
    EXPECT_EQ(ledger.attestations().question_to_witness(head, 0), "old 0\n\n" + head.note);
    EXPECT_EQ(ledger.attestations().question_to_witness(head, 96), "old 96\n\n" + head.note);
    EXPECT_THROW((void)ledger.attestations().question_to_witness(head, 97), std::out_of_range);

    sql::Connection connection(database(), sql::Access::read_only);
    const TreeStore tree(connection);
    for (const std::uint64_t old : {1U, 31U, 32U, 33U, 64U, 95U}) {
        std::string question = ledger.attestations().question_to_witness(head, old);
        const std::string begin = "old " + std::to_string(old) + '\n';
        ASSERT_THAT(question, StartsWith(begin));
        merkle::ConsistencyProof proof;
        std::string_view rest = std::string_view(question).substr(begin.size());
        for (; !rest.starts_with('\n'); rest.remove_prefix(rest.find('\n') + 1)) {
            proof.push_back(merkle::hash_from(*from_base64(rest.substr(0, rest.find('\n')))));
        }
        EXPECT_EQ(rest, '\n' + head.note);
        EXPECT_TRUE(merkle::proves_consistency(proof, old, merkle::Tree(tree, old).root(), 96,
                                               merkle::Tree(tree, 96).root()));
    }
}

TEST_F(LedgerAttestations, TellsWhichWitnessObjectsAlsoWithoutAQuorum) {
    Ledger ledger(witnessed(0), keys);
    ledger.publish_now();
    ledger.attestations().report(1, WitnessTrouble{WitnessTrouble::Kind::silent, "it is down"});
    EXPECT_EQ(ledger.standing_fault(), std::nullopt);
    ledger.attestations().report(
        1, WitnessTrouble{WitnessTrouble::Kind::objects, "it saw another tree"});
    EXPECT_EQ(ledger.standing_fault(),
              "witness.example/two has never cosigned (it saw another tree)");
    const auto states = ledger.attestations().witnesses();
    ASSERT_EQ(states.size(), 2U);
    EXPECT_FALSE(states[0].trouble);
    EXPECT_EQ(states[1].trouble->what, "it saw another tree");
    ledger.attestations().report(1, {});
    EXPECT_EQ(ledger.standing_fault(), std::nullopt);
}

TEST_F(LedgerAttestations, AreFoundWhenTheyWereChanged) {
    {
        Ledger ledger(witnessed(0), keys);
        ledger.publish_now();
        ledger.attestations().accept(cosigned(ledger, one));
    }
    std::filesystem::copy(data, directory / "sound", std::filesystem::copy_options::recursive);
    struct {
        const char *change, *fault;
    } const changes[] = {
        {"UPDATE cosignatures SET moment = moment + 1",
         "cosignature of size 32: the cosignature of witness.example/one"},
        {"UPDATE cosignatures SET size = 33",
         "cosignature of size 33: there is no such checkpoint"},
        {"UPDATE cosignatures SET line = replace(line, 'A', 'B')", "cosignature of size 32: "},
        {"UPDATE cosignatures SET witness = 'nobody'",
         "cosignature of size 32: is of no witness's key"},
    };
    for (const auto& [statement, position] : changes) {
        change(statement);
        EXPECT_THAT(fault(), StartsWith(position)) << statement;
        std::filesystem::remove_all(data);
        std::filesystem::copy(directory / "sound", data, std::filesystem::copy_options::recursive);
    }
    EXPECT_EQ(fault(), "sound");
}

}  // namespace
}  // namespace postvern::records::ledger
