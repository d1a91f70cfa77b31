// The schema of keys.db.
#pragma once

#include <span>

#include "records/sql/migrations.hpp"

namespace postvern::records::vault {

std::span<const sql::Migration> keys_schema() noexcept;

inline constexpr const char* kKeysTables[] = {
    "site",        "slots",           "accounts",         "logins",          "credentials",
    "period_keys", "record_keys",     "record_officers",  "record_key_seals", "disclosure_keys",
    "held_scopes", "held_keys",       "held_counter"};

}  // namespace postvern::records::vault
