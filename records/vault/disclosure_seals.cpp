#include "records/vault/disclosure_seals.hpp"

#include "records/errors.hpp"
#include "records/vault/framing.hpp"
#include "records/vault/kdf.hpp"

namespace postvern::records::vault {

namespace {

// What shows that this site wrote the row: whoever can write keys.db has nothing sealed to a key of their own.
std::string tag_of(const SiteKeys& site, std::uint64_t number, std::int64_t since,
                   std::string_view key) {
    Framing fields("disclosure key");
    fields.number(number).number(static_cast<std::uint64_t>(since)).text(key);
    return std::string(hmac(site.derive("public keys").view(), fields.view()).view());
}

[[noreturn]] void refuse() {
    throw StorageError(
        "a disclosure key in keys.db was not written by this site; restore keys.db from a backup");
}

DisclosureKey read_key(const SiteKeys& site, const sql::Row& row) {
    const auto number = static_cast<std::uint64_t>(row.integer(0));
    const std::int64_t since = row.integer(1);
    if (!same_octets(row.octets(3), tag_of(site, number, since, row.octets(2)))) refuse();
    try {
        return {number, since, threshold::PublicKey::decode(row.octets(2))};
    } catch (const threshold::Malformed&) {
        refuse();
    }
}

}  // namespace

std::optional<DisclosureKey> disclosure_key_in_force(sql::Session& session, const SiteKeys& site) {
    auto rows = session(
                    "SELECT number, since, public_key, tag FROM disclosure_keys"
                    " ORDER BY number DESC LIMIT 1")
                    .query();
    const auto row = rows.next();
    if (!row) return {};
    return read_key(site, *row);
}

std::vector<DisclosureKey> all_disclosure_keys(sql::Session& session, const SiteKeys& site) {
    std::vector<DisclosureKey> keys;
    auto rows =
        session("SELECT number, since, public_key, tag FROM disclosure_keys ORDER BY number").query();
    for (const auto& row : rows) keys.push_back(read_key(site, row));
    return keys;
}

void put_disclosure_key(sql::Session& session, const SiteKeys& site, const threshold::PublicKey& key,
                        std::int64_t now) {
    const auto known = all_disclosure_keys(session, site);
    std::uint64_t number = known.size() + 1;
    for (const DisclosureKey& each : known) {
        if (!(each.key.key == key.key)) continue;
        if (each.number != known.size()) {
            throw Unacceptable("this disclosure key was replaced by another; make a new one");
        }
        if (key.epoch <= each.key.epoch) {
            throw Unacceptable("epoch " + std::to_string(key.epoch) +
                               " of the disclosure key is not later than the one on record, " +
                               std::to_string(each.key.epoch));
        }
        number = each.number;
    }
    const std::string octets = key.encode();
    session(
        "INSERT INTO disclosure_keys (number, since, public_key, tag) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (number) DO UPDATE SET since = excluded.since,"
        " public_key = excluded.public_key, tag = excluded.tag")
        .run(number, now, sql::Blob{octets}, sql::Blob{tag_of(site, number, now, octets)});
}

threshold::Label disclosure_label(const SiteKeys& site, const threshold::Octets<32>& account_id,
                                  const KeyPlace& place, PeriodKeyId id,
                                  std::string_view commitment) {
    return {threshold::octets_of<16>(site.id()),
            account_id,
            static_cast<std::uint8_t>(place.data_class),
            static_cast<std::int64_t>(place.day),
            number(id),
            threshold::octets_of<32>(commitment)};
}

std::string DisclosureSealer::seal(const KeyPlace& place, PeriodKeyId id,
                                   std::string_view commitment, const Secret& key) const {
    if (!can_seal()) return {};
    if (!same_octets(commitment, period_commitment(key.view(), period_label(site_.id(), place, id)))) {
        throw StorageError("a period key in keys.db does not fit its commitment; restore keys.db");
    }
    return threshold::encrypt(key_->key,
                              disclosure_label(site_, identity_->id, place, id, commitment),
                              threshold::PeriodKey::copy_of(key.view()))
        .encode();
}

}  // namespace postvern::records::vault
