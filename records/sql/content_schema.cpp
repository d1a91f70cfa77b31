#include "records/sql/content_schema.hpp"

namespace postvern::records::sql {

namespace {

// What stands in the clear is what the protocols need while the owner is away: numbers. Names, addresses
// and keywords are sealed; `lookup` columns are keyed hashes. INTEGER means 64 bits in SQLite only where
// SOCI is told BIGINT.
constexpr std::string_view kFirst = R"sql(
CREATE TABLE site (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    commits     BIGINT NOT NULL,              -- one step per transaction: shows a rolled-back store
    postmaster  BIGINT                        -- account that receives postmaster@ every domain
);
INSERT INTO site (id, commits) VALUES (1, 0);

CREATE TABLE domains (
    lookup  BLOB PRIMARY KEY,
    sealed  BLOB NOT NULL                     -- site-sealed
) WITHOUT ROWID;

CREATE TABLE accounts (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    state          BIGINT NOT NULL,           -- policy::AccountState
    modseq         BIGINT NOT NULL,           -- the account's modification counter
    uid_validity   BIGINT NOT NULL,           -- last one given to a collection, never reused
    quota          BIGINT NOT NULL,           -- octets
    used           BIGINT NOT NULL,           -- octets
    items          BIGINT NOT NULL,
    purge_due      BIGINT                     -- unix seconds of the earliest thing due for destruction
);

CREATE TABLE addresses (
    lookup      BLOB PRIMARY KEY,
    account     BIGINT NOT NULL REFERENCES accounts (id),
    is_primary  BIGINT NOT NULL,
    sealed      BLOB NOT NULL                 -- site-sealed
) WITHOUT ROWID;
CREATE INDEX addresses_of_account ON addresses (account);

CREATE TABLE collections (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    account          BIGINT NOT NULL REFERENCES accounts (id),
    parent           BIGINT NOT NULL,         -- 0: top level
    kind             BIGINT NOT NULL,         -- policy::CollectionKind
    role             BIGINT NOT NULL,         -- CollectionRole
    selectable       BIGINT NOT NULL,         -- 0: a name only, with children
    name_lookup      BLOB NOT NULL,           -- keyed hash of the leaf name, under the account
    name             BLOB NOT NULL,           -- owner-sealed leaf name
    uid_validity     BIGINT NOT NULL,
    uid_next         BIGINT NOT NULL,
    highest_modseq   BIGINT NOT NULL,
    oldest_complete  BIGINT NOT NULL,         -- changes since this modseq are all known
    items            BIGINT NOT NULL,
    unseen           BIGINT NOT NULL,
    deleted          BIGINT NOT NULL,
    octets           BIGINT NOT NULL,
    UNIQUE (account, kind, parent, name_lookup)
);
CREATE UNIQUE INDEX roles ON collections (account, kind, role) WHERE role <> 0;

CREATE TABLE subscriptions (
    account  BIGINT NOT NULL REFERENCES accounts (id),
    lookup   BLOB NOT NULL,
    path     BLOB NOT NULL,                   -- owner-sealed
    PRIMARY KEY (account, lookup)
) WITHOUT ROWID;

CREATE TABLE keywords (
    account  BIGINT NOT NULL REFERENCES accounts (id),
    bit      BIGINT NOT NULL,
    lookup   BLOB NOT NULL,
    name     BLOB NOT NULL,                   -- owner-sealed
    PRIMARY KEY (account, bit),
    UNIQUE (account, lookup)
) WITHOUT ROWID;

CREATE TABLE items (
    collection  BIGINT NOT NULL REFERENCES collections (id),
    uid         BIGINT NOT NULL,
    modseq      BIGINT NOT NULL,
    flags       BIGINT NOT NULL,
    keywords    BIGINT NOT NULL,
    size        BIGINT NOT NULL,
    day         BIGINT NOT NULL,              -- UTC day of INTERNALDATE
    object      BIGINT NOT NULL,
    PRIMARY KEY (collection, uid)
) WITHOUT ROWID;

CREATE TABLE tombstones (
    collection  BIGINT NOT NULL,
    uid         BIGINT NOT NULL,
    modseq      BIGINT NOT NULL,
    moment      BIGINT NOT NULL,              -- unix seconds
    PRIMARY KEY (collection, uid)
) WITHOUT ROWID;

CREATE TABLE objects (
    id          INTEGER PRIMARY KEY,
    account     BIGINT NOT NULL,
    kind        BIGINT NOT NULL,              -- ObjectKind
    refs        BIGINT NOT NULL,              -- items that show it
    period_key  BIGINT NOT NULL,
    wrap        BLOB NOT NULL,                -- the object's key under its period key
    parts       BIGINT NOT NULL
);
CREATE INDEX objects_of_account ON objects (account);

-- Summary of the object of the same id, under a key of its own; rebuildable from the content.
CREATE TABLE summaries (
    object      INTEGER PRIMARY KEY,
    period_key  BIGINT NOT NULL,
    wrap        BLOB NOT NULL,
    octets      BLOB NOT NULL
);

-- Sealed octets: part n (0-based) of object o has id o * 65536 + n.
CREATE TABLE parts (
    id      INTEGER PRIMARY KEY,
    octets  BLOB NOT NULL
);

-- Objects without a row in `objects` whose parts are still there: erased ones (their keys are gone), and
-- large ones that are being staged and not published yet.
CREATE TABLE doomed (
    object  INTEGER PRIMARY KEY,
    parts   BIGINT NOT NULL,
    staged  BIGINT NOT NULL
);
)sql";

// The people of the house. Until when, in Unix seconds, what they signed is in force; null: never signed.
constexpr std::string_view kStaff = R"sql(
CREATE TABLE staff (
    user             BIGINT PRIMARY KEY,      -- Unix user id
    roles            BIGINT NOT NULL,         -- bits, by policy::StaffRole
    policy_until     BIGINT,
    secrecy_until    BIGINT,
    agreement_until  BIGINT,
    device_until     BIGINT                   -- attested
) WITHOUT ROWID;
)sql";

