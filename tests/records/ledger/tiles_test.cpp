// DATA_DIR/tiles: what it holds at every size, after a stop at any step, and when somebody changed
// it; read by a slow reference, by postvern-verify's own code and by Ledger::verify.
#include "records/ledger/tiles.hpp"

#include <gmock/gmock.h>

#include "compliance/verify/verifier.hpp"
#include "records/ledger/site_keys.hpp"
#include "tests/compliance/verify/reference_log.hpp"
#include "tests/records/ledger/house.hpp"

namespace postvern::records::ledger {
namespace {

namespace fs = std::filesystem;
namespace verify = compliance::verify;
using testing::HasSubstr;
using testing::StartsWith;

class LedgerTiles : public House {
  protected:
    fs::path tiles() const { return data / "tiles"; }
    fs::path tiles_file(const std::string& name) const { return tiles() / name; }

    // Publishes a batch of `count` leaves.
    void publish(std::uint32_t count) {
        LedgerSettings changed = settings();
        changed.batch_size = count;
        Ledger ledger(changed, keys);
        ledger.publish_now();
    }
    std::string checked() const {
        try {
            const auto found = verify::check_tiles(
                tiles(), verify::parse_key(SiteKeys(keys).signer().verifier_key()));
            return std::to_string(found.checkpoint.size) + (found.beyond > 0 ? " and more" : "");
        } catch (const verify::Fault& fault) {
            return fault.what();
        }
    }
    std::string fault() const {
        return Ledger::verify(data, keys_directory, keys).fault.value_or("sound");
    }

