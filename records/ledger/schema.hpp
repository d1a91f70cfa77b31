// The tables of ledger.db, described in docs/formats/ledger.md.
#pragma once

#include <optional>
#include <string>

#include "records/sql/connection.hpp"

namespace postvern::records::ledger {

// Brings ledger.db to the present schema. Throws as sql::migrate does.
void migrate(sql::Connection& connection);

// What differs between the tables of `connection` and those that migrate() makes; absent: nothing.
std::optional<std::string> schema_fault(sql::Connection& connection);

}  // namespace postvern::records::ledger