// What the rules ask about beyond the state of an account (docs/formats/content.md). Cases and holds are
// site-sealed: who is asked about is nobody's to see on a disk.
constexpr std::string_view kFacts = R"sql(
ALTER TABLE accounts ADD COLUMN restricted BIGINT NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN no_snapshots BIGINT NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN retained_until BIGINT;      -- unix seconds; null: no end is set
ALTER TABLE staff ADD COLUMN account BIGINT;                -- their own account here, if they have one

CREATE TABLE consents (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    account    BIGINT NOT NULL REFERENCES accounts (id),
    purpose    TEXT NOT NULL,                 -- policy::name of the purpose
    text       BIGINT NOT NULL,               -- version of the text that was agreed to
    given      BIGINT NOT NULL,               -- unix seconds
    withdrawn  BIGINT                         -- unix seconds; null: in force
);
CREATE INDEX consents_of_account ON consents (account);
CREATE UNIQUE INDEX consents_in_force ON consents (account, purpose) WHERE withdrawn IS NULL;

CREATE TABLE processors (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    name             BLOB NOT NULL,           -- site-sealed
    agreement_until  BIGINT                   -- unix seconds
);

CREATE TABLE instructions (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    processor  BIGINT NOT NULL REFERENCES processors (id),
    moment     BIGINT NOT NULL,               -- unix seconds: when it was given
    ended      BIGINT,                        -- unix seconds; null: in force
    text       BLOB NOT NULL                  -- site-sealed
);
CREATE INDEX instructions_of_processor ON instructions (processor);

CREATE TABLE cases (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    sealed  BLOB NOT NULL                     -- site-sealed
);

CREATE TABLE holds (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    sealed  BLOB NOT NULL                     -- site-sealed
);

-- Each state of facts, from the moment in which it came to be.
CREATE TABLE facts_history (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    kind     BIGINT NOT NULL,                 -- FactKind
    subject  BIGINT NOT NULL,
    moment   BIGINT NOT NULL,                 -- unix seconds
    facts    BLOB                             -- of cases and holds site-sealed; null: gone from the record
);
CREATE INDEX history_of_subject ON facts_history (kind, subject, moment);
)sql";

// The rules that were in force, one after the other and for ever; and the keys of those who sign them.
constexpr std::string_view kRulebooks = R"sql(
CREATE TABLE staff_keys (
    user        BIGINT PRIMARY KEY,           -- Unix user id, as in staff
    public_key  BLOB NOT NULL UNIQUE          -- Ed25519, 32 octets
) WITHOUT ROWID;

