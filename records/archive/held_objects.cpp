#include "records/archive/held_objects.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <set>

#include "records/archive/subscriber.hpp"
#include "records/errors.hpp"
#include "records/format/wire.hpp"
#include "records/vault/aead.hpp"
#include "records/vault/framing.hpp"
#include "records/vault/held_keys.hpp"
#include "records/vault/kdf.hpp"

namespace postvern::records {

using policy::DisclosureClass;
using vault::KeyPlace;

namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kLookupSize = 16;

std::string label_of(std::uint64_t hold) { return "held object " + std::to_string(hold); }

std::string bound_to(std::uint64_t hold, const HeldObject& object) {
    vault::Framing fields("held wrap");
    fields.number(hold)
        .number(number(object.account))
        .number(number(object.object))
        .number(number(object.period))
        .number(number(object.hold_key));
    return std::string(fields.view());
}

std::string encode(const HeldObject& object) {
    format::WireWriter out;
    out.octet(kVersion);
    out.number(number(object.object));
    out.number(number(object.account));
    out.octet(static_cast<std::uint8_t>(object.data_class));
    out.signed_number(static_cast<std::int64_t>(object.day));
    out.number(object.size);
    out.signed_number(object.parts);
    out.number(number(object.period));
    out.number(number(object.hold_key));
    out.text(object.wrap);
    return out.take();
}

HeldObject decode(std::string_view octets) {
    try {
        format::WireReader in(octets);
        if (in.octet() != kVersion) in.fail("version 1");
        HeldObject object;
        object.object = ObjectId{in.number()};
        object.account = AccountId{in.number()};
        object.data_class = static_cast<DataClass>(in.octet());
        object.day = static_cast<Day>(in.signed_number());
        object.size = in.number();
        object.parts = in.signed_number();
        object.period = PeriodKeyId{in.number()};
        object.hold_key = PeriodKeyId{in.number()};
        object.wrap = in.text();
        in.expect_end();
        return object;
    } catch (const SummaryError& fault) {
        throw StorageError(std::string("content.db: what is held cannot be read: ") + fault.what());
    }
}

KeyPlace place_of(const HeldObject& object) {
    return {object.account, object.data_class, object.day};
}

// Wraps it under the hold's key, where there is one.
void keep(Commit& commit, const Vault& vault, const std::function<std::string(ObjectId)>& lookup,
          std::uint64_t hold, HeldObject object, const vault::HoldKey* key) {
    if (key != nullptr) {
        object.hold_key = key->id;
        object.wrap = vault::seal_small(key->key, bound_to(hold, object), object.wrap);
    }
    commit("INSERT INTO held_objects (lookup, hold, sealed) VALUES (?, ?, ?)")
        .run(sql::Blob{lookup(object.object)}, hold,
             sql::Blob{vault.seal_for_site(label_of(hold), encode(object))});
}

// What the scope finds in the account, an object of several folders once.
std::vector<HeldObject> find_objects(Commit& commit, const vault::HeldScope& scope) {
    std::vector<HeldObject> found;
    auto rows = commit(
                    "SELECT o.id, o.period_key, o.wrap, o.parts, min(i.day), min(i.size), min(c.kind)"
                    " FROM collections c JOIN items i ON i.collection = c.id"
                    " JOIN objects o ON o.id = i.object"
                    " WHERE c.account = ? AND i.day BETWEEN ? AND ? GROUP BY o.id")
                    .query(scope.account, scope.first, scope.last);
    for (const auto& row : rows) {
        HeldObject object;
        object.object = ObjectId{static_cast<std::uint64_t>(row.integer(0))};
        object.account = scope.account;
        object.data_class = class_of(static_cast<CollectionKind>(row.integer(6)));
        object.day = static_cast<Day>(row.integer(4));
        object.size = static_cast<std::uint64_t>(row.integer(5));
        object.parts = row.integer(3);
        object.period = PeriodKeyId{static_cast<std::uint64_t>(row.integer(1))};
        object.wrap = row.octets(2);
        if (scope.covers(place_of(object))) found.push_back(std::move(object));
    }
    return found;
}

std::uint64_t count_lacking(Vault& vault, const std::vector<HeldObject>& objects,
                            const vault::HeldScope& scope) {
    std::set<std::uint64_t> sealed;
    for (const DataClass each : scope.classes) {
        for (const auto& key : vault.disclosable_keys(scope.account, each, scope.first, scope.last)) {
            sealed.insert(key.label.key_id);
        }
    }
    return static_cast<std::uint64_t>(
        std::count_if(objects.begin(), objects.end(), [&](const HeldObject& object) {
            return !sealed.contains(number(object.period));
        }));
}

}  // namespace

DataClass class_of(CollectionKind kind) {
    switch (kind) {
        case CollectionKind::mailbox: return DataClass::mail;
        case CollectionKind::calendar: return DataClass::calendar;
        case CollectionKind::addressbook: return DataClass::contacts;
        case CollectionKind::files: return DataClass::files;
    }
    throw StorageError("content.db: a collection of an unknown kind");
}

CollectionKind kind_of(DataClass data_class) {
    switch (data_class) {
        case DataClass::mail: return CollectionKind::mailbox;
        case DataClass::calendar: return CollectionKind::calendar;
        case DataClass::contacts: return CollectionKind::addressbook;
        case DataClass::files: return CollectionKind::files;
    }
    throw std::logic_error("a data class without collections");
}

