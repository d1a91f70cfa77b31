// Whether a database has the tables that its migrations make, and no others: by the text of every
// statement that made one. Free function; reads only.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "records/sql/connection.hpp"
#include "records/sql/migrations.hpp"

namespace postvern::records::sql {

// What differs from the tables of `migrations` up to the version of the database; absent: nothing.
// Throws StorageError when the tables cannot be read, Unavailable without memory.
std::optional<std::string> schema_fault(Connection& connection,
                                        std::span<const Migration> migrations);

}  // namespace postvern::records::sql
