#include "records/sql/soci_session.hpp"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "records/errors.hpp"

namespace postvern::records::sql {

std::unique_ptr<soci::session> open_session(const std::string& file, bool read_only) {
    // SOCI reads its connect string as blank-separated words, quoted by '"' only.
    if (file.find('"') != std::string::npos) {
        throw Unacceptable(file + ": a path of the store may not contain a quotation mark");
    }
    const std::string text =
        "dbname=\"" + file + "\" timeout=10" + (read_only ? " readonly=1" : "");
    try {
        return std::make_unique<soci::session>(soci::sqlite3, text);
    } catch (const soci::soci_error& error) {
        throw Unavailable(file + ": cannot be opened: " + error.what());
    }
}

::sqlite3* native_handle(soci::session& session) {
    auto* backend = static_cast<soci::sqlite3_session_backend*>(session.get_backend());
    return reinterpret_cast<::sqlite3*>(backend->conn_);
}

}  // namespace postvern::records::sql
