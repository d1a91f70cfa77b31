#include "records/vault/record_seals.hpp"

#include <vector>

#include "records/sql/statement.hpp"
#include "records/vault/account_rows.hpp"
#include "records/vault/framing.hpp"
#include "records/vault/hpke.hpp"
#include "records/vault/kdf.hpp"
#include "records/vault/record_officers.hpp"
#include "records/vault/shred_slots.hpp"

namespace postvern::records::vault {

namespace {

constexpr std::size_t kReaderSize = 16;

}  // namespace

// Another for each key, so that the table shows no two keys of one reader as such.
std::string RecordSeals::reader_of(const std::string& lookup, SealKind kind,
                                   std::string_view public_key) const {
    const Secret key = site_.derive("record key readers");
    Framing fields("record key reader");
    fields.text(lookup).small(static_cast<std::uint8_t>(kind)).text(public_key);
    return std::string(hmac(key.view(), fields.view()).view().substr(0, kReaderSize));
}

std::string RecordSeals::label_of(const std::string& lookup, SealKind kind) const {
    Framing fields("record key seal");
    fields.text(site_.id()).text(lookup).small(static_cast<std::uint8_t>(kind));
    return std::string(fields.view());
}

bool RecordSeals::is_sealed_to(const std::string& lookup, SealKind kind,
                               std::string_view public_key) {
    const std::string reader = reader_of(lookup, kind, public_key);
    return session_("SELECT 1 FROM record_key_seals WHERE lookup = ? AND kind = ? AND reader = ?")
        .integer(sql::Blob{lookup}, kind, sql::Blob{reader})
        .has_value();
}

bool RecordSeals::has_person(const std::string& lookup) {
    return session_("SELECT 1 FROM record_key_seals WHERE lookup = ? AND kind = ? LIMIT 1")
        .integer(sql::Blob{lookup}, SealKind::person)
        .has_value();
}

// Absent: nobody, or an account that has no keys.
std::optional<std::string> RecordSeals::key_of(AccountId person) {
    if (person == policy::kNoAccount) return {};
    auto row = read_account(session_, site_, person);
    if (!row) return {};
    return std::move(row->public_key);
}

bool RecordSeals::lacks(const std::string& lookup, const RecordAudience& audience) {
    if (!audience.officers && audience.person == policy::kNoAccount) return false;
    if (audience.officers && !has_every_officer(lookup)) return true;
    const auto person = key_of(audience.person);
    return person ? !is_sealed_to(lookup, SealKind::person, *person) : !has_person(lookup);
}

bool RecordSeals::add(const std::string& lookup, const Secret& key,
                      const RecordAudience& audience) {
    if (!lacks(lookup, audience)) return false;
    if (audience.officers) {
        for (const auto& [user, public_key] : read_officers(session_, site_)) {
            if (is_sealed_to(lookup, SealKind::officer, public_key)) continue;
            insert(lookup, key, SealKind::officer, public_key);
        }
    }
    if (const auto person = key_of(audience.person)) {
        if (is_sealed_to(lookup, SealKind::person, *person)) return true;
        destroy_person(lookup);  // to keys that its owner lost, or to nobody
        insert(lookup, key, SealKind::person, *person);
    } else if (!has_person(lookup)) {
        insert(lookup, key, SealKind::person, KeyPair::generate().public_key);
    }
    return true;
}

bool RecordSeals::has_officer(const std::string& lookup) {
    for (const auto& [user, public_key] : read_officers(session_, site_)) {
        if (is_sealed_to(lookup, SealKind::officer, public_key)) return true;
    }
    return false;
}

bool RecordSeals::has_every_officer(const std::string& lookup) {
    for (const auto& [user, public_key] : read_officers(session_, site_)) {
        if (!is_sealed_to(lookup, SealKind::officer, public_key)) return false;
    }
    return true;
}

void RecordSeals::insert(const std::string& lookup, const Secret& key, SealKind kind,
                         std::string_view public_key) {
    const ShredSlot slot = take_slot(session_);
    const std::string sealed = enclose(slot.key, seal_to(public_key, label_of(lookup, kind), key));
    session_(
        "INSERT INTO record_key_seals (lookup, kind, reader, slot, sealed) VALUES (?, ?, ?, ?, ?)")
        .run(sql::Blob{lookup}, kind, sql::Blob{reader_of(lookup, kind, public_key)}, slot.id,
             sql::Blob{sealed});
}

std::optional<Secret> RecordSeals::open(const std::string& lookup, SealKind kind,
                                        const KeyPair& pair) {
    const std::string reader = reader_of(lookup, kind, pair.public_key);
    auto rows = session_(
                    "SELECT octets, sealed FROM record_key_seals JOIN slots ON id = slot"
                    " WHERE lookup = ? AND kind = ? AND reader = ?")
                    .query(sql::Blob{lookup}, kind, sql::Blob{reader});
    const auto row = rows.next();
    if (!row) return {};
    return open_sealed(pair, label_of(lookup, kind),
                       open_enclosed(Secret::copy_of(row->octets(0)), row->octets(1)));
}

void RecordSeals::destroy_person(const std::string& lookup) {
    const auto slot = session_("SELECT slot FROM record_key_seals WHERE lookup = ? AND kind = ?")
                          .integer(sql::Blob{lookup}, SealKind::person);
    if (!slot) return;
    destroy_slot(session_, *slot);
    session_("DELETE FROM record_key_seals WHERE lookup = ? AND kind = ?")
        .run(sql::Blob{lookup}, SealKind::person);
}

void RecordSeals::destroy(const std::string& lookup) {
    std::vector<std::int64_t> slots;
    auto rows =
        session_("SELECT slot FROM record_key_seals WHERE lookup = ?").query(sql::Blob{lookup});
    for (const auto& row : rows) slots.push_back(row.integer(0));
    for (const std::int64_t slot : slots) destroy_slot(session_, slot);
    session_("DELETE FROM record_key_seals WHERE lookup = ?").run(sql::Blob{lookup});
}

}  // namespace postvern::records::vault
