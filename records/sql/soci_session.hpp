// The one place that sees SOCI's SQLite backend: its header declares SQLite's functions in a namespace
// of its own, so that it cannot stand in a file that calls them.
#pragma once

#include <memory>
#include <string>

struct sqlite3;

namespace soci {
class session;
}

namespace postvern::records::sql {

// Throws Unavailable when the file cannot be opened.
std::unique_ptr<soci::session> open_session(const std::string& file, bool read_only);

// The native handle; lives as long as `session`.
sqlite3* native_handle(soci::session& session);

}  // namespace postvern::records::sql
