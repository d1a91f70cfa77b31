#include "records/archive/stored_object.hpp"

#include <algorithm>

#include "records/archive/held_objects.hpp"
#include "records/errors.hpp"
#include "records/vault/sealed_object.hpp"

namespace postvern::records {

namespace {

constexpr std::int64_t kSecondsPerDay = 86'400;
constexpr int kSweptParts = 16;  // per transaction

void append_big_endian(std::string& octets, std::uint64_t value, int count) {
    for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) {
        octets.push_back(static_cast<char>(value >> shift));
    }
}

std::uint64_t read_big_endian(std::string_view octets) {
    std::uint64_t value = 0;
    for (const char octet : octets) value = value << 8 | static_cast<unsigned char>(octet);
    return value;
}

Day day_of(InternalDate date) {
    const std::int64_t seconds = date.seconds;
    const std::int64_t floor = seconds >= 0 ? seconds : seconds - (kSecondsPerDay - 1);
    return Day{static_cast<std::int32_t>(floor / kSecondsPerDay)};
}

// Seals message and date in chunks, without a copy of the whole.
std::vector<std::string> seal_parts(const Secret& key, const ObjectLabel& label,
                                    std::string_view message, const std::string& date) {
    std::vector<std::string> parts;
    std::string last;  // octets of the chunk that holds the date, or part of it
    std::uint32_t chunk = 0;
    while (message.size() > kChunkSize) {
        parts.push_back(
            seal_chunk(key, label, chunk++, ChunkPlace::inner, message.substr(0, kChunkSize)));
        message.remove_prefix(kChunkSize);
    }
    last.reserve(message.size() + date.size());
    last.append(message).append(date);
    if (last.size() > kChunkSize) {
        parts.push_back(seal_chunk(key, label, chunk++, ChunkPlace::inner,
                                   std::string_view(last).substr(0, kChunkSize)));
        last.erase(0, kChunkSize);
    }
    parts.push_back(seal_chunk(key, label, chunk, ChunkPlace::last, last));
    return parts;
}

// Destroys the last parts of doomed objects. Value: whether any were left. The parts of one that is held for a case stay, at the same
// pace: in how many commits it goes tells nobody.
bool sweep_some(Commit& commit, const Store& store) {
    int swept = 0;
    while (swept < kSweptParts) {
        std::optional<std::int64_t> object;
        std::int64_t parts = 0;
        {
            auto& next = commit("SELECT object, parts FROM doomed WHERE staged = 0 LIMIT 1");
            auto rows = next.query();
            if (const auto row = rows.next()) {
                object = row->integer(0);
                parts = row->integer(1);
            }
        }
        if (!object) return swept > 0;
        const ObjectId id{static_cast<std::uint64_t>(*object)};
        const std::int64_t keep = std::max<std::int64_t>(0, parts - (kSweptParts - swept));
        if (!is_held(commit, store, id)) {
            commit("DELETE FROM parts WHERE id BETWEEN ? AND ?")
                .run(part_id(id, keep), part_id(id, parts));
        }
        if (keep == 0) {
            commit("DELETE FROM doomed WHERE object = ?").run(id);
        } else {
            commit("UPDATE doomed SET parts = ? WHERE object = ?").run(keep, id);
        }
        swept += static_cast<int>(std::max<std::int64_t>(1, parts - keep));
    }
    return true;
}

}  // namespace

InternalDate take_stored_date(std::string& octets) {
    if (octets.size() < kStoredDateOctets) throw StorageError("content.db: an object is too short");
    const std::string_view date = std::string_view(octets).substr(octets.size() - kStoredDateOctets);
    const InternalDate value{static_cast<std::int64_t>(read_big_endian(date.substr(0, 8))),
                             static_cast<std::int32_t>(read_big_endian(date.substr(8)))};
    octets.resize(octets.size() - kStoredDateOctets);
    return value;
}

bool read_parts(sql::Readers::Lease& reader, const ObjectLabel& label, const Secret& key,
                std::int64_t parts, std::string& octets) {
    const auto size = reader("SELECT sum(length(octets)) FROM parts WHERE id BETWEEN ? AND ?")
                          .integer(part_id(label.object, 0), part_id(label.object, parts - 1));
    octets.reserve(static_cast<std::size_t>(size.value_or(0)));
    auto& select = reader("SELECT octets FROM parts WHERE id = ?");
    for (std::int64_t part = 0; part < parts; ++part) {
        auto rows = select.query(part_id(label.object, part));
        const auto row = rows.next();
        if (!row) return false;
        const auto place = part + 1 == parts ? ChunkPlace::last : ChunkPlace::inner;
        open_chunk(key, label, static_cast<std::uint32_t>(part), place, row->octets(0), octets);
    }
    return true;
}

