// Damages a ledger in every kind of place, octet by octet, and sees that it is found and located.
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include "records/ledger/leaf.hpp"
#include "records/sql/statement.hpp"
#include "tests/records/ledger/house.hpp"

namespace postvern::records::ledger {
namespace {

using testing::StartsWith;

class LedgerExaminationTest : public House {
  protected:
    // Three batches: entries 1 to 3 at leaves 0, 1 and 32; one entry is pending.
    void SetUp() override {
        LedgerSettings small = settings();
        small.batch_size = 32;
        Ledger ledger(small, keys);
        verifier_key = ledger.verifier_key();
        record(ledger, act());
        record(ledger, act(AccountId{8}));
        ledger.publish_now();
        record(ledger, act());
        ledger.publish_now();
        ledger.publish_now();
        record(ledger, act());
    }
    void change(const char* statement) {
        sql::Connection connection(database(), sql::Access::read_write);
        connection.execute(statement);
    }
    void flip_leaf(std::int64_t leaf, std::size_t octet) {
        flip("octets", "leaves", "number = " + std::to_string(leaf / 256),
             static_cast<std::size_t>(leaf % 256) * kLeafSize + octet);
    }
    // Cuts `octets` off the end of the row of leaves.
    void cut_leaves(std::size_t octets) {
        change(("UPDATE leaves SET octets = substr(octets, 1, length(octets) - " + std::to_string(octets) + ")")
                   .c_str());
    }
    // Flips one bit of a BLOB or TEXT.
    void flip(const std::string& column, const std::string& table, const std::string& where,
              std::size_t octet) {
        sql::Connection connection(database(), sql::Access::read_write);
        std::string value = *sql::Statement(connection, "SELECT " + column + " FROM " + table +
                                                            " WHERE " + where).octets();
        value.at(octet) = static_cast<char>(value.at(octet) ^ 1);
        sql::Statement update(connection, "UPDATE " + table + " SET " + column + " = ? WHERE " + where);
        if (column == "note") {
            update.run(std::string_view(value));
        } else {
            update.run(sql::Blob{value});
        }
    }
    std::string fault() { return Ledger::verify(data, keys_directory, keys).fault.value_or("sound"); }
    std::string public_fault() {
        return Ledger::verify(data, keys_directory, verifier_key).fault.value_or("sound");
    }
    std::string verifier_key;
};

TEST_F(LedgerExaminationTest, FindsASoundLedgerSound) {
    const auto examination = Ledger::verify(data, keys_directory, keys);
    EXPECT_EQ(examination.fault, std::nullopt);
    EXPECT_EQ(examination.leaves, 96U);
    EXPECT_EQ(examination.checkpoints, 3U);
    EXPECT_EQ(examination.entries, 4U);
    EXPECT_EQ(examination.opened, 4U);
    EXPECT_EQ(examination.dummies, 93U);
    EXPECT_EQ(public_fault(), "sound");
}

TEST_F(LedgerExaminationTest, FindsAFlippedBitInAnyOctetOfALeaf) {
    // A dummy: entries have places that nobody foresees.
    std::int64_t dummy = 40;
    for (const auto& [sequence, leaf] : places()) dummy += leaf == dummy ? 2 : 0;
    for (std::size_t octet = 0; octet < 64; ++octet) {
        flip_leaf(dummy, octet);
        EXPECT_THAT(fault(), StartsWith("leaf " + std::to_string(dummy) + ": ")) << octet;
        EXPECT_NE(public_fault(), "sound") << octet;
        flip_leaf(dummy, octet);
    }
    EXPECT_EQ(fault(), "sound");
}

TEST_F(LedgerExaminationTest, FindsDamageInEveryColumn) {
    const std::string third = "leaf " + std::to_string(places().at(3)) + ", entry 3: ";
    struct { const char *column, *table, *where; std::size_t octet; std::string position; } const damages[] = {
        {"octets", "leaves", "number = 0", 64 + 10, "leaf 1"},
        {"note", "checkpoints", "size = 64", 3, "checkpoint of size 64: its signature"},
        {"note", "checkpoints", "size = 64", 150, "checkpoint of size 64: its signature"},
        {"commitment", "entries", "sequence = 3", 0, third + "its leaf"},
        {"tag", "entries", "sequence = 3", 15, third + "its leaf"},
        {"sealed", "entries", "sequence = 3", 0, third + "the sealed record"},
        {"sealed", "entries", "sequence = 3", 300, third + "the sealed record"},
        {"key_reference", "entries", "sequence = 3", 20, third + "the key reference"},
        {"sealed", "entries", "sequence = 4", 572, "entry 4: the sealed record"},
        {"commitment", "entries", "sequence = 4", 1, "entry 4: "},
    };
    for (const auto& [column, table, where, octet, position] : damages) {
        flip(column, table, where, octet);
        EXPECT_THAT(fault(), StartsWith(position)) << column << ' ' << where;
        flip(column, table, where, octet);
    }
    EXPECT_EQ(fault(), "sound");
}

TEST_F(LedgerExaminationTest, FindsWhatIsMissing) {
    const auto placed = places();
    const std::string first = "leaf " + std::to_string(placed.at(1)) + ": belongs to no entry";
    const std::string second = "leaf " + std::to_string(placed.at(2)) + ": belongs to no entry";
    struct { const char* change; std::string position; } const losses[] = {
        {"DELETE FROM checkpoints WHERE size = 96", "leaf 64: no checkpoint covers it"},
        {"DELETE FROM entries WHERE sequence = 2", second},
        {"UPDATE entries SET leaf = 90 WHERE sequence = 1", first},
        {"UPDATE leaves SET octets = substr(octets, 1, 2048)", "checkpoint of size 64: there is no leaf 63"},
        {"UPDATE leaves SET octets = substr(octets, 1, 6100)", "leaf 95: is not in the form of a leaf"},
        {"UPDATE leaves SET octets = zeroblob(0)", "leaf 0: its row has 0 octets"},
        {"UPDATE leaves SET octets = octets || zeroblob(16384)", "leaf 0: its row has 22528 octets"},
        {"UPDATE leaves SET number = 1", "leaf 0: is missing"},
        {"INSERT INTO hashes VALUES (8, 0, zeroblob(32))", "subtree 0 of level 8: the leaves do not give it"},
    };
    std::filesystem::copy(data, directory / "sound");
    for (const auto& [statement, position] : losses) {
        change(statement);
        EXPECT_THAT(fault(), StartsWith(position)) << statement;
        std::filesystem::remove_all(data);
        std::filesystem::copy(directory / "sound", data);
    }
    EXPECT_EQ(fault(), "sound");
}

// From 256 leaves on there are hashes in rows of their own.
class LargerExamination : public LedgerExaminationTest {
  protected:
    void SetUp() override {
        LedgerExaminationTest::SetUp();
        Ledger ledger(settings(), keys);
        for (int batch = 0; batch < 15; ++batch) ledger.publish_now();
    }
};

TEST_F(LargerExamination, FindsDamagedHashes) {
    ASSERT_EQ(Ledger::verify(data, keys_directory, keys).leaves, 576U);
    struct { const char* change; const char* position; } const damages[] = {
        {"DELETE FROM hashes", "leaf 255: the stored subtree 0 of level 8"},
        {"UPDATE hashes SET octets = substr(octets, 1, 32)", "leaf 511: the stored subtree 1 of level 8"},
        {"UPDATE hashes SET octets = substr(octets, 1, 60)", "leaf 511: the stored subtree 1 of level 8"},
        {"UPDATE hashes SET octets = octets || zeroblob(32)", "subtree 2 of level 8: the leaves do not give it"},
        {"UPDATE hashes SET number = 1", "leaf 255: the stored subtree 0 of level 8"},
        {"UPDATE hashes SET level = 9", "leaf 255: the stored subtree 0 of level 8"},
        {"INSERT INTO hashes VALUES (5, 0, zeroblob(32))", "subtree 0 of level 5: the leaves do not give it"},
        {"DELETE FROM leaves WHERE number = 1", "leaf 256: is missing"},
        {"UPDATE leaves SET octets = substr(octets, 1, 16320) WHERE number = 0", "leaf 255: is missing"},
        {"UPDATE leaves SET octets = zeroblob(0) WHERE number = 1", "leaf 256: its row has 0 octets"},
        // Rows are read before those in front of them are examined: the first fault is told all the same.
        {"DELETE FROM hashes; UPDATE leaves SET octets = zeroblob(0) WHERE number = 1",
         "leaf 255: the stored subtree 0 of level 8"},
    };
    std::filesystem::copy(data, directory / "sound");
    for (const auto& [statement, position] : damages) {
        change(statement);
        EXPECT_THAT(fault(), StartsWith(position)) << statement;
        std::filesystem::remove_all(data);
        std::filesystem::copy(directory / "sound", data);
    }
    for (std::size_t octet = 0; octet < 64; ++octet) {
        flip("octets", "hashes", "level = 8", octet);
        EXPECT_THAT(fault(), StartsWith(octet < 32 ? "leaf 255: the stored" : "leaf 511: the stored"));
        flip("octets", "hashes", "level = 8", octet);
    }
    EXPECT_EQ(fault(), "sound");
}

TEST_F(LedgerExaminationTest, FindsATailThatWasCutOffCleanly) {
    cut_leaves(32 * kLeafSize);
    change("DELETE FROM checkpoints WHERE size > 64");
    EXPECT_THAT(fault(), StartsWith("anchor: the anchored checkpoint (size 96"));
}

TEST_F(LedgerExaminationTest, TrustsNoOtherKey) {
    const auto other = Ledger::verify(
        data, keys_directory,
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
    EXPECT_THAT(other.fault.value_or(""), StartsWith("checkpoint of size 32: its signature"));
    EXPECT_THROW((void)Ledger::verify(data, keys_directory, "no key"), Unacceptable);
}

TEST_F(LedgerExaminationTest, ReadsWhileALedgerIsOpen) {
    Ledger ledger(settings(), keys);
    for (int i = 0; i < 5; ++i) {
        record(ledger, act());
        if (i % 2 == 0) ledger.publish_now();
        EXPECT_EQ(fault(), "sound");
    }
}

TEST_F(LedgerExaminationTest, IsReportedWhenTheLedgerOpens) {
    flip_leaf(95, 20);
    EXPECT_EQ(fault().substr(0, 8), "leaf 95:");
    flip_leaf(95, 20);
    flip("note", "checkpoints", "size = 96", 3);
    EXPECT_THROW(Ledger(settings(), keys), StorageError);
}

TEST_F(LedgerExaminationTest, NamesAFileThatIsNoDatabase) {
    std::filesystem::remove_all(data);
    std::filesystem::create_directory(data);
    std::ofstream(database()) << std::string(8192, 'x');
    try {
        Ledger ledger(settings(), keys);
        FAIL() << "opened";
    } catch (const StorageError& error) {
        EXPECT_THAT(error.what(), testing::HasSubstr(database().string()));
    }
}

}  // namespace
}  // namespace postvern::records::ledger
