#include "records/vault/record_keys.hpp"

#include "records/vault/framing.hpp"
#include "records/vault/kdf.hpp"
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

Secret RecordKeys::key(std::string_view name) {
    if (auto present = find(name)) return std::move(*present);
    const std::string place = lookup(name);
    auto change = database_.change();
    if (auto present = load(change.session(), place))
        return std::move(*present);  // made in between
    Secret key = Secret::random(kHashSize);
    const ShredSlot slot = take_slot(change.session());
    const std::string sealed = enclose(slot.key, site_.seal(label_of(place), key.view()));
    change("INSERT INTO record_keys (lookup, slot, sealed) VALUES (?, ?, ?)")
        .run(sql::Blob{place}, slot.id, sql::Blob{sealed});
    change.commit();
    keep(place, key);
    return key;
}

void RecordKeys::destroy(std::string_view name) {
    const std::string place = lookup(name);
    auto change = database_.change();
    kept_.erase(place);
    const auto slot =
        change("SELECT slot FROM record_keys WHERE lookup = ?").integer(sql::Blob{place});
    if (!slot) return;
    destroy_slot(change.session(), *slot);
    change("DELETE FROM record_keys WHERE lookup = ?").run(sql::Blob{place});
    change.commit_destruction();
}

}  // namespace postvern::records::vault
