// Honest: the vault is where handles of keys come from, and databases are its trade.
#include <sqlite3.h>

#include <fstream>

const auto session = policy::KeySession{random};
const char* const kFind = "SELECT wrap FROM period_keys WHERE id = ?";
