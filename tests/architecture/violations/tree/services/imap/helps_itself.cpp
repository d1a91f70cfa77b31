// Planted: a protocol that goes around the archive.
#include "policy/gate.hpp"
#include "records/archive.hpp"
#include "services/net/stream.hpp"
#include "policy/assembly.hpp"      // breaks: assembly
#include "records/site.hpp"         // breaks: site
#include "records/sql/writer.hpp"   // breaks: private folder
#include "records/vault/vault.hpp"  // breaks: private folder

#include <openssl/kdf.h>  // breaks: database or key
#include <openssl/ssl.h>
#include <soci/soci.h>  // breaks: database or key
#include <sqlite3.h>    // breaks: database or key
#include <fstream>      // breaks: file

const char* const kQuery = "SELECT octets FROM objects";     // breaks: SQL
const char* const kErase = "DELETE FROM items";              // breaks: SQL
const char* const kCommand = "SELECT INBOX";                 // honest: a command of IMAP
const char* const kSource = "https://www.rfc-editor.org/";  // honest

void reach() {
    sqlite3_open("content.db", &database);                         // breaks: database or key
    EVP_DecryptInit_ex(context, cipher, nullptr, key, nonce);      // breaks: database or key
    const int file = ::open("content.db", O_RDONLY);               // breaks: file
    std::ifstream log("ledger.db");                                // breaks: file
    for (const auto& each : fs::directory_iterator(directory)) {}  // breaks: file
    const int spare = ::open("/dev/null", O_RDONLY);               // breaks: file
}