CREATE TABLE rulebook_files (
    hash      BLOB NOT NULL,                  -- SHA-256 of the rulebook
    position  BIGINT NOT NULL,                -- 0-based
    name      TEXT NOT NULL,
    text      BLOB NOT NULL,
    PRIMARY KEY (hash, position)
) WITHOUT ROWID;

CREATE TABLE rulebooks (
    number        INTEGER PRIMARY KEY,        -- 1, 2, 3, ...; the last one is in force
    hash          BLOB NOT NULL,
    since         BIGINT NOT NULL,            -- unix seconds
    note          BLOB,                       -- statement with signatures; null: of the founding
    director      BIGINT,                     -- user id of whoever signed as managing director
    director_key  BLOB,                       -- the key that they had then
    second        BIGINT,                     -- likewise as second officer
    second_key    BLOB
);
)sql";

// Owners who want no counts of their own accesses.
constexpr std::string_view kTallies = R"sql(
ALTER TABLE accounts ADD COLUMN no_tallies BIGINT NOT NULL DEFAULT 0;
)sql";

// The files of cases (docs/formats/content.md): who asks for what about whom is nobody's to see on a disk.
constexpr std::string_view kCaseFiles = R"sql(
CREATE TABLE case_files (
    legal_case  INTEGER PRIMARY KEY REFERENCES cases (id),
    is_open     BIGINT NOT NULL,
    sealed      BLOB NOT NULL                 -- site-sealed
);

CREATE TABLE case_steps (
    legal_case  BIGINT NOT NULL REFERENCES case_files (legal_case),
    number      BIGINT NOT NULL,              -- 1, 2, 3, ... in the case
    sealed      BLOB NOT NULL,                -- site-sealed
    PRIMARY KEY (legal_case, number)
) WITHOUT ROWID;

CREATE TABLE case_papers (
    legal_case  BIGINT NOT NULL REFERENCES case_files (legal_case),
    number      BIGINT NOT NULL,              -- 1, 2, 3, ... in the case
    sealed      BLOB NOT NULL,                -- site-sealed: what it is
    octets      BLOB NOT NULL,                -- site-sealed
    PRIMARY KEY (legal_case, number)
);
)sql";

// What holds keep of items: site-sealed, so that nobody sees on a disk of whom. `lookup` is a keyed hash of the object's
// number: its parts stay as long as a row has it.
constexpr std::string_view kHeld = R"sql(
CREATE TABLE held_objects (
    lookup  BLOB NOT NULL,
    hold    BIGINT NOT NULL,
    sealed  BLOB NOT NULL,
    PRIMARY KEY (lookup, hold)
) WITHOUT ROWID;
CREATE INDEX held_objects_of_hold ON held_objects (hold);

ALTER TABLE accounts ADD COLUMN created BIGINT;    -- unix seconds; null: made before this was kept
)sql";

// Papers of cases that are larger than a row should be.
constexpr std::string_view kPaperPieces = R"sql(
CREATE TABLE case_paper_pieces (
    legal_case  BIGINT NOT NULL,
    paper       BIGINT NOT NULL,
    number      BIGINT NOT NULL,              -- 1, 2, 3, ... in the paper
    octets      BLOB NOT NULL,                -- site-sealed
    PRIMARY KEY (legal_case, paper, number),
    FOREIGN KEY (legal_case, paper) REFERENCES case_papers (legal_case, number)
);
)sql";

// Papers of cases that were put into mailboxes, so that none is twice; and what cases whose files are destroyed count as.
constexpr std::string_view kEndedCases = R"sql(
CREATE TABLE case_mail (
    legal_case  BIGINT NOT NULL REFERENCES case_files (legal_case),
    paper       BIGINT NOT NULL,
    PRIMARY KEY (legal_case, paper)
) WITHOUT ROWID;

CREATE TABLE counted_cases (
    id      INTEGER PRIMARY KEY,
    sealed  BLOB NOT NULL                     -- site-sealed
);
)sql";

constexpr Migration kMigrations[] = {{1, kFirst},     {2, kStaff},   {3, kFacts},
                                     {4, kRulebooks}, {5, kTallies}, {6, kHeld}, {7, kCaseFiles},
                                     {8, kPaperPieces}, {9, kEndedCases}};

}  // namespace

std::span<const Migration> content_migrations() { return kMigrations; }

}  // namespace postvern::records::sql
