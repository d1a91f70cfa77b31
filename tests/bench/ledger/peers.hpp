// What the disk, SQLite and SHA-256 give by themselves, to compare with. Each runs for some seconds
// and throws std::runtime_error where it cannot.
#pragma once

#include <cstddef>
#include <filesystem>

namespace postvern::bench::ledger {

// Appends of 4 KiB made durable one by one, a second.
double syncs(const std::filesystem::path& directory);

// Rows of the size of an entry inserted into SQLite (WAL, synchronous=FULL), `group` a transaction,
// a second.
double sqlite_rows(const std::filesystem::path& directory, int group);

// SHA-256 of 65 octets, as a leaf or an inner node is hashed, a second of a processor's time: with
// what a call costs in this program, and by OpenSSL's EVP_Digest alone.
double hashes();
double openssl_hashes();

}  // namespace postvern::bench::ledger
