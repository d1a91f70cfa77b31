#include "records/rulebook/rulebook_rows.hpp"

#include <algorithm>

#include "records/sha256.hpp"

namespace postvern::records {

namespace {

template <std::size_t kSize>
sql::Blob blob(const std::array<std::uint8_t, kSize>& octets) {
    return {{reinterpret_cast<const char*>(octets.data()), octets.size()}};
}

[[noreturn]] void damaged(std::uint64_t number) {
    throw StorageError("content.db: rulebook no. " + std::to_string(number) +
                       " is damaged; restore the store from a backup with `postvern restore`");
}

template <std::size_t kSize>
std::array<std::uint8_t, kSize> octets_in(const sql::Row& row, int column, std::uint64_t number) {
    std::array<std::uint8_t, kSize> octets;
    const std::string_view stored = row.octets(column);
    if (stored.size() != kSize) damaged(number);
    std::copy(stored.begin(), stored.end(), octets.begin());
    return octets;
}

KeptRulebook read_row(const sql::Row& row) {
    KeptRulebook kept;
    kept.number = static_cast<std::uint64_t>(row.integer(0));
    kept.hash = octets_in<32>(row, 1, kept.number);
    kept.since = row.integer(2);
    if (row.is_null(3)) return kept;
    kept.note = row.octets(3);
    if (kept.note.empty()) damaged(kept.number);
    for (std::size_t i = 0; i < kSigningOffices.size(); ++i) {
        const int column = 4 + 2 * static_cast<int>(i);
        kept.signers.push_back({kSigningOffices[i],
                                static_cast<std::uint32_t>(row.integer(column)),
                                {octets_in<32>(row, column + 1, kept.number)}});
    }
    return kept;
}

std::optional<std::uint32_t> user_of(const KeptRulebook& rulebook, std::size_t signer) {
    if (!rulebook.is_signed()) return {};
    return rulebook.signers.at(signer).user;
}

std::optional<sql::Blob> key_of(const KeptRulebook& rulebook, std::size_t signer) {
    if (!rulebook.is_signed()) return {};
    return blob(rulebook.signers.at(signer).key.octets);
}

}  // namespace

policy::RulebookHash hash_of(std::span<const policy::RulebookFile> files) {
    return policy::hash_rulebook(files, [](std::string_view text) { return sha256(text); });
}

std::vector<KeptRulebook> read_rulebooks(const Prepare& prepare) {
    std::vector<KeptRulebook> all;
    for (const auto& row :
         prepare("SELECT number, hash, since, note, director, director_key, second, second_key"
                 " FROM rulebooks ORDER BY number")
             .query()) {
        all.push_back(read_row(row));
    }
    return all;
}

std::optional<KeptRulebook> read_last_rulebook(const Prepare& prepare) {
    auto rows = prepare(
                    "SELECT number, hash, since, note, director, director_key, second, second_key"
                    " FROM rulebooks ORDER BY number DESC LIMIT 1")
                    .query();
    const auto row = rows.next();
    if (!row) return {};
    return read_row(*row);
}

std::vector<policy::RulebookFile> read_rulebook_files(const Prepare& prepare,
                                                      const policy::RulebookHash& hash) {
    std::vector<policy::RulebookFile> files;
    for (const auto& row :
         prepare("SELECT name, text FROM rulebook_files WHERE hash = ? ORDER BY position")
             .query(blob(hash))) {
        files.push_back({std::string(row.octets(0)), std::string(row.octets(1))});
    }
    bool as_kept = false;
    try {
        require_rulebook_form(files);
        as_kept = hash_of(files) == hash;
    } catch (const Unacceptable&) {
        // As where the hash differs: what is there was never kept so.
    }
    if (!as_kept) {
        throw StorageError("content.db: the rulebook " + hexadecimal(hash) +
                           " is not what was put there; restore the store from a backup with "
                           "`postvern restore`");
    }
    return files;
}

void write_rulebook(const Prepare& prepare, const KeptRulebook& rulebook,
                    std::span<const policy::RulebookFile> files) {
    prepare("DELETE FROM rulebook_files WHERE hash = ?").run(blob(rulebook.hash));
    for (std::size_t position = 0; position < files.size(); ++position) {
        prepare("INSERT INTO rulebook_files (hash, position, name, text) VALUES (?, ?, ?, ?)")
            .run(blob(rulebook.hash), position, files[position].name,
                 sql::Blob{files[position].text});
    }
    std::optional<sql::Blob> note;
    if (rulebook.is_signed()) note = sql::Blob{rulebook.note};
    prepare(
        "INSERT INTO rulebooks (number, hash, since, note, director, director_key, second, "
        "second_key)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .run(rulebook.number, blob(rulebook.hash), rulebook.since, note, user_of(rulebook, 0),
             key_of(rulebook, 0), user_of(rulebook, 1), key_of(rulebook, 1));
}

}  // namespace postvern::records
