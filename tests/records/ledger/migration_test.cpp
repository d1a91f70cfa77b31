// A ledger of an earlier version, with a row for each leaf and each subtree, becomes one of this version.
#include <gmock/gmock.h>

#include "records/ledger/tree_store.hpp"
#include "tests/records/ledger/house.hpp"

namespace postvern::records::ledger {
namespace {

class LedgerMigration : public House {
  protected:
    // Lays the tree out as version 2 had it.
    void to_version_2() {
        sql::Connection connection(database(), sql::Access::read_write);
        std::vector<std::string> leaves;
        {
            const TreeStore tree(connection);
            for (merkle::LeafIndex leaf = 0; leaf < tree.size(); ++leaf) leaves.push_back(tree.leaf(leaf));
        }
        connection.execute(R"(
            DROP TABLE leaves;
            DROP TABLE hashes;
            CREATE TABLE leaves (leaf INTEGER PRIMARY KEY, octets BLOB NOT NULL);
            CREATE TABLE subtrees (level BIGINT NOT NULL, position BIGINT NOT NULL, hash BLOB NOT NULL,
                                   PRIMARY KEY (level, position)) WITHOUT ROWID;
            PRAGMA user_version = 2)");
        sql::Statement leaf(connection, "INSERT INTO leaves VALUES (?, ?)");
        sql::Statement subtree(connection, "INSERT INTO subtrees VALUES (?, ?, ?)");
        merkle::Growth growth;
        for (const std::string& octets : leaves) {
            leaf.run(growth.size(), sql::Blob{octets});
            growth.append(merkle::leaf_hash(octets), [&](merkle::Subtree at, const merkle::Hash& hash) {
                if (at.level > 0) subtree.run(at.level, at.position, sql::Blob{merkle::octets(hash)});
            });
        }
    }
    std::optional<std::string> fault() { return Ledger::verify(data, keys_directory, keys).fault; }
};

TEST_F(LedgerMigration, KeepsEveryLeafAndHash) {
    for (const int batches : {0, 1, 8, 9, 20}) {
        {
            Ledger ledger(settings(), keys);
            record(ledger, act());
            for (int i = 0; i < batches; ++i) ledger.publish_now();
        }
        const auto before = Ledger::verify(data, keys_directory, keys).leaves;
        to_version_2();
        {
            Ledger ledger(settings(), keys);
            EXPECT_EQ(ledger.standing_fault(), std::nullopt);
        }
        EXPECT_EQ(fault(), std::nullopt) << batches;
        EXPECT_EQ(Ledger::verify(data, keys_directory, keys).leaves, before);
    }
    EXPECT_EQ(Ledger::verify(data, keys_directory, keys).leaves, 38U * 32);
}

}  // namespace
}  // namespace postvern::records::ledger
