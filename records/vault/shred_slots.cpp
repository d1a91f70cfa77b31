#include "records/vault/shred_slots.hpp"

#include "records/sql/statement.hpp"
#include "records/vault/aead.hpp"

namespace postvern::records::vault {

namespace {

constexpr std::size_t kSlotSize = 32;
constexpr std::string_view kPurpose = "shred slot";

}  // namespace

ShredSlot take_slot(sql::Session& session) {
    Secret key = Secret::random(kSlotSize);
    if (const auto free = session("SELECT id FROM slots WHERE used = 0 LIMIT 1").integer()) {
        session("UPDATE slots SET octets = ?, used = 1 WHERE id = ?")
            .run(sql::Blob{key.view()}, *free);
        return {*free, std::move(key)};
    }
    const std::int64_t id =
        session("SELECT max(id) FROM slots").integer().value_or(0) + 1;  // always the last row
    session("INSERT INTO slots (id, octets, used) VALUES (?, ?, 1)").run(id, sql::Blob{key.view()});
    return {id, std::move(key)};
}

void destroy_slot(sql::Session& session, std::int64_t id) {
    const std::string zeros(kSlotSize, '\0');
    session("UPDATE slots SET octets = ?, used = 0 WHERE id = ?").run(sql::Blob{zeros}, id);
}

std::string enclose(const Secret& slot_key, std::string_view inner) {
    return seal_small(slot_key, kPurpose, inner);
}

std::string open_enclosed(const Secret& slot_key, std::string_view enclosed) {
    return open_small(slot_key, kPurpose, enclosed, "a wrapped key in keys.db");
}

}  // namespace postvern::records::vault
