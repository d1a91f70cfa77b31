// What goes wrong around a ledger: a clock that is set back, signatures of another key, files that
// are gone.
#include <gmock/gmock.h>

#include <fstream>

#include "records/ledger/anchor.hpp"
#include "records/ledger/site_keys.hpp"
#include "records/ledger/tile_name.hpp"
#include "records/sql/statement.hpp"
#include "tests/compliance/verify/reference_log.hpp"
#include "tests/records/ledger/house.hpp"

namespace postvern::records::ledger {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::StartsWith;

class LedgerBadInput : public House {
  protected:
    std::string fault() {
        return Ledger::verify(data, keys_directory, keys).fault.value_or("sound");
    }
    std::string refusal() {
        try {
            Ledger ledger(settings(), keys);
        } catch (const StorageError& error) {
            return error.what();
        }
        return "opened";
    }
    std::vector<Day> days(const Ledger& ledger, std::uint64_t leaves, std::uint64_t step) {
        std::vector<Day> list;
        for (std::uint64_t i = 0; i < leaves; i += step)
            list.push_back(decode_leaf(ledger.prove(i).leaf)->batch_day);
        return list;
    }
    static std::string content(const fs::path& file) {
        std::ifstream stream(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }
};

TEST_F(LedgerBadInput, AClockThatIsSetBackTakesNothingBack) {
    LedgerSettings small = settings();
    small.batch_size = 2;
    Ledger ledger(small, keys);
    record(ledger, act());
    ledger.tally(access(AccountId{7}));
    ledger.flush_tallies();
    ledger.publish_now();
    const std::string first = ledger.prove(0).leaf;

    for (const std::int64_t days_back : {1, 40, 800}) {
        now = kMoment - days_back * 86'400;
        record(ledger, act());
        ledger.tally(access(AccountId{7}));
        ledger.flush_tallies();
        ledger.publish_now();
        EXPECT_EQ(ledger.purge(kMoment + 90 * 86'400), 0U) << "by this clock no term is over";
        EXPECT_EQ(ledger.standing_fault(), std::nullopt);
        EXPECT_EQ(fault(), "sound") << days_back;
    }
    EXPECT_EQ(ledger.prove(0).leaf, first);
    EXPECT_EQ(days(ledger, 8, 2), (std::vector{Day{20'526}, Day{20'525}, Day{20'486}, Day{19'726}}))
        << "each batch of the day that the clock said";

    now = kMoment;
    EXPECT_EQ(ledger.purge(now), 3U)
        << "tallies of 40 and 800 days ago, and the record key of a month long over";
    const auto examination = Ledger::verify(data, keys_directory, keys);
    EXPECT_EQ(examination.fault, std::nullopt);
    EXPECT_EQ(examination.entries, 4U);
    EXPECT_EQ(examination.destroyed, 1U);
}

TEST_F(LedgerBadInput, AClockThatWasSetBackOpensTheLedger) {
    {
        Ledger ledger(settings(), keys);
        record(ledger, act());
        ledger.publish_now();
    }
    now = kMoment - 86'400;
    EXPECT_EQ(refusal(), "opened");
    EXPECT_EQ(fault(), "sound");
}

TEST_F(LedgerBadInput, ACheckpointUnderAnotherKeyIsNamedWhereverItLies) {
    {
        Ledger ledger(settings(), keys);
        record(ledger, act());
        ledger.publish_now();
        ledger.publish_now();
    }
    // The same name and the same tree: only the key is another.
    const SiteKeys site(keys);
    const SiteKeys forger{MemoryKeys(std::string(32, 'f'))};
    const auto forged = [&](const std::string& note) {
        const std::string text = *site.verifier().open(note);
        return forger.signer().sign(text);
    };
    const fs::path published = tiles_in(data) / "checkpoint";
    const std::string note = content(published);
    std::ofstream(published, std::ios::binary) << forged(note);
    EXPECT_EQ(fault(), "tiles/checkpoint: its signature does not verify");
    EXPECT_EQ(refusal(), "opened") << "the tiles are made anew";
    EXPECT_EQ(content(published), note);

    const std::string anchored = content(anchor());
    std::ofstream(anchor(), std::ios::binary) << forged(anchored);
    EXPECT_THAT(fault(), StartsWith("anchor: "));
    EXPECT_THAT(refusal(), HasSubstr("was not signed by this ledger"));
    std::ofstream(anchor(), std::ios::binary) << anchored;

    for (const int size : {32, 64}) {
        sql::Connection connection(database(), sql::Access::read_write);
        const std::string stored =
            *sql::Statement(connection, "SELECT note FROM checkpoints WHERE size = ?").octets(size);
        sql::Statement update(connection, "UPDATE checkpoints SET note = ? WHERE size = ?");
        update.run(std::string_view(forged(stored)), size);
        EXPECT_EQ(fault(),
                  "checkpoint of size " + std::to_string(size) + ": its signature does not verify");
        update.run(std::string_view(stored), size);
    }
    EXPECT_EQ(fault(), "sound");
}

TEST_F(LedgerBadInput, AnyTileThatIsGoneIsNamedAndMadeAnew) {
    {
        LedgerSettings large = settings();
        large.batch_size = 300;
        Ledger ledger(large, keys);
        ledger.publish_now();
    }
    const auto files = reference::read(tiles_in(data));
    ASSERT_EQ(files.size(), 6U);
    for (const auto& [name, octets] : files) {
        fs::remove(tiles_in(data) / name);
        EXPECT_EQ(fault(), "tiles/" + name + ": is missing");
        EXPECT_EQ(refusal(), "opened");
        EXPECT_EQ(reference::read(tiles_in(data)), files);
    }
}

TEST_F(LedgerBadInput, EntriesThatWereCutOffAreMissed) {
    {
        Ledger ledger(settings(), keys);
        for (int i = 0; i < 3; ++i) record(ledger, act());
    }
    sql::Connection(database(), sql::Access::read_write)
        .execute("DELETE FROM entries WHERE sequence = 3");
    EXPECT_EQ(fault(), "entry 3: is missing: 3 were written");
    sql::Connection(database(), sql::Access::read_write)
        .execute("UPDATE sqlite_sequence SET seq = 2 WHERE name = 'entries'");
    EXPECT_THAT(fault(), StartsWith("anchor: it was written after 3 entries, ledger.db holds 2"));
    EXPECT_THAT(refusal(), HasSubstr("after 3 entries, ledger.db holds 2"));
    sql::Connection(database(), sql::Access::read_write)
        .execute("DELETE FROM entries WHERE sequence = 1");
    EXPECT_EQ(fault(), "entry 1: is missing");
}

TEST_F(LedgerBadInput, RowsThatLeadToTheRecordsAreNamed) {
    {
        Ledger ledger(settings(), keys);
        record(ledger, act());
        ledger.tally(access(AccountId{7}));
        ledger.flush_tallies();
    }
    struct {
        const char *change, *fault;
    } const damages[] = {
        {"UPDATE record_keys SET destroy_after = destroy_after + 86400 WHERE id = 2",
         "record key 2: its term"},
        {"UPDATE record_keys SET destroy_after = NULL WHERE id = 2", "record key 2: its term"},
        {"UPDATE record_keys SET reference = randomblob(16) WHERE id = 1",
         "record key 1: it is entered as another's"},
        {"UPDATE record_keys SET sealed_name = (SELECT sealed_name FROM record_keys WHERE id = 1) "
         "WHERE id = 2",
         "entry 1: "},
        {"UPDATE record_keys SET sealed_name = randomblob(80) WHERE id = 3", "record key 3: "},
        {"UPDATE record_keys SET id = 9 WHERE id = 3", "record key 9: its number was never given"},
        {"DELETE FROM record_keys WHERE id = 2", "entry 1: its record key is not in the directory"},
        {"UPDATE streams SET sealed_counter = randomblob(36)",
         "record key 1: ledger.db: a stream's counter"},
        {"UPDATE streams SET reference = randomblob(16)",
         "record key 1: its stream's counter is missing"},
        {"UPDATE tallies SET sealed = randomblob(36)", "tally of day 20526: ledger.db: a tally"},
        {"UPDATE tallies SET reference = randomblob(16)", "tally of day 20526: ledger.db: a tally"},
        {"UPDATE tallies SET day = day + 1", "tally of day 20527: its key is not in the directory"},
        {"CREATE TABLE another (x)", "schema: another was not made by this program"},
        {"DROP INDEX entries_pending", "schema: entries_pending is not as it was made"},
        {"PRAGMA user_version = 99", "schema: is of version 99"},
    };
    fs::copy(data, directory / "sound", fs::copy_options::recursive);
    for (const auto& [statement, told] : damages) {
        sql::Connection(database(), sql::Access::read_write).execute(statement);
        EXPECT_THAT(fault(), StartsWith(told)) << statement;
        fs::remove_all(data);
        fs::copy(directory / "sound", data, fs::copy_options::recursive);
    }
    EXPECT_EQ(fault(), "sound");
}

}  // namespace
}  // namespace postvern::records::ledger
