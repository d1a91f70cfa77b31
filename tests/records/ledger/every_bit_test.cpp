// One flipped bit anywhere in the files of a ledger is found, by Ledger::verify or when the ledger
// opens, and named by its position; or it is shown that the bit carries nothing: verify finds the
// ledger sound and every row is what it was. One bit of each octet, of a large file of every eighth, drawn anew in
// each run (POSTVERN_SEED=N in the environment draws the same again); all where POSTVERN_EVERY_BIT is
// set.
#include <gmock/gmock.h>
#include <sqlite3.h>

#include <cstdlib>
#include <map>
#include <random>

#include "records/ledger/tile_name.hpp"
#include "records/sql/connection.hpp"
#include "tests/compliance/verify/reference_log.hpp"
#include "tests/records/ledger/house.hpp"

namespace postvern::records::ledger {
namespace {

namespace fs = std::filesystem;

// Every row of every table as the ledger's code reads it: numbers, and octets whether TEXT or BLOB.
// Empty where SQLite refuses the file. Without the last number of a record key, of which only is
// asked that no key has a larger one: the next may be any.
std::string rows_of(const std::string& octets) {
    std::string rows;
    sqlite3* database = nullptr;
    sqlite3_open(":memory:", &database);
    auto* image = static_cast<unsigned char*>(sqlite3_malloc64(octets.size()));
    std::copy(octets.begin(), octets.end(), image);
    image[18] = image[19] = 1;  // not in WAL mode: an image in memory cannot be
    sqlite3_deserialize(database, "main", image, static_cast<sqlite3_int64>(octets.size()),
                        static_cast<sqlite3_int64>(octets.size()), SQLITE_DESERIALIZE_FREEONCLOSE);
    for (const char* table :
         {"entries ORDER BY sequence", "leaves ORDER BY number", "hashes ORDER BY level, number",
          "checkpoints ORDER BY size", "record_keys ORDER BY id", "streams ORDER BY reference",
          "tallies ORDER BY day, reference", "daily_heads ORDER BY day", "cosignatures ORDER BY size, witness",
          "timestamps ORDER BY size", "sqlite_sequence WHERE name = 'entries'"}) {
        sqlite3_stmt* select = nullptr;
        const std::string text = std::string("SELECT * FROM ") + table;
        int code = sqlite3_prepare_v2(database, text.c_str(), -1, &select, nullptr);
        while (code == SQLITE_OK && (code = sqlite3_step(select)) == SQLITE_ROW) {
            code = SQLITE_OK;
            for (int column = 0; column < sqlite3_column_count(select); ++column) {
                const int type = sqlite3_column_type(select, column);
                rows += type == SQLITE_NULL ? 'n' : type == SQLITE_INTEGER ? 'i' : 'o';
                if (const void* value = sqlite3_column_blob(select, column)) {
                    rows.append(static_cast<const char*>(value),
                                static_cast<std::size_t>(sqlite3_column_bytes(select, column)));
                }
                rows += '\n';
            }
        }
        sqlite3_finalize(select);
        if (code != SQLITE_DONE) rows.clear();
        if (code != SQLITE_DONE) break;
    }
    sqlite3_close(database);
    return rows;
}

class EveryBit : public House {
  protected:
    // Published, pending and erased entries, dummies, tallies, tiles; in pages of 512 octets, of
    // which few are unused.
    void SetUp() override {
        sqlite3* empty = nullptr;
        ASSERT_EQ(sqlite3_open(database().c_str(), &empty), SQLITE_OK);
        ASSERT_EQ(sqlite3_exec(empty, "PRAGMA page_size=512; VACUUM", nullptr, nullptr, nullptr),
                  SQLITE_OK);
        sqlite3_close(empty);
        LedgerSettings small = settings();
        small.batch_size = 3;
        small.accounts = [] { return std::vector<AccountId>{AccountId{7}}; };
        Ledger ledger(small, keys);
        record(ledger, act(AccountId{7}));
        record(ledger, act(AccountId{8}));
        ledger.publish_now();
        ledger.publish_now();
        record(ledger, act(AccountId{7}));
        now += 31 * 86'400;
        ledger.tally(access(AccountId{7}));
        ledger.tally(access(AccountId{9}, policy::Channel::pop3));
        ledger.flush_tallies();
    }
    std::string fault() const {
        try {
            return Ledger::verify(data, keys_directory, keys).fault.value_or("sound");
        } catch (const std::exception& error) {
            return error.what();
        }
    }
    std::string refusal() {
        try {
            Ledger ledger(settings(), keys);
        } catch (const std::exception& error) {
            return error.what();
        }
        return "opened";
    }
    // Calls `flipped` with `octets` and one bit changed, for each bit that this run tries; and its
    // number.
    template <typename Flipped>
    void flip(std::string octets, const Flipped& flipped) {
        const bool every = std::getenv("POSTVERN_EVERY_BIT") != nullptr;
        // Of a large file one octet in eight, beginning anywhere: each run examines the ledger over a thousand times.
        const std::size_t step = every || octets.size() < 8'192 ? 1 : 8;
        for (std::size_t octet = step == 1 ? 0 : random() % step; octet < octets.size() && !HasFatalFailure();
             octet += step) {
            const unsigned drawn = random() % 8;
            for (unsigned bit = every ? 0 : drawn; bit <= (every ? 7 : drawn); ++bit) {
                octets[octet] = static_cast<char>(octets[octet] ^ 1 << bit);
                flipped(octets, octet * 8 + bit);
                octets[octet] = static_cast<char>(octets[octet] ^ 1 << bit);
            }
        }
    }
    static std::string content(const fs::path& file) {
        std::ifstream stream(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }
    const unsigned seed = [] {
        const char* given = std::getenv("POSTVERN_SEED");
        return given != nullptr ? static_cast<unsigned>(std::stoul(given)) : std::random_device()();
    }();
    std::mt19937 random{seed};
};

TEST_F(EveryBit, OfTheDatabaseIsFoundOrCarriesNothing) {
    SCOPED_TRACE("POSTVERN_SEED=" + std::to_string(seed));
    ASSERT_EQ(fault(), "sound");
    const std::string sound = content(database());
    const std::string rows = rows_of(sound);
    ASSERT_FALSE(rows.empty());
    std::map<std::string, int> found;
    int idle = 0;
    flip(sound, [&](const std::string& altered, std::size_t bit) {
        reference::write(database(), altered);
        const std::string told = fault();
        if (told != "sound") {
            ASSERT_THAT(told, testing::ContainsRegex(
                                  "^(leaf|entry|checkpoint of size|subtree|record key|tally of "
                                  "day|daily heads of day|cosignature|timestamp|schema|anchor|tiles|ledger.db: entry|/)"))
                << "bit " << bit;
            ++found[told.substr(0, told.find_first_of(" :"))];
        } else if (rows_of(altered) == rows) {
            ++idle;
        } else {
            ASSERT_NE(refusal(), "opened")
                << "octet " << bit / 8 << " bit " << bit % 8 << " of page " << bit / 8 / 512 + 1
                << ", octet " << bit / 8 % 512;
            reference::write(database(), sound);
            ++found["opening"];
        }
        for (const char* beside : {"-wal", "-shm"}) fs::remove(database().string() + beside);
    });
    for (const auto& [where, count] : found) std::cout << where << ": " << count << '\n';
    std::cout << "carry nothing: " << idle << " of " << sound.size() << " octets\n";
    reference::write(database(), sound);
    EXPECT_EQ(fault(), "sound");
    EXPECT_EQ(refusal(), "opened");
}

TEST_F(EveryBit, OfTheTilesIsFound) {
    SCOPED_TRACE("POSTVERN_SEED=" + std::to_string(seed));
    for (const auto& [name, octets] : reference::read(tiles_in(data))) {
        const fs::path file = tiles_in(data) / name;
        flip(octets, [&, &tile = name](const std::string& altered, std::size_t bit) {
            reference::write(file, altered);
            ASSERT_THAT(fault(), testing::StartsWith("tiles/" + tile + ": ")) << "bit " << bit;
        });
        reference::write(file, octets);
    }
    EXPECT_EQ(fault(), "sound");
}

TEST_F(EveryBit, OfTheAnchorIsFound) {
    SCOPED_TRACE("POSTVERN_SEED=" + std::to_string(seed));
    const std::string sound = content(anchor());
    flip(sound, [&](const std::string& altered, std::size_t bit) {
        reference::write(anchor(), altered);
        ASSERT_THAT(fault(), testing::StartsWith("anchor: ")) << "bit " << bit;
        ASSERT_THAT(refusal(), testing::HasSubstr(anchor().string())) << "bit " << bit;
    });
    reference::write(anchor(), sound);
    EXPECT_EQ(refusal(), "opened");
}

}  // namespace
}  // namespace postvern::records::ledger
