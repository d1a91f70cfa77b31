// Files of a backup: made private, durable and known by their SHA-256. Throw Unavailable, which
// names the file. Thread-safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace postvern::records::backup {

struct Digest {
    std::uint64_t size;
    std::string sha256;  // 64 hexadecimal digits
};

// Of the octets of `file`, once they are durable.
Digest digest_of(const std::filesystem::path& file);

// Copies `from` into the new file `to` (0600), durable when it returns; the digest is of what was
// read.
Digest copy_file(const std::filesystem::path& from, const std::filesystem::path& to);

// Lengthens `file` with zeros to the next of few sizes, so that its size does not tell of single rows: a
// multiple of 1 MiB, of large files of a power of two that is at most a sixteenth of them. SQLite reads as many pages
// as the database's header says.
void round_up(const std::filesystem::path& file);

// Writes the new file `to` (0600), durable when it returns.
void write_file(const std::filesystem::path& to, std::string_view octets);

// The octets of `file`, at most `limit`. Throws StorageError for a longer one.
std::string read_file(const std::filesystem::path& file, std::size_t limit);

// Makes the directory (0700), whose parent exists.
void make_directory(const std::filesystem::path& directory);

// Names that were made, changed or removed in `directory` are durable when it returns.
void sync_directory(const std::filesystem::path& directory);

// Moves a file within one file system, replacing what is at `to`; durable after sync_directory of
// both.
void move_file(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace postvern::records::backup
