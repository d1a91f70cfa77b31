// The tables of ledger.db, described in docs/formats/ledger.md.
#pragma once

#include "records/sql/connection.hpp"

namespace postvern::records::ledger {

// Brings ledger.db to the present schema. Throws as sql::migrate does.
void migrate(sql::Connection& connection);

}  // namespace postvern::records::ledger
