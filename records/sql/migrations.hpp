// Numbered, forward-only changes of a schema. The number of the last one applied stands in the
// database (`PRAGMA user_version`).
#pragma once

#include <span>
#include <string_view>

#include "records/sql/connection.hpp"

namespace postvern::records::sql {

struct Migration {
    int number;  // 1, 2, 3, ...
    std::string_view statements;
};

// Applies those that are missing, each in one transaction. Throws StorageError for a database of a later
// version than this program knows, and std::logic_error for numbers out of order.
void migrate(Connection& connection, std::span<const Migration> migrations);

}  // namespace postvern::records::sql
