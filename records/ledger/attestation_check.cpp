#include "records/ledger/attestation_check.hpp"

#include "records/errors.hpp"
#include "records/ledger/cosigner.hpp"
#include "records/ledger/timestamp.hpp"
#include "records/sql/statement.hpp"

namespace postvern::records::ledger {

namespace {

// A database that no server of today has opened yet keeps none.
bool keeps_attestations(sql::Connection& connection) {
    return sql::Statement(connection,
                          "SELECT count(*) FROM sqlite_schema WHERE name = 'timestamps'")
               .integer() == 1;
}

// The note of a checkpoint (column 1) that something of `size` (column 0) is about.
SignedNote note_from(const sql::Row& row, const std::string& position) {
    if (row.is_null(1)) throw StorageError(position + ": there is no such checkpoint");
    auto note = parse_note(row.octets(1));
    if (!note) throw StorageError(position + ": the checkpoint is damaged");
    return *std::move(note);
}

void check_cosignature(const sql::Row& row, const std::string& position) {
    note_from(row, position);  // so that it is told apart
    const auto witness = Cosigner::from(row.octets(2));
    if (!witness) throw StorageError(position + ": is of no witness's key");
    const auto note = parse_note(std::string(row.octets(1)).append(row.octets(4)));
    std::optional<Cosignature> found;
    try {
        if (note) found = witness->find_in(*note);
    } catch (const Unacceptable&) {
        found.reset();
    }
    if (!found || found->line != row.octets(4) || found->moment != row.integer(3)) {
        throw StorageError(position + ": the cosignature of " + witness->name() +
                           " does not verify");
    }
}

}  // namespace

AttestationCheck check_attestations(sql::Connection& connection,
                                    const std::filesystem::path& certificates) {
    AttestationCheck done;
    if (!keeps_attestations(connection)) return done;
    sql::Statement cosignatures(connection,
                                "SELECT size, note, witness, moment, line FROM cosignatures "
                                "LEFT JOIN checkpoints USING (size) ORDER BY size, witness");
    for (const auto& row : cosignatures.query()) {
        check_cosignature(row, "cosignature of size " + std::to_string(row.integer(0)));
        ++done.cosignatures;
    }
    sql::Statement timestamps(connection,
                              "SELECT size, note, answer FROM timestamps "
                              "LEFT JOIN checkpoints USING (size) ORDER BY size");
    for (const auto& row : timestamps.query()) {
        const std::string position = "timestamp of size " + std::to_string(row.integer(0));
        const SignedNote note = note_from(row, position);
        try {
            check_timestamp(row.octets(2), {.text = note.text,
                                            .certificates = certificates,
                                            .at = TimestampCheck::At::its_own_time});
        } catch (const Unacceptable& fault) {
            throw StorageError(position + ": " + fault.what());
        }
        ++done.timestamps;
    }
    return done;
}

}  // namespace postvern::records::ledger