SealedObject seal_message(Store& store, Vault& vault, AccountId account, std::string_view message,
                          InternalDate date, const std::string& summary) {
    SealedObject object;
    object.id = store.next_object();
    object.account = account;
    object.day = day_of(date);
    object.size = message.size();

    std::string stored_date;
    append_big_endian(stored_date, static_cast<std::uint64_t>(date.seconds), 8);
    append_big_endian(stored_date, static_cast<std::uint32_t>(date.zone_minutes), 4);
    auto content = vault.new_object_key(account, object.id, ObjectKind::content, DataClass::mail,
                                        object.day);
    object.parts = seal_parts(content.key, {account, object.id, ObjectKind::content, content.period},
                              message, stored_date);
    object.part_count = static_cast<std::int64_t>(object.parts.size());
    object.period = content.period;
    object.wrap = std::move(content.wrap);

    auto beside = vault.new_object_key(account, object.id, ObjectKind::summary, DataClass::mail,
                                       object.day);
    if (summary.size() > kChunkSize) throw Unacceptable("the message has too many parts");
    object.summary = seal_chunk(beside.key, {account, object.id, ObjectKind::summary, beside.period},
                                0, ChunkPlace::last, summary);
    object.summary_period = beside.period;
    object.summary_wrap = std::move(beside.wrap);
    return object;
}

void insert_object(Commit& commit, const SealedObject& object) {
    commit("INSERT INTO objects (id, account, kind, refs, period_key, wrap, parts)"
           " VALUES (?, ?, ?, 1, ?, ?, ?)")
        .run(object.id, object.account, ObjectKind::content, object.period, sql::Blob{object.wrap},
             object.part_count);
    commit("INSERT INTO summaries (object, period_key, wrap, octets) VALUES (?, ?, ?, ?)")
        .run(object.id, object.summary_period, sql::Blob{object.summary_wrap},
             sql::Blob{object.summary});
    if (object.parts.empty()) {
        commit("DELETE FROM doomed WHERE object = ?").run(object.id);
        return;
    }
    for (std::int64_t part = 0; part < object.part_count; ++part) {
        commit("INSERT INTO parts (id, octets) VALUES (?, ?)")
            .run(part_id(object.id, part), sql::Blob{object.parts[static_cast<std::size_t>(part)]});
    }
}

void stage_large(Store& store, SealedObject& object) {
    if (object.part_count < 2) return;
    store.write_and_wait<std::monostate>([&](Commit& commit) {
        commit("INSERT INTO doomed (object, parts, staged) VALUES (?, ?, 1)")
            .run(object.id, object.part_count);
        return std::monostate{};
    });
    try {
        for (std::int64_t part = 0; part < object.part_count; ++part) {
            auto& octets = object.parts[static_cast<std::size_t>(part)];
            store.write_and_wait<std::monostate>([&](Commit& commit) {
                commit("INSERT INTO parts (id, octets) VALUES (?, ?)")
                    .run(part_id(object.id, part), sql::Blob{octets});
                return std::monostate{};
            });
            octets = {};
        }
    } catch (...) {
        abandon_staged(store, object.id);
        throw;
    }
    object.parts.clear();
}

void abandon_staged(Store& store, ObjectId object) {
    store.write<std::monostate>(
        [object](Commit& commit) {
            commit("UPDATE doomed SET staged = 0 WHERE object = ?").run(object);
            return std::monostate{};
        },
        [&store](const Outcome<std::monostate>& outcome) {
            // On failure the next start sweeps it.
            if (outcome.index() == 0) sweep_doomed(store);
        });
}

void sweep_doomed(Store& store) {
    store.write<bool>([&store](Commit& commit) { return sweep_some(commit, store); }, [&store](const Outcome<bool>& outcome) {
        if (outcome.index() == 0 && std::get<0>(outcome)) sweep_doomed(store);
    });
}

}  // namespace postvern::records
