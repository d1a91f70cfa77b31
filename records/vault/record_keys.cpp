#include "records/vault/record_keys.hpp"

#include "records/errors.hpp"
#include "records/vault/framing.hpp"
#include "records/vault/kdf.hpp"
#include "records/vault/record_officers.hpp"
#include "records/vault/shred_slots.hpp"

namespace postvern::records::vault {

namespace {

std::string label_of(const std::string& lookup) {
    return std::string(Framing("record key").text(lookup).view());
}

}  // namespace

std::string RecordKeys::lookup(std::string_view name) const {
    return site_.lookup(Framing("record key").text(name).view());
}

void RecordKeys::keep(const std::string& lookup, const Secret& key) {
    if (kept_.size() >= kKept) kept_.clear();
    kept_.insert_or_assign(lookup, key.clone());
}

std::optional<Secret> RecordKeys::load(sql::Session& session, const std::string& lookup) {
    if (const auto kept = kept_.find(lookup); kept != kept_.end()) return kept->second.clone();
    auto rows = session(
                    "SELECT octets, sealed FROM record_keys JOIN slots ON id = slot"
                    " WHERE lookup = ?")
                    .query(sql::Blob{lookup});
    const auto row = rows.next();
    if (!row) return {};
    const std::string sealed = open_enclosed(Secret::copy_of(row->octets(0)), row->octets(1));
    std::string octets = site_.open_sealed(label_of(lookup), sealed);
    Secret key = Secret::copy_of(octets);
    wipe(octets);
    keep(lookup, key);
    return key;
}

std::optional<Secret> RecordKeys::find(std::string_view name) {
    const std::string place = lookup(name);
    auto lease = database_.lease();
    return load(lease.session(), place);
}

std::optional<Secret> RecordKeys::find(std::string_view name, SealKind kind, const KeyPair& pair) {
    const std::string place = lookup(name);
    auto lease = database_.lease();
    return RecordSeals(lease.session(), site_).open(place, kind, pair);
}

RecordKeyState RecordKeys::state(std::string_view name) {
    const std::string place = lookup(name);
    auto lease = database_.lease();
    return state_of(lease.session(), place);
}

// Slot 0: the site's own copy is destroyed.
RecordKeyState RecordKeys::state_of(sql::Session& session, const std::string& lookup) {
    const auto slot =
        session("SELECT slot FROM record_keys WHERE lookup = ?").integer(sql::Blob{lookup});
    if (!slot) return RecordKeyState::absent;
    return *slot == 0 ? RecordKeyState::sealed : RecordKeyState::open;
}

Secret RecordKeys::key(std::string_view name, const RecordAudience& audience) {
    if (auto present = find(name)) return std::move(*present);
    const std::string place = lookup(name);
    auto change = database_.change();
    if (auto present = load(change.session(), place))
        return std::move(*present);  // made in between
    if (state_of(change.session(), place) == RecordKeyState::sealed) {
        throw Unavailable(
            "the site has no copy any more of the key of records of that month: the clock seems to "
            "be set back");
    }
    Secret key = Secret::random(kHashSize);
    const ShredSlot slot = take_slot(change.session());
    const std::string sealed = enclose(slot.key, site_.seal(label_of(place), key.view()));
    change("INSERT INTO record_keys (lookup, slot, sealed) VALUES (?, ?, ?)")
        .run(sql::Blob{place}, slot.id, sql::Blob{sealed});
    RecordSeals(change.session(), site_).add(place, key, audience);
    change.commit();
    keep(place, key);
    return key;
}

RecordSealing RecordKeys::seal(std::string_view name, const RecordAudience& audience,
                               const KeyPair* by) {
    const std::string place = lookup(name);
    auto change = database_.change();
    RecordSealing sealing;
    if (state_of(change.session(), place) == RecordKeyState::absent) return sealing;
    RecordSeals seals(change.session(), site_);
    auto key = load(change.session(), place);
    if (!key && by != nullptr) key = seals.open(place, SealKind::officer, *by);
    if (key) sealing.added = seals.add(place, *key, audience);
    sealing.lacking = audience.officers && !(seals.has_officer(place) && seals.has_every_officer(place));
    // With the seal of a key that its owner replaced a slot may have been destroyed.
    if (sealing.added) change.commit_destruction();
    return sealing;
}

bool RecordKeys::give_up(std::string_view name) {
    const std::string place = lookup(name);
    auto change = database_.change();
    const auto slot =
        change("SELECT slot FROM record_keys WHERE lookup = ?").integer(sql::Blob{place});
    if (!slot || *slot == 0) return false;
    // Otherwise nobody could show the record to anybody, and it would be gone before its time.
    if (!RecordSeals(change.session(), site_).has_officer(place)) return false;
    kept_.erase(place);
    destroy_slot(change.session(), *slot);
    change("UPDATE record_keys SET slot = 0, sealed = x'' WHERE lookup = ?").run(sql::Blob{place});
    change.commit_destruction();
    return true;
}

void RecordKeys::destroy(std::string_view name) {
    const std::string place = lookup(name);
    auto change = database_.change();
    kept_.erase(place);
    const auto slot =
        change("SELECT slot FROM record_keys WHERE lookup = ?").integer(sql::Blob{place});
    if (!slot) return;
    if (*slot != 0) destroy_slot(change.session(), *slot);
    RecordSeals(change.session(), site_).destroy(place);
    change("DELETE FROM record_keys WHERE lookup = ?").run(sql::Blob{place});
    change.commit_destruction();
}

std::map<std::uint32_t, std::string> RecordKeys::officers() {
    auto lease = database_.lease();
    return read_officers(lease.session(), site_);
}

void RecordKeys::put_officer(std::uint32_t user, const std::string& public_key) {
    auto change = database_.change();
    vault::put_officer(change.session(), site_, user, public_key);
    change.commit();
}

void RecordKeys::remove_officer(std::uint32_t user) {
    auto change = database_.change();
    if (vault::remove_officer(change.session(), user)) change.commit();
}

}  // namespace postvern::records::vault
