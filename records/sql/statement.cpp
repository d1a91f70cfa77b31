#include "records/sql/statement.hpp"

#include <sqlite3.h>

namespace postvern::records::sql {

std::int64_t Row::integer(int column) const noexcept {
    return sqlite3_column_int64(statement_, column);
}

bool Row::is_null(int column) const noexcept {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::string_view Row::octets(int column) const noexcept {
    const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Rows::~Rows() { statement_.reset(); }

std::optional<Row> Rows::next() {
    if (!statement_.step()) return {};
    return Row(statement_.statement_);
}

Statement::Statement(Connection& connection, std::string_view text) : connection_(connection) {
    const int code =
        sqlite3_prepare_v3(connection.native(), text.data(), static_cast<int>(text.size()),
                           SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
    if (code != SQLITE_OK) fail(code);
}

Statement::~Statement() { sqlite3_finalize(statement_); }

void Statement::bind_integer(int index, std::int64_t value) {
    if (const int code = sqlite3_bind_int64(statement_, index + 1, value)) fail(code);
}

void Statement::bind(int index, std::string_view text) {
    const int code = sqlite3_bind_text64(statement_, index + 1, text.data() ? text.data() : "",
                                         text.size(), SQLITE_STATIC, SQLITE_UTF8);
    if (code != SQLITE_OK) fail(code);
}

void Statement::bind(int index, Blob blob) {
    const char* data = blob.octets.data() ? blob.octets.data() : "";
    const int code =
        sqlite3_bind_blob64(statement_, index + 1, data, blob.octets.size(), SQLITE_STATIC);
    if (code != SQLITE_OK) fail(code);
}

void Statement::bind(int index, std::nullopt_t) {
    if (const int code = sqlite3_bind_null(statement_, index + 1)) fail(code);
}

std::int64_t Statement::finish() {
    while (step()) {
    }
    const std::int64_t changed = sqlite3_changes64(connection_.native());
    reset();
    return changed;
}

bool Statement::step() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) {
        reset();
        return false;
    }
    reset();
    fail(code);
}

void Statement::reset() noexcept {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
}

void Statement::fail(int code) { throw_failure(connection_.native(), code, connection_.file()); }

}  // namespace postvern::records::sql
