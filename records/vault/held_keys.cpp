#include "records/vault/held_keys.hpp"

#include <stdexcept>

#include "records/errors.hpp"
#include "records/vault/framing.hpp"
#include "records/vault/held_codec.hpp"
#include "records/vault/kdf.hpp"
#include "records/vault/shred_slots.hpp"

namespace postvern::records::vault {

namespace {

constexpr std::size_t kLookupSize = 16;
// Keys of holds in memory; beyond, new ones are made.
constexpr std::size_t kMostWrapping = 1024;

std::string scope_label(std::uint64_t hold) { return "held scope " + std::to_string(hold); }
std::string key_label(std::uint64_t hold) { return "held key " + std::to_string(hold); }

// The keys in a scope that have a seal, with the ciphertext taken out of the period key's slot.
std::vector<DisclosedKey> sealed_keys(sql::Session& session, const HeldScope& scope) {
    std::vector<DisclosedKey> keys;
    auto rows = session(
                    "SELECT p.id, data_class, day, octets, commitment, disclosure_key,"
                    " disclosure_seal FROM period_keys p JOIN slots ON slots.id = slot"
                    " WHERE account = ? AND day BETWEEN ? AND ? AND disclosure_key > 0")
                    .query(scope.account, scope.first, scope.last);
    for (const auto& row : rows) {
        const KeyPlace place{scope.account, static_cast<DataClass>(row.integer(1)),
                             static_cast<Day>(row.integer(2))};
        if (!scope.covers(place)) continue;
        keys.push_back({place, PeriodKeyId{static_cast<std::uint64_t>(row.integer(0))},
                        std::string(row.octets(4)), static_cast<std::uint64_t>(row.integer(5)),
                        open_enclosed(Secret::copy_of(row.octets(3)), row.octets(6))});
    }
    return keys;
}

}  // namespace

HeldKeys::HeldKeys(const SiteKeys& site, KeysDatabase& database)
    : site_(site), database_(database), lookup_key_(site.derive("held keys")) {
    auto lease = database_.lease();
    auto rows = lease("SELECT hold, octets, sealed FROM held_scopes JOIN slots ON slots.id = slot").query();
    for (const auto& row : rows) {
        const auto hold = static_cast<std::uint64_t>(row.integer(0));
        const std::string plain = site_.open_sealed(
            scope_label(hold), open_enclosed(Secret::copy_of(row.octets(1)), row.octets(2)));
        scopes_.emplace(hold, decode_scope(plain));
    }
}

std::string HeldKeys::lookup_of(std::uint64_t hold, PeriodKeyId id) const {
    Framing fields("held key");
    fields.number(hold).number(number(id));
    return std::string(hmac(lookup_key_.view(), fields.view()).view().substr(0, kLookupSize));
}

Secret HeldKeys::slot_of(sql::Session& session, std::uint64_t hold) {
    auto rows =
        session("SELECT octets FROM held_scopes JOIN slots ON slots.id = slot WHERE hold = ?").query(hold);
    const auto row = rows.next();
    if (!row) throw NotFound("there is no such hold");
    return Secret::copy_of(row->octets(0));
}

void HeldKeys::insert(sql::Session& session, std::uint64_t hold, const Secret& slot,
                      const DisclosedKey& key) {
    const std::string sealed = enclose(slot, site_.seal(key_label(hold), encode(key)));
    session(
        "INSERT INTO held_keys (hold, lookup, sealed) VALUES (?, ?, ?)"
        " ON CONFLICT (hold, lookup) DO UPDATE SET sealed = excluded.sealed")
        .run(hold, sql::Blob{lookup_of(hold, key.id)}, sql::Blob{sealed});
}

HoldKey HeldKeys::make(sql::Session& session, std::uint64_t hold, const Secret& slot,
                       const DisclosureSealer& sealer, const KeyPlace& place) {
    const auto next = session("UPDATE held_counter SET last = last + 1 RETURNING last").integer();
    HoldKey made{PeriodKeyId{static_cast<std::uint64_t>(*next) | kHoldKeyBit}, Secret::random(kHashSize)};
    DisclosedKey key{place, made.id, {}, sealer.number(), {}};
    key.commitment = period_commitment(made.key.view(), period_label(site_.id(), place, made.id));
    key.ciphertext = sealer.seal(place, made.id, key.commitment, made.key);
    insert(session, hold, slot, key);
    return made;
}

std::map<KeyPlace, HoldKey> HeldKeys::begin(std::uint64_t hold, HeldScope scope,
                                            const std::set<KeyPlace>& places) {
    auto change = database_.change();
    if (change("SELECT 1 FROM held_scopes WHERE hold = ?").integer(hold)) {
        throw std::logic_error("a hold of that number has begun before");
    }
    const auto sealer = DisclosureSealer::of(change.session(), site_, scope.account);
    scope.identity = sealer.identity();
    const ShredSlot slot = take_slot(change.session());
    change("INSERT INTO held_scopes (hold, slot, sealed) VALUES (?, ?, ?)")
        .run(hold, slot.id, sql::Blob{enclose(slot.key, site_.seal(scope_label(hold), encode(scope)))});
    for (const DisclosedKey& key : sealed_keys(change.session(), scope)) {
        insert(change.session(), hold, slot.key, key);
    }
    std::map<KeyPlace, HoldKey> keys;
    if (sealer.can_seal()) {
        for (const KeyPlace& place : places) {
            keys.emplace(place, make(change.session(), hold, slot.key, sealer, place));
        }
    }
    change.commit();
    const std::scoped_lock lock(mutex_);
    scopes_.insert_or_assign(hold, std::move(scope));
    return keys;
}

std::optional<HoldKey> HeldKeys::key_for(std::uint64_t hold, const KeyPlace& place) {
    {
        const std::scoped_lock lock(mutex_);
        const auto found = wrapping_.find({hold, place});
        if (found != wrapping_.end()) return HoldKey{found->second.id, found->second.key.clone()};
    }
    auto change = database_.change();
    const auto sealer = DisclosureSealer::of(change.session(), site_, place.account);
    if (!sealer.can_seal()) return {};
    HoldKey made = make(change.session(), hold, slot_of(change.session(), hold), sealer, place);
    change.commit();
    const std::scoped_lock lock(mutex_);
    if (wrapping_.size() >= kMostWrapping) wrapping_.clear();
    wrapping_.insert_or_assign({hold, place}, Kept{made.id, made.key.clone()});
    return made;
}

void HeldKeys::end(std::uint64_t hold) {
    auto change = database_.change();
    const auto slot = change("SELECT slot FROM held_scopes WHERE hold = ?").integer(hold);
    if (slot) {
        destroy_slot(change.session(), *slot);
        change("DELETE FROM held_keys WHERE hold = ?").run(hold);
        change("DELETE FROM held_scopes WHERE hold = ?").run(hold);
    }
    {
        const std::scoped_lock lock(mutex_);
        scopes_.erase(hold);
        std::erase_if(wrapping_, [&](const auto& entry) { return entry.first.first == hold; });
    }
    if (slot) change.commit_destruction();
}

void HeldKeys::note(sql::Session& session, const DisclosedKey& key, bool fresh) {
    if (key.ciphertext.empty()) return;
    std::vector<std::uint64_t> holds;
    {
        const std::scoped_lock lock(mutex_);
        for (const auto& [hold, scope] : scopes_) {
            if (scope.covers(key.place) && (scope.arrivals || !fresh)) holds.push_back(hold);
        }
    }
    for (const std::uint64_t hold : holds) insert(session, hold, slot_of(session, hold), key);
}

std::vector<std::uint64_t> HeldKeys::all() const {
    const std::scoped_lock lock(mutex_);
    std::vector<std::uint64_t> holds;
    for (const auto& [hold, scope] : scopes_) holds.push_back(hold);
    return holds;
}

std::map<std::uint64_t, HeldScope> HeldKeys::of(AccountId account) const {
    const std::scoped_lock lock(mutex_);
    std::map<std::uint64_t, HeldScope> holds;
    for (const auto& [hold, scope] : scopes_) {
        if (scope.account == account) holds.emplace(hold, scope);
    }
    return holds;
}

std::vector<std::uint64_t> HeldKeys::wanting(const KeyPlace& place) const {
    const std::scoped_lock lock(mutex_);
    std::vector<std::uint64_t> holds;
    for (const auto& [hold, scope] : scopes_) {
        if (scope.arrivals && scope.covers(place)) holds.push_back(hold);
    }
    return holds;
}

std::vector<AccountId> HeldKeys::named(std::string_view canonical_address) const {
    const std::scoped_lock lock(mutex_);
    std::set<AccountId> accounts;
    for (const auto& [hold, scope] : scopes_) {
        const auto& identity = scope.identity;
        if (identity && threshold::account_id(identity->salt, canonical_address) == identity->id) {
            accounts.insert(scope.account);
        }
    }
    return {accounts.begin(), accounts.end()};
}

std::vector<DisclosedKey> HeldKeys::keys(std::span<const std::uint64_t> holds, const KeyPlace& from,
                                         Day until) {
    std::vector<DisclosedKey> keys;
    auto lease = database_.lease();
    for (const std::uint64_t hold : holds) {
        if (!lease("SELECT 1 FROM held_scopes WHERE hold = ?").integer(hold)) continue;  // released since
        const Secret slot = slot_of(lease.session(), hold);
        auto rows = lease("SELECT sealed FROM held_keys WHERE hold = ?").query(hold);
        for (const auto& row : rows) {
            DisclosedKey key = decode_held_key(
                site_.open_sealed(key_label(hold), open_enclosed(slot, row.octets(0))));
            const KeyPlace& place = key.place;
            if (place.account == from.account && place.data_class == from.data_class &&
                from.day <= place.day && place.day <= until) {
                keys.push_back(std::move(key));
            }
        }
    }
    return keys;
}

void HeldKeys::forget_unused() {
    const std::scoped_lock lock(mutex_);
    wrapping_.clear();
}

}  // namespace postvern::records::vault
