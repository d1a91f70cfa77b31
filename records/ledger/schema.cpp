#include "records/ledger/schema.hpp"

#include <array>

#include "records/sql/migrations.hpp"
#include "records/sql/schema_check.hpp"

namespace postvern::records::ledger {

namespace {

constexpr std::array kMigrations = {
    sql::Migration{1, R"(
        CREATE TABLE entries (
            sequence      INTEGER PRIMARY KEY AUTOINCREMENT,
            commitment    BLOB NOT NULL,
            tag           BLOB NOT NULL,
            key_reference BLOB,   -- which record key, sealed; NULL with `sealed`
            sealed        BLOB,   -- the private record; NULL once its key is destroyed
            leaf          BIGINT  -- NULL: pending
        );
        CREATE UNIQUE INDEX entries_by_leaf ON entries (leaf) WHERE leaf IS NOT NULL;
        CREATE INDEX entries_pending ON entries (sequence) WHERE leaf IS NULL;

        CREATE TABLE leaves (leaf INTEGER PRIMARY KEY, octets BLOB NOT NULL);
        CREATE TABLE subtrees (
            level    BIGINT NOT NULL,  -- from 1: level 0 follows from the leaves
            position BIGINT NOT NULL,
            hash     BLOB NOT NULL,
            PRIMARY KEY (level, position)
        ) WITHOUT ROWID;
        CREATE TABLE checkpoints (size INTEGER PRIMARY KEY, note TEXT NOT NULL);

        CREATE TABLE record_keys (
            id            INTEGER PRIMARY KEY AUTOINCREMENT,
            reference     BLOB NOT NULL UNIQUE,
            destroy_after BIGINT,  -- Unix seconds; NULL: not by the calendar
            sealed_name   BLOB NOT NULL
        );
        CREATE TABLE streams (reference BLOB PRIMARY KEY, sealed_counter BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE tallies (
            day       BIGINT NOT NULL,
            reference BLOB NOT NULL,
            sealed    BLOB NOT NULL,
            PRIMARY KEY (day, reference)
        ) WITHOUT ROWID;
    )"},
    sql::Migration{2, R"(
        -- Not of those pending: where an entry goes into an index by its tag, the whole index is one page after the
        -- other, and entries are written faster than they are published.
        CREATE INDEX entries_by_tag ON entries (tag) WHERE leaf IS NOT NULL;
        CREATE TABLE daily_heads (
            day      INTEGER PRIMARY KEY,
            sequence BIGINT,        -- of the entry that states their root
            hashes   BLOB NOT NULL  -- of the leaves of their tree
        );
        CREATE TABLE cosignatures (
            size    BIGINT NOT NULL,  -- of the checkpoint
            witness TEXT NOT NULL,    -- verifier key
            moment  BIGINT NOT NULL,  -- as the witness says
            line    TEXT NOT NULL,    -- of the note, with its newline
            PRIMARY KEY (size, witness)
        ) WITHOUT ROWID;
        CREATE TABLE timestamps (
            size   INTEGER PRIMARY KEY,  -- of the checkpoint
            taken  BIGINT NOT NULL,      -- by the site's clock
            answer BLOB NOT NULL         -- TimeStampResp, DER
        );
    )"},
    sql::Migration{3, R"(
        -- Leaves and hashes in rows of 256: read in order they cost what hashing them costs. A subtree of another level
        -- than each eighth follows from one row.
        CREATE TABLE leaf_rows (number INTEGER PRIMARY KEY, octets BLOB NOT NULL);
        INSERT INTO leaf_rows SELECT number, CAST(group_concat(octets, '') AS BLOB)
            FROM (SELECT leaf / 256 AS number, octets FROM leaves ORDER BY leaf) GROUP BY number;
        DROP TABLE leaves;
        ALTER TABLE leaf_rows RENAME TO leaves;
        CREATE TABLE hashes (
            level  BIGINT NOT NULL,  -- of the subtrees: 8, 16, ...
            number BIGINT NOT NULL,
            octets BLOB NOT NULL,
            PRIMARY KEY (level, number)
        ) WITHOUT ROWID;
        INSERT INTO hashes SELECT level, number, CAST(group_concat(hash, '') AS BLOB)
            FROM (SELECT level, position / 256 AS number, hash FROM subtrees
                  WHERE level % 8 = 0 ORDER BY level, position) GROUP BY level, number;
        DROP TABLE subtrees;
    )"},
};

}  // namespace

std::optional<std::string> schema_fault(sql::Connection& connection) {
    return sql::schema_fault(connection, kMigrations);
}

void migrate(sql::Connection& connection) { sql::migrate(connection, kMigrations); }

}  // namespace postvern::records::ledger
