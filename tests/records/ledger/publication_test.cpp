#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <set>
#include <thread>

#include "records/ledger/anchor.hpp"
#include "records/ledger/checkpoint.hpp"
#include "records/ledger/site_keys.hpp"
#include "records/ledger/tree_store.hpp"
#include "records/merkle/tree.hpp"
#include "records/sql/statement.hpp"
#include "tests/records/ledger/house.hpp"

namespace postvern::records::ledger {
namespace {

using testing::HasSubstr;

class LedgerPublication : public House {
  protected:
    Checkpoint head_of(const Ledger& ledger) {
        const auto verifier = NoteVerifier::from(ledger.verifier_key());
        return open_checkpoint(*verifier, ledger.head()).value();
    }
    static std::string content(const std::filesystem::path& file) {
        std::ifstream stream(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }
};

TEST_F(LedgerPublication, PublishesExactlyOneBatchAndLetsTheRestWait) {
    Ledger ledger(settings(), keys);
    EXPECT_EQ(ledger.head(), "");
    for (int i = 0; i < 40; ++i) record(ledger, act());
    ledger.publish_now();
    EXPECT_EQ(head_of(ledger).size, 32U);
    EXPECT_EQ(places().size(), 28U) << "four places of a batch are the restricted stream's";
    EXPECT_EQ(places().rbegin()->first, 28) << "the first come";
    ledger.publish_now();
    EXPECT_EQ(head_of(ledger).size, 64U);
    const auto placed = places();
    EXPECT_EQ(placed.size(), 40U);
    for (const auto& [sequence, leaf] : placed) EXPECT_EQ(leaf / 32, sequence > 28 ? 1 : 0) << sequence;
    const auto examination = Ledger::verify(data, keys_directory, keys);
    EXPECT_EQ(examination.fault, std::nullopt);
    EXPECT_EQ(examination.entries, 40U);
    EXPECT_EQ(examination.opened, 40U);
    EXPECT_EQ(examination.dummies, 24U);
    EXPECT_EQ(examination.checkpoints, 2U);
    EXPECT_EQ(examination.leaves, 64U);
}

TEST_F(LedgerPublication, PublishesDummiesThatTheKeyOpens) {
    Ledger ledger(settings(), keys);
    ledger.publish_now();
    const SiteKeys site(keys);
    const SiteKeys elsewhere{MemoryKeys(std::string(32, 'x'))};
    std::set<std::string> leaves;
    for (std::uint64_t i = 0; i < 32; ++i) {
        const auto leaf = decode_leaf(ledger.prove(i).leaf);
        ASSERT_TRUE(leaf);
        EXPECT_EQ(*leaf, site.dummy(i, Day{20'526}));
        EXPECT_NE(*leaf, elsewhere.dummy(i, Day{20'526}));
        leaves.insert(encode(*leaf));
    }
    EXPECT_EQ(leaves.size(), 32U);
}

TEST_F(LedgerPublication, ProvesEachLeafAgainstTheHead) {
    Ledger ledger(settings(), keys);
    record(ledger, act());
    for (int i = 0; i < 3; ++i) ledger.publish_now();
    const Checkpoint head = head_of(ledger);
    EXPECT_EQ(head.size, 96U);
    EXPECT_EQ(head.origin, "postvern.00112233445566778899aabbccddeeff/ledger");
    for (std::uint64_t i = 0; i < head.size; ++i) {
        const LeafProof proof = ledger.prove(i);
        EXPECT_EQ(proof.checkpoint, ledger.head());
        EXPECT_TRUE(merkle::proves_inclusion(proof.path, merkle::leaf_hash(proof.leaf), i, head.size, head.root));
    }
    EXPECT_THROW((void)ledger.prove(96), NotFound);
    const std::string text = ledger.prove(5).text();
    EXPECT_THAT(text, testing::MatchesRegex("c2sp.org/tlog-proof@v1\nextra [A-Za-z0-9+/=]{88}\nindex 5\n.*"));
    EXPECT_THAT(text, testing::EndsWith("\n\n" + ledger.head()));
}

TEST_F(LedgerPublication, GoesOnWithTheSameTreeAfterARestart) {
    for (int i = 0; i < 5; ++i) {
        Ledger ledger(settings(), keys);
        record(ledger, act());
        ledger.publish_now();
        EXPECT_EQ(head_of(ledger).size, 32U * static_cast<unsigned>(i + 1));
    }
    EXPECT_EQ(Ledger::verify(data, keys_directory, keys).fault, std::nullopt);
}

TEST_F(LedgerPublication, PublishesOnItsCadence) {
    LedgerSettings quick = settings();
    quick.batch_interval = std::chrono::milliseconds(5);
    quick.batch_size = 4;
    Ledger ledger(quick, keys);
    while (ledger.head().empty()) std::this_thread::yield();  // ends by the test's time limit
    EXPECT_EQ(head_of(ledger).size % 4, 0U);
}

TEST_F(LedgerPublication, AnchorsTheHeadOutsideOfTheData) {
    Ledger ledger(settings(), keys);
    content_commits = 17;
    key_commits = 3;
    ledger.publish_now();
    const auto anchored = Anchor(anchor()).read(*NoteVerifier::from(ledger.verifier_key()));
    ASSERT_TRUE(anchored);
    EXPECT_EQ(anchored->checkpoint, head_of(ledger));
    EXPECT_EQ(anchored->commits, (StoreCommits{17, 3}));
    EXPECT_EQ(std::filesystem::status(anchor()).permissions(), std::filesystem::perms(0600));
    EXPECT_FALSE(std::filesystem::exists(anchor().string() + ".new"));
}

TEST_F(LedgerPublication, TellsOfAnAnchorThatCannotBeWrittenAndCatchesUp) {
    Ledger ledger(settings(), keys);
    std::filesystem::create_directory(anchor().string() + ".new");
    EXPECT_THROW(ledger.publish_now(), Unavailable);
    record(ledger, act());  // entries do not wait for the anchor
    std::filesystem::remove(anchor().string() + ".new");
    ledger.publish_now();
    EXPECT_EQ(Ledger::verify(data, keys_directory, keys).fault, std::nullopt);
}

// --- Roll-back ------------------------------------------------------------------------------------

class LedgerRollback : public LedgerPublication {
  protected:
    // A store of one batch, saved; then one more batch and commit of content.
    void SetUp() override {
        {
            Ledger ledger(settings(), keys);
            record(ledger, act());
            ledger.publish_now();
        }
        std::filesystem::copy(data, directory / "saved");
        content_commits = 5;
        key_commits = 9;
        Ledger ledger(settings(), keys);
        record(ledger, act());
        ledger.publish_now();
        head = head_of(ledger);
    }
    void roll_back() {
        std::filesystem::remove_all(data);
        std::filesystem::copy(directory / "saved", data);
    }
    std::string refusal() {
        try {
            Ledger ledger(settings(), keys);
        } catch (const StorageError& error) {
            return error.what();
        }
        return "opened";
    }
    Checkpoint head;
};

TEST_F(LedgerRollback, OpensWhenNothingWasRolledBack) { EXPECT_EQ(refusal(), "opened"); }

TEST_F(LedgerRollback, RefusesAnOlderLedgerAndNamesTheCheckpoint) {
    roll_back();
    EXPECT_THAT(refusal(), HasSubstr(to_string(head)));
    EXPECT_THAT(refusal(), HasSubstr("postvern restore"));
    EXPECT_THAT(Ledger::verify(data, keys_directory, keys).fault.value_or(""), HasSubstr("rolled back"));
}

TEST_F(LedgerRollback, RefusesALedgerThatIsGone) {
    std::filesystem::remove_all(data);
    std::filesystem::create_directory(data);
    EXPECT_THAT(refusal(), HasSubstr(to_string(head)));
}

TEST_F(LedgerRollback, RefusesAnotherHistoryOfTheSameLength) {
    const auto kept = content(anchor());
    roll_back();
    std::filesystem::remove(anchor());
    {
        // The same site goes another way from the saved state on.
        Anchor saved(anchor());
        const SiteKeys site(keys);
        sql::Connection connection(database(), sql::Access::read_only);
        TreeStore tree(connection);
        saved.write(site.signer(), {{site.origin(), 32, merkle::Tree(tree, 32).root(), {}}, {}, 0});
    }
    {
        Ledger ledger(settings(), keys);
        record(ledger, act(AccountId{66}));
        ledger.publish_now();
    }
    std::ofstream(anchor(), std::ios::binary) << kept;
    EXPECT_THAT(refusal(), HasSubstr("another root"));
}

TEST_F(LedgerRollback, RefusesContentThatLostCommits) {
    content_commits = 4;
    EXPECT_THAT(refusal(), HasSubstr("after 5 commits of content, the store holds 4"));
}

TEST_F(LedgerRollback, RefusesKeysThatLostCommits) {
    key_commits = 8;
    EXPECT_THAT(refusal(), HasSubstr("after 9 commits of keys, keys.db holds 8"));
}

TEST_F(LedgerRollback, RefusesWithoutItsAnchorOrWithADamagedOne) {
    std::filesystem::rename(anchor(), directory / "anchor");
    EXPECT_THAT(refusal(), HasSubstr("is missing"));
    std::string note = content(directory / "anchor");
    note[note.size() / 2] = static_cast<char>(note[note.size() / 2] ^ 1);
    std::ofstream(anchor(), std::ios::binary) << note;
    EXPECT_THAT(refusal(), HasSubstr("checkpoint: is damaged"));
}

TEST_F(LedgerRollback, BringsUpAnAnchorThatLagsBehind) {
    const auto lagging = content(anchor());
    {
        Ledger ledger(settings(), keys);
        ledger.publish_now();
    }
    const auto newest = content(anchor());
    std::ofstream(anchor(), std::ios::binary) << lagging;  // a crash between commit and anchor
    EXPECT_EQ(refusal(), "opened");
    EXPECT_EQ(content(anchor()), newest);
}

TEST_F(LedgerRollback, GoesOnAfterARecordedRestore) {
    roll_back();
    content_commits = 2;
    key_commits = 2;
    policy::Act restore = act(policy::kNoAccount);
    restore.action = policy::Action::restore;
    restore.purpose = policy::Purpose::backup;
    Ledger::acknowledge_restore(settings(), keys, restore);
    EXPECT_EQ(refusal(), "opened");
    const auto examination = Ledger::verify(data, keys_directory, keys);
    EXPECT_EQ(examination.fault, std::nullopt);
    EXPECT_EQ(examination.leaves, 64U);
    EXPECT_EQ(places().at(2) / 32, 1) << "the restore has a leaf";
}

TEST_F(LedgerRollback, RefusesToBeOpenedWithAnotherSitesKeys) {
    MemoryKeys other(std::string(32, 'o'));
    EXPECT_THROW(Ledger(settings(), other), StorageError);
}

}  // namespace
}  // namespace postvern::records::ledger
