#include "records/vault/period_keys.hpp"

#include <stdexcept>

#include "records/errors.hpp"
#include "records/vault/account_rows.hpp"
#include "records/vault/aead.hpp"
#include "records/vault/framing.hpp"
#include "records/vault/hpke.hpp"
#include "records/vault/kdf.hpp"
#include "records/vault/shred_slots.hpp"

namespace postvern::records::vault {

namespace {

// Rowids of AUTOINCREMENT tables are never given twice, not even after a deletion.
std::int64_t next_id(sql::Session& session) {
    return session("SELECT seq FROM sqlite_sequence WHERE name = 'period_keys'")
               .integer()
               .value_or(0) +
           1;
}

}  // namespace

struct PeriodKeys::Row {
    PeriodKeyId id;
    Place place;
    std::int64_t slot;
    Secret slot_key;
    std::string sealed;  // this and the next but one: enclosed under the slot's key
    std::string commitment;
    std::string root_wrap;  // empty: not opened yet

    static Row of(AccountId account, const sql::Row& row) {
        return {PeriodKeyId{static_cast<std::uint64_t>(row.integer(0))},
                {account, static_cast<DataClass>(row.integer(1)), static_cast<Day>(row.integer(2))},
                row.integer(7),
                Secret::copy_of(row.octets(3)),
                std::string(row.octets(4)),
                std::string(row.octets(5)),
                std::string(row.octets(6))};
    }
};

PeriodKeys::PeriodKeys(const SiteKeys& site, KeysDatabase& database, HeldKeys& held,
                       std::function<std::int64_t()> clock)
    : site_(site), database_(database), held_(held), clock_(std::move(clock)) {
    auto lease = database_.lease();
    first_of_this_run_ = next_id(lease.session());
}

std::string PeriodKeys::label_of(const Place& place, PeriodKeyId id) const {
    return period_label(site_.id(), place, id);
}

// --- Sealing ------------------------------------------------------------------------------------

std::optional<PeriodKeys::Current> PeriodKeys::kept(const Place& place) {
    const std::scoped_lock lock(mutex_);
    const auto found = kept_.find(place);
    if (found == kept_.end() || clock_() >= found->second.until) return {};
    return Current{found->second.id, found->second.key.clone()};
}

PeriodKeys::Current PeriodKeys::current(AccountId account, DataClass data_class, Day day) {
    const Place place{account, data_class, day};
    if (auto found = kept(place)) return std::move(*found);
    const std::scoped_lock lock(making_);
    if (auto found = kept(place)) return std::move(*found);  // made by another meanwhile
    return make(place);
}

// With making_ held.
PeriodKeys::Current PeriodKeys::make(const Place& place) {
    forget_expired();
    const auto& [account, data_class, day] = place;
    auto change = database_.change();
    const auto row = read_account(change.session(), site_, account);
    if (!row) throw NotFound("the account has no keys");
    const std::int64_t id = next_id(change.session());
    Current made{PeriodKeyId{static_cast<std::uint64_t>(id)}, Secret::random(kHashSize)};
    const std::string label = label_of(place, made.id);
    const ShredSlot slot = take_slot(change.session());
    const std::string sealed = enclose(slot.key, seal_to(row->public_key, label, made.key));
    const auto sealer = DisclosureSealer::of(change.session(), site_, account);
    DisclosedKey disclosed{place, made.id, period_commitment(made.key.view(), label), sealer.number(), {}};
    disclosed.ciphertext = sealer.seal(place, made.id, disclosed.commitment, made.key);
    change(
        "INSERT INTO period_keys (id, account, data_class, day, slot, sealed, commitment,"
        " disclosure_key, disclosure_seal) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .run(id, account, data_class, day, slot.id, sql::Blob{sealed},
             sql::Blob{disclosed.commitment}, disclosed.sealed_to,
             sql::Blob{enclose(slot.key, disclosed.ciphertext)});
    held_.note(change.session(), disclosed, true);
    change.commit();
    const std::scoped_lock lock(mutex_);
    kept_.insert_or_assign(place, Kept{made.id, made.key.clone(), clock_() + kSeconds});
    return made;
}

void PeriodKeys::forget(AccountId account) {
    const std::scoped_lock none_being_made(making_);
    const std::scoped_lock lock(mutex_);
    std::erase_if(kept_, [&](const auto& entry) { return entry.first.account == account; });
}

void PeriodKeys::forget_expired() {
    const std::int64_t now = clock_();
    const std::scoped_lock lock(mutex_);
    std::erase_if(kept_, [&](const auto& entry) { return now >= entry.second.until; });
}

// --- Opening ------------------------------------------------------------------------------------

Secret PeriodKeys::open(KeyBlock& block, PeriodKeyId period) {
    if (Secret open = block.period(period); !open.empty()) return open;
    const auto row = read(block.account(), period);
    if (!row) throw NotFound("the key of that time was destroyed");
    Secret key = row->root_wrap.empty() ? open_waiting(block, period) : open_root_wrap(block, *row);
    block.remember(period, key);
    return key;
}

std::optional<PeriodKeys::Row> PeriodKeys::read(AccountId account, PeriodKeyId period) {
    auto lease = database_.lease();
    auto rows = lease(
                    "SELECT p.id, data_class, day, octets, sealed, commitment, root_wrap, slot"
                    " FROM period_keys p JOIN slots ON slots.id = slot"
                    " WHERE p.id = ? AND account = ?")
                    .query(period, account);
    const auto row = rows.next();
    if (!row) return {};
    return Row::of(account, *row);
}

std::vector<PeriodKeys::Row> PeriodKeys::read_unopened(AccountId account) {
    auto lease = database_.lease();
    std::vector<Row> waiting;
    auto rows = lease(
                    "SELECT p.id, data_class, day, octets, sealed, commitment, root_wrap, slot"
                    " FROM period_keys p JOIN slots ON slots.id = slot"
                    " WHERE account = ? AND root_wrap IS NULL")
                    .query(account);
    for (const auto& row : rows) waiting.push_back(Row::of(account, row));
    return waiting;
}

void PeriodKeys::expect_commitment(const Row& row, const Secret& key) const {
    if (!same_octets(row.commitment, period_commitment(key.view(), label_of(row.place, row.id)))) {
        throw StorageError("a period key in keys.db does not fit its commitment; restore keys.db");
    }
}

std::string PeriodKeys::bound_to_root(const Row& row) const {
    Framing fields("period key under root");
    fields.text(label_of(row.place, row.id)).text(row.commitment);
    return std::string(fields.view());
}

Secret PeriodKeys::open_root_wrap(const KeyBlock& block, const Row& row) const {
    Secret key =
        open_small_secret(block.period_wrap_key(), bound_to_root(row),
                          open_enclosed(row.slot_key, row.root_wrap), "a period key in keys.db");
    expect_commitment(row, key);
    return key;
}

Secret PeriodKeys::open_sealed_row(const KeyBlock& block, const Row& row) const {
    Secret key = open_sealed(block.keys().pair, label_of(row.place, row.id),
                             open_enclosed(row.slot_key, row.sealed));
    expect_commitment(row, key);
    return key;
}

// Opens all that wait, so that their root wraps cost one flush of the disk and not one each.
Secret PeriodKeys::open_waiting(KeyBlock& block, PeriodKeyId wanted) {
    const std::scoped_lock once(block.opening());
    Secret found;
    std::vector<std::pair<PeriodKeyId, std::string>> wraps;
    for (const Row& row : read_unopened(block.account())) {
        try {
            const Secret key = open_sealed_row(block, row);
            wraps.emplace_back(row.id, enclose(row.slot_key, seal_small(block.period_wrap_key(),
                                                                        bound_to_root(row), key)));
            if (row.id == wanted) found = key.clone();
        } catch (const StorageError&) {
            if (row.id == wanted)
                throw;  // another one that is damaged is reported when it is wanted
        }
    }
    store_root_wraps(block, wraps);
    if (!found.empty()) return found;
    const auto row = read(block.account(), wanted);  // another session has opened it meanwhile
    if (!row) throw NotFound("the key of that time was destroyed");
    return open_root_wrap(block, *row);
}

// A root wrap saves time at the next start and nothing else: reading goes on when it cannot be
// stored.
void PeriodKeys::store_root_wraps(
    const KeyBlock& block, const std::vector<std::pair<PeriodKeyId, std::string>>& wraps) noexcept {
    if (wraps.empty()) return;
    try {
        auto change = database_.change();
        const auto row = read_account(change.session(), site_, block.account());
        if (!row || row->generation != block.keys().generation) return;
        for (const auto& [id, wrap] : wraps) {
            change("UPDATE period_keys SET root_wrap = ? WHERE id = ? AND account = ?")
                .run(sql::Blob{wrap}, id, block.account());
        }
        change.commit();
    } catch (const std::exception&) {
        return;
    }
}

// --- The disclosure key's seals -------------------------------------------------------------------

Secret PeriodKeys::open_row(const KeyBlock& block, const Row& row) const {
    return row.root_wrap.empty() ? open_sealed_row(block, row) : open_root_wrap(block, row);
}

// The next ones that are sealed to an earlier disclosure key or to none.
std::vector<PeriodKeys::Row> PeriodKeys::read_unsealed(AccountId account,
                                                       std::uint64_t disclosure_key,
                                                       PeriodKeyId after) {
    auto lease = database_.lease();
    std::vector<Row> unsealed;
    auto rows = lease(
                    "SELECT p.id, data_class, day, octets, sealed, commitment, root_wrap, slot"
                    " FROM period_keys p JOIN slots ON slots.id = slot"
                    " WHERE account = ? AND disclosure_key < ? AND p.id > ? ORDER BY p.id LIMIT ?")
                    .query(account, disclosure_key, after, kSealedAtOnce);
    for (const auto& row : rows) unsealed.push_back(Row::of(account, row));
    return unsealed;
}

std::optional<PeriodKeyId> PeriodKeys::seal_some(KeyBlock& block, PeriodKeyId after) {
    const auto sealer = [&] {
        auto lease = database_.lease();
        return DisclosureSealer::of(lease.session(), site_, block.account());
    }();
    if (!sealer.can_seal()) return {};
    const auto rows = read_unsealed(block.account(), sealer.number(), after);
    if (rows.empty()) return {};
    std::vector<std::pair<const Row*, DisclosedKey>> sealed;
    for (const Row& row : rows) {
        try {
            const Secret key = open_row(block, row);
            sealed.push_back({&row, {row.place, row.id, row.commitment, sealer.number(),
                                     sealer.seal(row.place, row.id, row.commitment, key)}});
        } catch (const StorageError&) {
            continue;  // a damaged one is reported when it is wanted
        }
    }
    auto change = database_.change();
    for (const auto& [row, key] : sealed) {
        // Not where it was destroyed meanwhile: its slot may be another's by now.
        const bool there =
            change("UPDATE period_keys SET disclosure_key = ?, disclosure_seal = ?"
                   " WHERE id = ? AND slot = ? AND disclosure_key < ?")
                .run(key.sealed_to, sql::Blob{enclose(row->slot_key, key.ciphertext)}, key.id,
                     row->slot, key.sealed_to) == 1;
        if (there) held_.note(change.session(), key, false);
    }
    change.commit();
    return rows.back().id;
}

SealingState PeriodKeys::sealing_state() {
    auto lease = database_.lease();
    const auto in_force =
        lease("SELECT max(number) FROM disclosure_keys").integer().value_or(1);
    auto rows = lease("SELECT count(*), count(CASE WHEN disclosure_key < ?1 THEN 1 END),"
                      " count(DISTINCT CASE WHEN disclosure_key < ?1 THEN account END)"
                      " FROM period_keys")
                    .query(in_force);
    const auto row = rows.next();
    const auto column = [&](int number) { return static_cast<std::uint64_t>(row->integer(number)); };
    return {column(0), column(1), column(2)};
}

std::vector<DisclosedKey> PeriodKeys::disclosed(const KeyPlace& from, Day until) {
    std::vector<DisclosedKey> keys;
    auto lease = database_.lease();
    auto rows = lease("SELECT p.id, day, octets, commitment, disclosure_key, disclosure_seal"
                      " FROM period_keys p JOIN slots ON slots.id = slot WHERE account = ?"
                      " AND data_class = ? AND day BETWEEN ? AND ? AND disclosure_key > 0")
                    .query(from.account, from.data_class, from.day, until);
    for (const auto& row : rows) {
        keys.push_back({{from.account, from.data_class, static_cast<Day>(row.integer(1))},
                        PeriodKeyId{static_cast<std::uint64_t>(row.integer(0))},
                        std::string(row.octets(3)), static_cast<std::uint64_t>(row.integer(4)),
                        open_enclosed(Secret::copy_of(row.octets(2)), row.octets(5))});
    }
    return keys;
}

// --- Care ---------------------------------------------------------------------------------------

std::vector<PeriodKeyId> PeriodKeys::settled(AccountId account) {
    auto lease = database_.lease();
    std::vector<PeriodKeyId> ids;
    auto rows = lease("SELECT id FROM period_keys WHERE account = ? AND id < ? ORDER BY id")
                    .query(account, first_of_this_run_);
    for (const auto& row : rows)
        ids.push_back(PeriodKeyId{static_cast<std::uint64_t>(row.integer(0))});
    return ids;
}

void PeriodKeys::destroy(AccountId account, std::span<const PeriodKeyId> periods) {
    if (periods.empty()) return;
    auto change = database_.change();
    for (const PeriodKeyId period : periods) {
        if (number(period) >= static_cast<std::uint64_t>(first_of_this_run_)) {
            throw std::logic_error("a period key that may still be in use");
        }
        const auto slot = change("SELECT slot FROM period_keys WHERE id = ? AND account = ?")
                              .integer(period, account);
        if (!slot) continue;
        destroy_slot(change.session(), *slot);
        change("DELETE FROM period_keys WHERE id = ?").run(period);
    }
    change.commit_destruction();
}

}  // namespace postvern::records::vault
