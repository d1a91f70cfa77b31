#include "records/sql/schema_check.hpp"

#include <sqlite3.h>

#include <map>
#include <memory>

#include "records/errors.hpp"
#include "records/sql/statement.hpp"

namespace postvern::records::sql {

namespace {

using Described = std::map<std::string, std::string>;  // by name: kind, table and statement

// Throws StorageError when the tables cannot be read.
Described described(sqlite3* database) {
    Described objects;
    const auto take = [](void* target, int count, char** values, char**) {
        std::string text;
        for (int i = 1; i < count; ++i) text += std::string(values[i] ? values[i] : "-") + '\n';
        (*static_cast<Described*>(target))[values[0] ? values[0] : ""] += text;
        return 0;
    };
    if (sqlite3_exec(database, "SELECT name, type, tbl_name, sql FROM sqlite_master", take,
                     &objects, nullptr) != SQLITE_OK) {
        throw StorageError(std::string("schema: ") + sqlite3_errmsg(database));
    }
    return objects;
}

Described made_by(std::span<const Migration> migrations) {
    sqlite3* opened = nullptr;
    const int code = sqlite3_open(":memory:", &opened);
    const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> memory(opened, sqlite3_close);
    if (code != SQLITE_OK) throw Unavailable("no database in memory");
    for (const Migration& migration : migrations) {
        const std::string statements(migration.statements);
        if (sqlite3_exec(opened, statements.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
            throw Unavailable(sqlite3_errmsg(opened));
        }
    }
    return described(opened);
}

}  // namespace

std::optional<std::string> schema_fault(Connection& connection,
                                        std::span<const Migration> migrations) {
    const auto version = Statement(connection, "PRAGMA user_version").integer().value_or(0);
    if (version < 1 || version > static_cast<std::int64_t>(migrations.size())) {
        return "is of version " + std::to_string(version);
    }
    const Described made = made_by(migrations.first(static_cast<std::size_t>(version)));
    const Described found = described(connection.native());
    for (const auto& [name, text] : made) {
        const auto own = found.find(name);
        if (own == found.end() || own->second != text) return name + " is not as it was made";
    }
    for (const auto& [name, text] : found) {
        if (!made.contains(name)) return name + " was not made by this program";
    }
    return {};
}

}  // namespace postvern::records::sql