    reference::Leaves leaves() const {
        sql::Connection connection(database(), sql::Access::read_only);
        const TreeStore tree(connection);
        reference::Leaves leaves;
        for (std::uint64_t i = 0; i < tree.size(); ++i) leaves.push_back(tree.leaf(i));
        return leaves;
    }
    // As the definitions make it of ledger.db.
    reference::Files expected() const {
        sql::Connection connection(database(), sql::Access::read_only);
        sql::Statement select(connection, "SELECT size, note FROM checkpoints ORDER BY size");
        std::vector<std::size_t> sizes;
        std::string note;
        for (const auto& row : select.query()) {
            sizes.push_back(static_cast<std::size_t>(row.integer(0)));
            note = row.octets(1);
        }
        auto files = reference::files_of(leaves(), sizes);
        if (!note.empty()) files["checkpoint"] = note;
        return files;
    }
    std::mt19937 random{6962};
};

TEST_F(LedgerTiles, AreWhatTheDefinitionsMakeAtEverySize) {
    std::uint64_t size = 0;
    while (size < 1500) {
        const std::uint32_t batch = 1 + static_cast<std::uint32_t>(random() % 120);
        publish(batch);
        size += batch;
        ASSERT_EQ(reference::read(tiles()), expected()) << size;
        ASSERT_EQ(checked(), std::to_string(size));
        if (random() % 3 == 0) {
            ASSERT_EQ(fault(), "sound") << size;
        }
    }
    const auto examination = Ledger::verify(data, keys_directory, keys);
    EXPECT_EQ(examination.fault, std::nullopt);
    EXPECT_EQ(examination.tiles + 1, expected().size()) << "all but the checkpoint";
}

TEST_F(LedgerTiles, HaveAsManyLevelsAsTheyNeed) {
    publish(70'000);
    EXPECT_EQ(checked(), "70000");
    EXPECT_TRUE(fs::exists(tiles_file("tile/2/000.p/1")));
    EXPECT_EQ(fault(), "sound");
    publish(10);
    EXPECT_EQ(checked(), "70010");
    EXPECT_EQ(fault(), "sound");
}

TEST_F(LedgerTiles, AreMadeAnewWhereThereAreNone) {
    for (const std::uint32_t batch : {200U, 90U, 300U, 5U}) publish(batch);
    fs::remove_all(tiles());
    EXPECT_EQ(fault(), "sound") << "what was not published there is no fault";
    { Ledger ledger(settings(), keys); }
    EXPECT_EQ(reference::read(tiles()), expected());
    EXPECT_EQ(fs::status(tiles_file("tile/0/000")).permissions(), fs::perms(0644));
    EXPECT_EQ(fs::status(tiles_file("tile/0")).permissions(), fs::perms(0755));
}

TEST_F(LedgerTiles, AreMendedWhereAFileIsMissingOrShort) {
    for (const std::uint32_t batch : {200U, 90U, 300U, 5U}) publish(batch);
    fs::remove(tiles_file("tile/0/001"));
    fs::resize_file(tiles_file("tile/entries/000"), 100);
    fs::remove_all(tiles_file("tile/1"));
    fs::create_directory(tiles_file("tile/0/000.p"));
    std::ofstream(tiles_file("tile/0/000.p/200")) << "left behind";
    EXPECT_THAT(fault(), StartsWith("tiles/tile/entries/000: is not of 16896 octets"));
    { Ledger ledger(settings(), keys); }
    EXPECT_EQ(reference::read(tiles()), expected());
}

TEST_F(LedgerTiles, OfAnotherTreeAreMadeAnew) {
    publish(300);
    const fs::path saved = directory / "saved.db";
    fs::copy(database(), saved);
    publish(300);
    fs::copy_file(saved, database(), fs::copy_options::overwrite_existing);
    policy::Act restore = act(policy::kNoAccount);
    restore.action = policy::Action::restore;
    Ledger::acknowledge_restore(settings(), keys, restore);
    EXPECT_THAT(fault(), StartsWith("tiles/checkpoint: is of a larger tree"));
    { Ledger ledger(settings(), keys); }
    EXPECT_EQ(checked(), "332");
    EXPECT_EQ(reference::read(tiles()), expected());
    publish(300);
    EXPECT_EQ(checked(), "632");
}

TEST_F(LedgerTiles, WithoutASoundCheckpointAreMadeAnew) {
    publish(40);
    for (const char* text : {"", "nonsense"}) {
        std::ofstream(tiles_file("checkpoint")) << text;
        EXPECT_EQ(fault(), "tiles/checkpoint: its signature does not verify");
        { Ledger ledger(settings(), keys); }
        EXPECT_EQ(checked(), "40");
    }
    fs::remove(tiles_file("checkpoint"));
    EXPECT_EQ(fault(), "tiles/checkpoint: is missing");
    { Ledger ledger(settings(), keys); }
    EXPECT_EQ(checked(), "40");
}

TEST_F(LedgerTiles, ThatCannotBeWrittenHoldNothingUp) {
    publish(40);
    fs::rename(tiles(), directory / "aside");
    std::ofstream(tiles()) << "a file in the way";
    {
        Ledger ledger(settings(), keys);
        EXPECT_TRUE(ledger.standing_fault());
        record(ledger, act());
        EXPECT_THROW(ledger.publish_now(), Unavailable);
        fs::remove(tiles());
        ledger.publish_now();
    }
    EXPECT_EQ(checked(), "104") << "the batch that failed was published all the same";
    EXPECT_EQ(reference::read(tiles()), expected());
}

TEST_F(LedgerTiles, WithAnyBitChangedAreFoundAndNamed) {
    for (const std::uint32_t batch : {200U, 90U, 32U, 5U}) publish(batch);
    const auto files = reference::read(tiles());
    for (const auto& [name, octets] : files) {
        for (int round = 0; round < 12; ++round) {
            const std::size_t bit = random() % (octets.size() * 8);
            std::string altered = octets;
            altered[bit / 8] = static_cast<char>(altered[bit / 8] ^ 1 << bit % 8);
            reference::write(tiles_file(name), altered);
            ASSERT_THAT(fault(), StartsWith("tiles/" + name + ": ")) << "bit " << bit;
            ASSERT_THAT(checked(), HasSubstr(name)) << "bit " << bit;
        }
        reference::write(tiles_file(name), octets.substr(0, random() % octets.size()));
        ASSERT_THAT(fault(), StartsWith("tiles/" + name + ": "));
        ASSERT_THAT(checked(), HasSubstr(name));
        reference::write(tiles_file(name), octets);
    }
    std::string altered = files.at("tile/entries/001.p/71");
    altered[5 * 66 + 20] ^= 1;
    reference::write(tiles_file("tile/entries/001.p/71"), altered);
    EXPECT_EQ(fault(),
              "tiles/tile/entries/001.p/71: entry 5, of leaf 261 on, is not that of ledger.db");
}

// --- Stops ------------------------------------------------------------------------------------

struct Stop : std::exception {};

class StoppedTiles : public LedgerTiles {
  protected:
    // Brings the tiles up, stopping before change number `steps` of the disk; whether it came to
    // its end.
    bool bring_up(int steps) {
        sql::Connection connection(database(), sql::Access::read_write);
        const TreeStore tree(connection);
        const SiteKeys site(keys);
        int left = steps;
        const Witnesses nobody{Attestors{}};
        Tiles working(connection, tree, site.verifier(), nobody, TileFiles(tiles(), [&left] {
                          if (left-- == 0) throw Stop();
                      }));
        try {
            working.bring_up();
            return true;
        } catch (const Stop&) {
            return false;
        }
    }
    // Stops at every step on the way from `before` (a copy of the directory, absent: none) to the
    // present ledger.
    void stop_everywhere(const fs::path& before, const std::string& earlier,
                         const std::string& later) {
        const auto whole = expected();
        for (int steps = 0;; ++steps) {
            ASSERT_LT(steps, 1000);
            fs::remove_all(tiles());
            if (!before.empty()) fs::copy(before, tiles(), fs::copy_options::recursive);
            const bool done = bring_up(steps);
            const std::string found = checked();
            const bool valid = found == earlier || found == earlier + " and more" || found == later;
            ASSERT_TRUE(valid) << "stopped before step " << steps << ": " << found;
            // What was being written may be cut short by a loss of power.
            std::error_code absent;
            if (fs::exists(tiles() / ".new")) fs::resize_file(tiles() / ".new", 3, absent);
            ASSERT_TRUE(bring_up(-1));
            ASSERT_EQ(reference::read(tiles()), whole) << "stopped before step " << steps;
            if (done) return;
        }
    }
};

TEST_F(StoppedTiles, AreALogOfTheEarlierOrTheLaterSize) {
    publish(200);
    publish(40);
    const fs::path before = directory / "before";
    fs::copy(tiles(), before, fs::copy_options::recursive);
    publish(40);  // tiles become full, partial ones go
    stop_everywhere(before, "240", "280");
}

TEST_F(StoppedTiles, ThatBeganAreNoLogOrTheWholeOne) {
    publish(250);
    publish(30);
    stop_everywhere({}, "checkpoint: is missing", "280");
}

TEST_F(StoppedTiles, OfAnotherTreeAreNoLogOrTheWholeOne) {
    publish(280);
    const fs::path before = directory / "before";
    fs::copy(tiles(), before, fs::copy_options::recursive);
    fs::remove(database());
    fs::remove(anchor());
    now += 86'400;
    publish(270);
    const auto whole = expected();
    bool done = false;
    for (int steps = 0; !done; ++steps) {
        fs::remove_all(tiles());
        fs::copy(before, tiles(), fs::copy_options::recursive);
        done = bring_up(steps);
        const std::string found = checked();
        ASSERT_TRUE(found == "280" || found == "270" || found == "checkpoint: is missing")
            << steps << ": " << found;
        ASSERT_TRUE(bring_up(-1));
        ASSERT_EQ(reference::read(tiles()), whole) << steps;
    }
}

}  // namespace
}  // namespace postvern::records::ledger