std::set<DataClass> keyed_classes(const std::vector<DisclosureClass>& classes) {
    constexpr std::pair<DisclosureClass, DataClass> kKeyed[] = {
        {DisclosureClass::mail, DataClass::mail},
        {DisclosureClass::calendar, DataClass::calendar},
        {DisclosureClass::contacts, DataClass::contacts},
        {DisclosureClass::files, DataClass::files}};
    std::set<DataClass> keyed;
    for (const auto& [disclosed, data_class] : kKeyed) {
        const bool wanted = std::find(classes.begin(), classes.end(), disclosed) != classes.end();
        if (classes.empty() || wanted) keyed.insert(data_class);
    }
    return keyed;
}

Day day_of(std::int64_t moment) {
    constexpr std::int64_t kSecondsPerDay = 86'400;
    const std::int64_t floor = moment / kSecondsPerDay - (moment % kSecondsPerDay < 0 ? 1 : 0);
    return static_cast<Day>(
        std::clamp<std::int64_t>(floor, std::numeric_limits<std::int32_t>::min(),
                                 std::numeric_limits<std::int32_t>::max()));
}

Held begin_hold(Commit& commit, Vault& vault, std::uint64_t hold, const HoldScope& wanted) {
    vault::HeldScope scope;
    scope.account = wanted.account;
    scope.classes = keyed_classes(wanted.classes);
    scope.first = wanted.window_from ? day_of(*wanted.window_from)
                                     : Day{std::numeric_limits<std::int32_t>::min()};
    scope.last = wanted.window_until ? day_of(*wanted.window_until)
                                     : Day{std::numeric_limits<std::int32_t>::max()};
    scope.arrivals = wanted.arrivals;
    const auto& classes = wanted.classes;
    if (classes.empty() ||
        std::find(classes.begin(), classes.end(), DisclosureClass::subscriber) != classes.end()) {
        scope.subscriber = encode(read_subscriber(commit, vault, wanted.account));
    }
    auto objects = find_objects(commit, scope);
    std::set<KeyPlace> places;
    for (const HeldObject& object : objects) places.insert(place_of(object));
    const auto keys = vault.held_keys().begin(hold, scope, places);
    const Held held{hold, objects.size(), count_lacking(vault, objects, scope)};
    const auto lookup = held_lookup(vault);
    for (HeldObject& object : objects) {
        const auto key = keys.find(place_of(object));
        keep(commit, vault, lookup, hold, std::move(object), key == keys.end() ? nullptr : &key->second);
    }
    return held;
}

void keep_arrival(Commit& commit, Vault& vault, const SealedObject& arrived, DataClass data_class) {
    HeldObject object{arrived.id,     arrived.account, data_class,   arrived.day, arrived.size,
                      arrived.part_count, arrived.period,  PeriodKeyId{}, arrived.wrap};
    for (const std::uint64_t hold : vault.held_keys().wanting(place_of(object))) {
        const auto key = vault.held_keys().key_for(hold, place_of(object));
        keep(commit, vault, held_lookup(vault), hold, object, key ? &*key : nullptr);
    }
}

void end_hold(Commit& commit, Vault& vault, std::uint64_t hold) {
    std::vector<HeldObject> objects;
    for (const auto& row :
         commit("SELECT sealed FROM held_objects WHERE hold = ?").query(hold)) {
        objects.push_back(decode(vault.open_for_site(label_of(hold), row.octets(0))));
    }
    commit("DELETE FROM held_objects WHERE hold = ?").run(hold);
    const auto lookup = held_lookup(vault);
    for (const HeldObject& object : objects) {
        // Its owner's still, or another hold's.
        if (commit("SELECT 1 FROM objects WHERE id = ?").integer(object.object)) continue;
        if (commit("SELECT 1 FROM held_objects WHERE lookup = ?")
                .integer(sql::Blob{lookup(object.object)})) {
            continue;
        }
        commit("INSERT INTO doomed (object, parts, staged) VALUES (?, ?, 0)"
               " ON CONFLICT (object) DO UPDATE SET parts = excluded.parts")
            .run(object.object, object.parts);
    }
}

bool is_held(Commit& commit, const Store& store, ObjectId object) {
    const auto& lookup = store.settings().held_lookup;
    if (!lookup) throw std::logic_error("a store that destroys octets is told how to find held ones");
    return commit("SELECT 1 FROM held_objects WHERE lookup = ?")
        .integer(sql::Blob{lookup(object)})
        .has_value();
}

std::vector<HeldObject> read_held(sql::Readers::Lease& reader, const Vault& vault, std::uint64_t hold) {
    std::vector<HeldObject> objects;
    for (const auto& row :
         reader("SELECT sealed FROM held_objects WHERE hold = ?").query(hold)) {
        objects.push_back(decode(vault.open_for_site(label_of(hold), row.octets(0))));
    }
    return objects;
}

std::string unwrap_held(const Secret& key, std::uint64_t hold, const HeldObject& object) {
    return vault::open_small(key, bound_to(hold, object), object.wrap, "what is held of an object");
}

std::function<std::string(ObjectId)> held_lookup(const Vault& vault) {
    // shared: functions are copyable, secrets are not
    auto key = std::make_shared<const Secret>(vault.derive_site_key("held objects"));
    return [key](ObjectId object) {
        vault::Framing fields("held object");
        fields.number(number(object));
        return std::string(vault::hmac(key->view(), fields.view()).view().substr(0, kLookupSize));
    };
}

}  // namespace postvern::records
