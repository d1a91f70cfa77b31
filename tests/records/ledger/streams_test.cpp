#include <gmock/gmock.h>

#include <fstream>

#include "compliance/verify/stream.hpp"
#include "records/ledger/daily_heads.hpp"
#include "records/ledger/leaf.hpp"
#include "records/ledger/lookup_tag.hpp"
#include "records/ledger/tree_store.hpp"
#include "tests/records/ledger/gated_house.hpp"
#include "tests/records/ledger/house.hpp"

namespace postvern::records::ledger {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr AccountId kOwner{3};

class LedgerStreams : public GatedHouse {
  protected:
    // A legal officer's step in a request for data.
    policy::Act step(std::uint64_t number, std::vector<AccountId> accounts, bool owners_told = false) {
        policy::Act step = act(policy::kNoAccount);
        step.action = policy::Action::read_case;
        step.purpose = policy::Purpose::legal_request;
        step.legal_case = policy::ActInCase{number, std::move(accounts), owners_told};
        return step;
    }
    static std::vector<std::string> operations(const std::vector<RecordedAct>& acts) {
        std::vector<std::string> operations;
        for (const RecordedAct& act : acts) {
            if (act.operation != "review") operations.push_back(act.operation);  // the test's own looking
        }
        return operations;
    }
    std::vector<std::string> owner_sees(unsigned account = 3) {
        return operations(ledger->entries(owner_reading(account), {}));
    }
};

TEST_F(LedgerStreams, ShowNobodyACaseWhoseOwnersWereNotTold) {
    open(settings());
    record(*ledger, step(5, {kOwner, AccountId{4}}));
    record(*ledger, act(kOwner));
    EXPECT_THAT(owner_sees(), ElementsAre("administer_accounts"));
    EXPECT_THAT(owner_sees(4), IsEmpty());
    EXPECT_THAT(operations(ledger->entries(reading(*gate), {})),
                testing::Not(testing::Contains("read_case")));
    // Whoever reviews the case finds it, of each account that it is about, and no other's.
    const auto reviewed = ledger->entries(reviewing(5), {});
    EXPECT_THAT(operations(reviewed), ElementsAre("read_case", "read_case"));
    EXPECT_NE(reviewed[0].subject, reviewed[1].subject);
    EXPECT_THAT(operations(ledger->entries(reviewing(6), {})), IsEmpty());
}

TEST_F(LedgerStreams, ShowACaseThatIsNotOpenedYetToItsReviewersOnly) {
    open(settings());
    record(*ledger, step(0, {}));
    EXPECT_THAT(operations(ledger->entries(reading(*gate), {})),
                testing::Not(testing::Contains("read_case")));
    EXPECT_THAT(operations(ledger->entries(reviewing(0), {})), ElementsAre("read_case"));
}

TEST_F(LedgerStreams, ShowAPersonTheStepsOfACaseAtTheirOriginalPlacesOnceTold) {
    std::vector<std::uint64_t> told;
    auto given = settings();
    given.told_cases = [&told](std::optional<AccountId>) { return told; };
    open(given);
    record(*ledger, step(5, {kOwner}));
    record(*ledger, step(6, {kOwner}));
    ledger->publish_now();
    const auto place = places().at(1);
    EXPECT_THAT(owner_sees(), IsEmpty());
    EXPECT_THROW((void)ledger->export_entry(owner_reading(3), 1), NotFound);
    told = {5};
    const auto shown = ledger->entries(owner_reading(3), {});
    EXPECT_THAT(operations(shown), ElementsAre("read_case"));
    EXPECT_EQ(shown[0].leaf, place);
    EXPECT_EQ(ledger->export_entry(owner_reading(3), 1).proof.index, static_cast<std::uint64_t>(place));
    told = {6};
    EXPECT_EQ(ledger->entries(owner_reading(3), {})[0].leaf, places().at(2));
}

TEST_F(LedgerStreams, PutStepsIntoTheVisibleOneOnceTheOwnersWereTold) {
    open(settings());
    record(*ledger, step(5, {kOwner}, true));
    EXPECT_THAT(owner_sees(), ElementsAre("read_case"));
}

TEST_F(LedgerStreams, GrantACaseWhenAllEntriesOfItAreDurableOnly) {
    open(settings());
    record(*ledger, act(kOwner));
    keys.refuse_new = true;  // the keys of the second account's entry cannot be made
    EXPECT_THROW(record(*ledger, step(5, {kOwner, AccountId{4}})), Unavailable);
}

// Numbers that owners are shown count what they are shown, whatever else there is.
TEST_F(LedgerStreams, NumberWhatAnOwnerSeesByWhatAnOwnerSees) {
    open(settings());
    for (int i = 0; i < 5; ++i) record(*ledger, act(AccountId{9}));
    record(*ledger, act(kOwner));
    record(*ledger, step(5, {kOwner}));
    record(*ledger, act(kOwner));
    const auto shown = ledger->entries(owner_reading(3), {});
    ASSERT_EQ(shown.size(), 2U);
    EXPECT_EQ(shown[0].sequence, 1U);
    EXPECT_EQ(shown[1].sequence, 2U);
    RecordFilter second;
    second.after_sequence = 1;
    EXPECT_EQ(ledger->entries(owner_reading(3), second).size(), 1U);
    ledger->publish_now();
    EXPECT_EQ(ledger->export_entry(owner_reading(3), 2).proof.index,
              static_cast<std::uint64_t>(places().rbegin()->second));
}

// --- Publication ------------------------------------------------------------------------------------

struct Published {
    std::vector<std::int64_t> visible_places;
    std::uint64_t leaves;
};

// A day's acts, with or without a case beside them; the same keys in both.
class LedgerSilence : public House {
  protected:
    Published run(const std::filesystem::path& name, std::size_t steps) {
        MemoryKeys same;
        same.repeatable = true;
        auto given = settings();
        given.data_directory = directory / name / "data";
        given.keys_directory = directory / name / "keys";
        std::filesystem::create_directories(given.data_directory);
        std::filesystem::create_directories(given.keys_directory);
        Published result{};
        {
            Ledger ledger(given, same);
            policy::Act step = act(policy::kNoAccount);
            step.action = policy::Action::extract;
            step.legal_case = policy::ActInCase{5, {kOwner}, false};
            for (int batch = 0; batch < 3; ++batch) {
                for (int i = 0; i < 30; ++i) {
                    if (static_cast<std::size_t>(i) < steps) record(ledger, step);
                    record(ledger, act(kOwner));
                }
                ledger.publish_now();
            }
        }
        sql::Connection connection(given.data_directory / "ledger.db", sql::Access::read_only);
        const TreeStore tree(connection);
        result.leaves = tree.size();
        // By its tag each entry of the visible stream is found, as the person finds it.
        const SiteKeys site(same);
        const auto key = same.find_record_key(stream_key_name(site.pseudonym_of(kOwner), Stream::visible));
        std::map<std::string, std::int64_t> by_tag;
        for (std::uint64_t leaf = 0; leaf < tree.size(); ++leaf) {
            by_tag[tree.leaf(leaf).substr(40, kTagSize)] = static_cast<std::int64_t>(leaf);
        }
        for (std::uint64_t count = 0; count < 90; ++count) {
            const LookupTag tag = tag_of(*key, count);
            const auto found = by_tag.find({reinterpret_cast<const char*>(tag.data()), tag.size()});
            result.visible_places.push_back(found == by_tag.end() ? -1 : found->second);
        }
        return result;
    }
};

TEST_F(LedgerSilence, LeavesEveryVisibleEntryWhereAndWhenItIsPublishedWithoutACase) {
    const Published without = run("without", 0);
    EXPECT_THAT(without.visible_places, testing::Contains(testing::Ge(0)).Times(84));
    for (const std::size_t steps : {std::size_t{1}, std::size_t{4}, std::size_t{30}}) {
        const Published with = run("with" + std::to_string(steps), steps);
        EXPECT_EQ(with.visible_places, without.visible_places) << steps;
        EXPECT_EQ(with.leaves, without.leaves) << steps;
    }
}

TEST_F(LedgerStreams, PublishVisibleEntriesWhateverWaitsInFrontOfThem) {
    auto given = settings();
    given.batch_size = 8;
    open(given);
    for (int i = 0; i < 600; ++i) record(*ledger, step(5, {kOwner}));
    record(*ledger, act(kOwner));
    ledger->publish_now();
    EXPECT_EQ(places().count(601), 1U);
}

// --- Daily heads ------------------------------------------------------------------------------------

class LedgerHeads : public GatedHouse {
  protected:
    LedgerHeads() {
        auto given = settings();
        given.accounts = [this] { return accounts; };
        open(given);
    }
    std::int64_t heads() {
        sql::Connection connection(database(), sql::Access::read_only);
        return sql::Statement(connection, "SELECT count(*) FROM daily_heads").integer().value();
    }
    std::vector<AccountId> accounts{kOwner, AccountId{4}};
};

TEST_F(LedgerHeads, AreMadeOnceADayBeforeItsFirstBatch) {
    ledger->publish_now();
    ledger->publish_now();
    EXPECT_EQ(heads(), 1);
    now += 86'400;
    ledger->publish_now();
    EXPECT_EQ(heads(), 2);
    now -= 86'400;  // a clock that was set back makes none
    ledger->publish_now();
    EXPECT_EQ(heads(), 2);
    const auto entries = ledger->entries(reading(*gate), {});
    EXPECT_EQ(std::count_if(entries.begin(), entries.end(),
                            [](const RecordedAct& act) { return act.operation == kDailyHead; }), 2);
    EXPECT_EQ(Ledger::verify(data, keys_directory, keys).fault, std::nullopt);
}

TEST_F(LedgerHeads, CommitToBothStreamsAndOpenTheVisibleOne) {
    policy::Act step = act(policy::kNoAccount);
    step.legal_case = policy::ActInCase{5, {kOwner}, false};
    for (int i = 0; i < 3; ++i) record(*ledger, act(kOwner));
    for (int i = 0; i < 2; ++i) record(*ledger, step);
    ledger->publish_now();
    for (int i = 0; i < 7; ++i) record(*ledger, act(kOwner));  // after the head
    const StreamProof proof = ledger->stream_proof(owner_reading(3));
    EXPECT_EQ(proof.count, 3U);
    EXPECT_EQ(proof.day, day_of(now));
    const HalfHead visible{proof.count, Secret::copy_of(proof.seed)};
    const auto leaf = merkle::leaf_hash(visible.commitment() + proof.other);
    const std::string root = proof.head.opening.substr(36 + 144 + kDailyHeadsAre.size(), 64);
    std::array<std::uint8_t, 32> stated{};
    for (std::size_t i = 0; i < 32; ++i) {
        stated[i] = static_cast<std::uint8_t>(std::stoi(root.substr(2 * i, 2), nullptr, 16));
    }
    EXPECT_TRUE(merkle::proves_inclusion(proof.path, leaf, proof.index, kFewestHeads, stated));
    const HalfHead fewer{2, Secret::copy_of(proof.seed)};
    EXPECT_FALSE(merkle::proves_inclusion(proof.path, merkle::leaf_hash(fewer.commitment() + proof.other),
                                          proof.index, kFewestHeads, stated));
}

TEST_F(LedgerHeads, AreOpenedToThoseWithoutEntriesToo) {
    ledger->publish_now();
    EXPECT_EQ(ledger->stream_proof(owner_reading(4)).count, 0U);
    EXPECT_EQ(ledger->stream_proof(owner_reading(4)).stream_key, "");
    EXPECT_THROW((void)ledger->stream_proof(owner_reading(5)), NotFound) << "it is newer than the heads";
}

TEST_F(LedgerHeads, OpenToWhatWasCommittedBeforeTheFirstEntry) {
    ledger->publish_now();
    record(*ledger, act(AccountId{4}));
    EXPECT_EQ(ledger->stream_proof(owner_reading(4)).count, 0U);
}

TEST_F(LedgerHeads, HaveOneSizeWhateverThereIs) {
    ledger->publish_now();
    const auto size = [this] { return ledger->stream_proof(owner_reading(3)).text().size(); };
    const auto without = size();
    policy::Act step = act(policy::kNoAccount);
    step.legal_case = policy::ActInCase{5, {kOwner}, false};
    for (int i = 0; i < 20; ++i) record(*ledger, step);
    now += 86'400;
    ledger->publish_now();
    const StreamProof later = ledger->stream_proof(owner_reading(3));
    EXPECT_EQ(later.count, 0U);
    // Index and number of the leaf are of up to so many digits; the leaf's path grows with the log.
    EXPECT_NEAR(static_cast<double>(later.text().size()), static_cast<double>(without), 8 + 45 * 2);
    EXPECT_EQ(later.path.size(), 6U);
    EXPECT_EQ(later.other.size(), 32U);
}

// By the program that shares nothing with the server.
TEST_F(LedgerHeads, LetAPersonFindEachOfTheirEntriesAmongThePublicLeaves) {
    namespace verify = compliance::verify;
    for (int i = 0; i < 5; ++i) record(*ledger, act(kOwner));
    ledger->publish_now();
    const verify::Trust trust(verify::parse_key(ledger->verifier_key()));
    const std::string text = ledger->stream_proof(owner_reading(3)).text();
    const verify::Stream stream = verify::open_stream(text, trust);
    EXPECT_EQ(stream.count, 5U);
    EXPECT_THAT(verify::missing_entries(stream, data / "tiles", trust), IsEmpty());

    const auto with = [&text](const std::string& old, const std::string& changed) {
        std::string other = text;
        const auto at = other.find(old);
        return at == std::string::npos ? other : other.replace(at, old.size(), changed);
    };
    const std::string day = "day " + std::to_string(static_cast<std::int32_t>(day_of(now)));
    for (const std::string& changed :
         {with("count 5", "count 4"), with("count 5", "count 6"), with(day, day + "0"), with("index ", "index 1"),
          with("index ", "index x"), with("seed ", "seed A"), with("\nkey ", "\nkey A"), with("other ", "other A"),
          with("postvern-stream@v1", "postvern-stream@v2"), with("\n\n", "\n"), text.substr(0, text.size() / 2),
          with("daily", "daily"), std::string()}) {
        if (changed == text) continue;
        EXPECT_THROW((void)verify::open_stream(changed, trust), verify::Fault) << changed;
    }
}

TEST_F(LedgerHeads, ShowAPersonThatEntriesAreMissing) {
    namespace verify = compliance::verify;
    for (int i = 0; i < 40; ++i) record(*ledger, act(kOwner));
    ledger->publish_now();  // of a batch 28 places are theirs
    ledger->publish_now();  // and here is the head
    const std::string head = ledger->stream_proof(owner_reading(3)).text();
    const verify::Trust trust(verify::parse_key(ledger->verifier_key()));
    std::filesystem::copy(data / "tiles", directory / "whole", std::filesystem::copy_options::recursive);
    EXPECT_THAT(verify::missing_entries(verify::open_stream(head, trust), directory / "whole", trust), IsEmpty());
    // As if the log had never had the last of them: the same commitment, and a key that gives other tags.
    verify::Stream stream = verify::open_stream(head, trust);
    stream.tags[7][0] = static_cast<char>(stream.tags[7][0] ^ 1);
    EXPECT_THAT(verify::missing_entries(stream, directory / "whole", trust), ElementsAre(7));
}

TEST_F(LedgerHeads, GoWithTheTermOfTheirEntries) {
    ledger->publish_now();
    ledger->purge(now);
    EXPECT_EQ(heads(), 1);
    now += 400 * std::int64_t{86'400};
    ledger->purge(now);
    EXPECT_EQ(heads(), 0);
    EXPECT_THROW((void)ledger->stream_proof(owner_reading(3)), NotFound);
}

}  // namespace
}  // namespace postvern::records::ledger
