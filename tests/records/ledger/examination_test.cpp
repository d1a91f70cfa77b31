// Damages a ledger in every kind of place, octet by octet, and sees that it is found and located.
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

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
    // A dummy, the left one of a subtree: entries have places that nobody foresees.
    std::int64_t dummy = 40;
    for (const auto& [sequence, leaf] : places()) dummy += leaf == dummy ? 2 : 0;
    const std::string where = "leaf = " + std::to_string(dummy);
    for (std::size_t octet = 0; octet < 64; ++octet) {
        flip("octets", "leaves", where.c_str(), octet);
        // Another day makes another sound leaf: the first subtree above shows it.
        const bool in_day = octet >= 2 && octet < 6;
        const std::string position = in_day ? "leaf " + std::to_string(dummy + 1) + ": the stored subtree"
                                            : "leaf " + std::to_string(dummy) + ": ";
        EXPECT_THAT(fault(), StartsWith(position)) << octet;
        EXPECT_NE(public_fault(), "sound") << octet;
        flip("octets", "leaves", where.c_str(), octet);
    }
    EXPECT_EQ(fault(), "sound");
}

TEST_F(LedgerExaminationTest, FindsDamageInEveryColumn) {
    const std::string third = "leaf " + std::to_string(places().at(3)) + ", entry 3: ";
    struct { const char *column, *table, *where; std::size_t octet; std::string position; } const damages[] = {
        {"octets", "leaves", "leaf = 1", 10, "leaf 1"},
        {"hash", "subtrees", "level = 1 AND position = 0", 0, "leaf 1: the stored subtree"},
        {"hash", "subtrees", "level = 6 AND position = 0", 31, "leaf 63: the stored subtree"},
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
        {"DELETE FROM subtrees WHERE level = 2 AND position = 3", "leaf 15: the stored subtree"},
        {"UPDATE entries SET leaf = 90 WHERE sequence = 1", first},
        {"DELETE FROM leaves WHERE leaf = 17", "leaf 17: is missing"},
        {"DELETE FROM leaves WHERE leaf >= 64", "checkpoint of size 96: there is no leaf 95"},
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

TEST_F(LedgerExaminationTest, FindsATailThatWasCutOffCleanly) {
    change("DELETE FROM leaves WHERE leaf >= 64; DELETE FROM checkpoints WHERE size > 64;"
           "DELETE FROM subtrees WHERE (position + 1) << level > 64");
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
    flip("octets", "leaves", "leaf = 95", 20);
    EXPECT_EQ(fault().substr(0, 8), "leaf 95:");
    flip("octets", "leaves", "leaf = 95", 20);
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
