#include "records/sql/migrations.hpp"

#include <stdexcept>
#include <string>

#include "records/errors.hpp"
#include "records/sql/statement.hpp"

namespace postvern::records::sql {

void migrate(Connection& connection, std::span<const Migration> migrations) {
    const auto present = static_cast<int>(*Statement(connection, "PRAGMA user_version").integer());
    if (present > static_cast<int>(migrations.size())) {
        throw StorageError(connection.file().string() + ": has schema version " +
                           std::to_string(present) + ", this program knows versions up to " +
                           std::to_string(migrations.size()) + "; run the newer program");
    }
    int expected = 0;
    for (const Migration& migration : migrations) {
        if (migration.number != ++expected) throw std::logic_error("migrations out of order");
        if (migration.number <= present) continue;
        Transaction transaction(connection);
        connection.execute(migration.statements);
        connection.execute("PRAGMA user_version=" + std::to_string(migration.number));
        transaction.commit();
    }
}

}  // namespace postvern::records::sql
