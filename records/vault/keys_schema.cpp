#include "records/vault/keys_schema.hpp"

namespace postvern::records::vault {

namespace {

// BIGINT throughout: SOCI reads INTEGER columns as 32 bits.
constexpr sql::Migration kMigrations[] = {
    {1, R"sql(
-- Which site.key this database belongs to.
CREATE TABLE site (id BLOB NOT NULL);

-- See shred_slots.hpp. Rows are never deleted, and no foreign key may name this table: an update would then
-- be a deletion and an insertion.
CREATE TABLE slots (
    id INTEGER PRIMARY KEY,
    octets BLOB NOT NULL,
    used BIGINT NOT NULL
);
CREATE INDEX slots_unused ON slots(id) WHERE used = 0;

-- `generation` counts key pairs and root keys. `tag` authenticates the public key, so that nobody who can
-- write this file has mail sealed to a key of his own.
CREATE TABLE accounts (
    account BIGINT PRIMARY KEY NOT NULL,
    generation BIGINT NOT NULL,
    public_key BLOB NOT NULL,
    tag BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE logins (
    lookup BLOB PRIMARY KEY NOT NULL,
    account BIGINT NOT NULL REFERENCES accounts(account)
) WITHOUT ROWID;
CREATE INDEX logins_of_account ON logins(account);

-- What opens an account: `wrap` holds private key and root key, enclosed in `slot`. kind 0: chosen password (with salt and
-- cost), 1: app password (with sealed label), 2: recovery code.
CREATE TABLE credentials (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account BIGINT NOT NULL REFERENCES accounts(account),
    kind BIGINT NOT NULL,
    salt BLOB,
    memory_kib BIGINT,
    passes BIGINT,
    lanes BIGINT,
    verifier BLOB NOT NULL,
    slot BIGINT NOT NULL,
    wrap BLOB NOT NULL,
    label BLOB
);
CREATE INDEX credentials_of_account ON credentials(account, kind);

-- One key per account, data class, day and quarter of an hour. `sealed` is for the account's private key,
-- `root_wrap` for its root key, from the first opening on; both are enclosed in `slot`.
CREATE TABLE period_keys (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account BIGINT NOT NULL REFERENCES accounts(account),
    data_class BIGINT NOT NULL,
    day BIGINT NOT NULL,
    slot BIGINT NOT NULL,
    sealed BLOB NOT NULL,
    commitment BLOB NOT NULL,
    root_wrap BLOB
);
CREATE INDEX period_keys_of_account ON period_keys(account);
CREATE INDEX period_keys_unopened ON period_keys(account) WHERE root_wrap IS NULL;

CREATE TABLE record_keys (
    lookup BLOB PRIMARY KEY NOT NULL,
    slot BIGINT NOT NULL,
    sealed BLOB NOT NULL
) WITHOUT ROWID;
)sql"},
    {2, R"sql(
-- One step per transaction: shows a store that was rolled back.
ALTER TABLE site ADD COLUMN commits BIGINT NOT NULL DEFAULT 0;
)sql"},
    {3, R"sql(
-- Officers to whose public keys record keys are sealed; `tag` authenticates as in `accounts`.
CREATE TABLE record_officers (
    user BIGINT PRIMARY KEY NOT NULL,
    public_key BLOB NOT NULL,
    tag BLOB NOT NULL
) WITHOUT ROWID;

-- A record key, sealed to others than the site. kind 1: the person's place, in which something unreadable stands where there
-- is nobody, so that all keys look alike; 2: an officer's. `reader` tells apart, and names nobody. In `record_keys` slot is 0 and
-- `sealed` empty once the site's own copy is destroyed.
CREATE TABLE record_key_seals (
    lookup BLOB NOT NULL,
    kind BIGINT NOT NULL,
    reader BLOB NOT NULL,
    slot BIGINT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (lookup, kind, reader)
) WITHOUT ROWID;
)sql"},
    {4, R"sql(
-- Disclosure keys that were ever on record (docs/formats/disclosure-key.md), each in its last epoch; the last number is in force.
-- `tag` authenticates as in `accounts`.
CREATE TABLE disclosure_keys (
    number INTEGER PRIMARY KEY,
    since BIGINT NOT NULL,
    public_key BLOB NOT NULL,
    tag BLOB NOT NULL
);

-- The salt of the account and what it is called in labels, site-sealed and enclosed in `identity_slot`.
ALTER TABLE accounts ADD COLUMN identity_slot BIGINT;
ALTER TABLE accounts ADD COLUMN identity BLOB;

-- The period key's seal to the disclosure key of that number, enclosed in the row's `slot`; 0: none.
ALTER TABLE period_keys ADD COLUMN disclosure_key BIGINT NOT NULL DEFAULT 0;
ALTER TABLE period_keys ADD COLUMN disclosure_seal BLOB;
CREATE INDEX period_keys_by_disclosure_key ON period_keys(account, disclosure_key);

-- What is held for cases: sealed under the site's key, so that nobody sees on a disk of whom, and enclosed in the slot of the hold.
CREATE TABLE held_scopes (
    hold BIGINT PRIMARY KEY NOT NULL,
    slot BIGINT NOT NULL,
    sealed BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE held_keys (
    hold BIGINT NOT NULL,
    lookup BLOB NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (hold, lookup)
) WITHOUT ROWID;
-- Numbers of keys that holds wrap with: none is given twice.
CREATE TABLE held_counter (last BIGINT NOT NULL);
INSERT INTO held_counter (last) VALUES (0);
)sql"},
};

}  // namespace

std::span<const sql::Migration> keys_schema() noexcept { return kMigrations; }

}  // namespace postvern::records::vault
