// Where destruction happens. SQLite's secure_delete overwrites the row that is deleted, but not
// copies that earlier splits and merges of B-tree pages left behind. So each wrapped key in keys.db
// is enclosed once more under a random key in a slot of its own; slots are appended, never deleted
// and only overwritten in place with values of the same size, which moves no row: a slot
// overwritten is gone from the file, and whatever it enclosed is unreadable wherever a copy of it
// may lie. The functions work in the caller's transaction, under a lease; the log keeps the old
// value until KeysDatabase::Change::commit_destruction.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "records/sql/session.hpp"
#include "records/vault/secret.hpp"

namespace postvern::records::vault {

struct ShredSlot {
    std::int64_t id;
    Secret key;
};

// A slot with a new key; one that was destroyed is used again.
ShredSlot take_slot(sql::Session& session);

void destroy_slot(sql::Session& session, std::int64_t id);

// `inner`, readable as long as the slot lasts. `slot_key` is the slot's column `octets`.
std::string enclose(const Secret& slot_key, std::string_view inner);
// Throws StorageError when it was not enclosed under this key.
std::string open_enclosed(const Secret& slot_key, std::string_view enclosed);

}  // namespace postvern::records::vault
