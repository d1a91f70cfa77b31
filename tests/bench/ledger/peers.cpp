#include "peers.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <stdexcept>
#include <string>

#include "records/merkle/hash.hpp"
#include "stopwatch.hpp"

namespace postvern::bench::ledger {

namespace {

using records::merkle::Hash;

void require(bool good, const char* what) {
    if (!good) throw std::runtime_error(what);
}

}  // namespace

double syncs(const std::filesystem::path& directory) {
    const int file =
        ::open((directory / "syncs").c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    require(file >= 0, "no file for the disk's own rate");
    const std::string page(4096, 'x');
    const double rate = rate_of([&] {
        require(::write(file, page.data(), page.size()) == 4096 && ::fdatasync(file) == 0,
                "the disk refuses");
        return 1;
    });
    ::close(file);
    return rate;
}

double sqlite_rows(const std::filesystem::path& directory, int group) {
    sqlite3* opened = nullptr;
    const auto path = directory / ("peer-" + std::to_string(group) + ".db");
    require(sqlite3_open(path.c_str(), &opened) == SQLITE_OK, "no database");
    const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database(opened, sqlite3_close);
    const auto run = [&](const char* text) {
        require(sqlite3_exec(opened, text, nullptr, nullptr, nullptr) == SQLITE_OK, text);
    };
    run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;"
        "CREATE TABLE rows (id INTEGER PRIMARY KEY, a BLOB, b BLOB, c BLOB, d BLOB)");
    sqlite3_stmt* insert = nullptr;
    sqlite3_prepare_v2(opened, "INSERT INTO rows (a, b, c, d) VALUES (?, ?, ?, ?)", -1, &insert,
                       nullptr);
    const std::string octets(573, 'x');
    const std::array sizes = {32, 16, 36, 573};
    const double rate = rate_of([&] {
        run("BEGIN IMMEDIATE");
        for (int row = 0; row < group; ++row) {
            for (int i = 0; i < 4; ++i) {
                sqlite3_bind_blob(insert, i + 1, octets.data(), sizes[static_cast<std::size_t>(i)],
                                  SQLITE_STATIC);
            }
            require(sqlite3_step(insert) == SQLITE_DONE, "no row");
            sqlite3_reset(insert);
        }
        run("COMMIT");
        return group;
    });
    sqlite3_finalize(insert);
    return rate;
}

double hashes() {
    Hash hash{};
    return rate_of_processor([&] {
        for (int i = 0; i < 1000; ++i) hash = records::merkle::node_hash(hash, hash);
        return 1000;
    });
}

double openssl_hashes() {
    const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> sha256(
        EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_free);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          EVP_MD_CTX_free);
    std::array<unsigned char, 65> message{};
    return rate_of_processor([&] {
        for (int i = 0; i < 1000; ++i) {
            require(EVP_DigestInit_ex2(context.get(), sha256.get(), nullptr) == 1 &&
                        EVP_DigestUpdate(context.get(), message.data(), message.size()) == 1 &&
                        EVP_DigestFinal_ex(context.get(), message.data(), nullptr) == 1,
                    "no hash");
        }
        return 1000;
    });
}

}  // namespace postvern::bench::ledger
