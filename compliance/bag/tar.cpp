#include "compliance/bag/tar.hpp"

#include <archive_entry.h>

#include <stdexcept>

namespace postvern::compliance::bag {

Tar::Tar(std::function<void(std::string_view)> sink, std::int64_t moment)
    : sink_(std::move(sink)), moment_(moment), writer_(archive_write_new()) {
    if (!writer_) throw std::bad_alloc();
    // No blocks: libarchive would keep a copy of plain content in memory that it does not wipe.
    require(archive_write_set_format_ustar(writer_.get()) == ARCHIVE_OK &&
            archive_write_set_bytes_per_block(writer_.get(), 0) == ARCHIVE_OK &&
            archive_write_open(writer_.get(), this, nullptr, pass, nullptr) == ARCHIVE_OK);
}

// An archive that is given up is closed properly all the same, by libarchive, which keeps memory otherwise: into nothing.
Tar::~Tar() { sink_ = nullptr; }

void Tar::require(bool holds) {
    if (failure_) std::rethrow_exception(failure_);
    if (holds) return;
    const char* const what = archive_error_string(writer_.get());
    throw std::runtime_error(std::string("the bag's archive cannot be written: ") +
                             (what == nullptr ? "no reason given" : what));
}

ssize_t Tar::pass(archive*, void* self, const void* octets, std::size_t size) {
    Tar& tar = *static_cast<Tar*>(self);
    try {
        if (tar.sink_ && !tar.failure_) tar.sink_({static_cast<const char*>(octets), size});
    } catch (...) {  // through C: told by require(), which follows every call
        tar.failure_ = std::current_exception();
    }
    return static_cast<ssize_t>(size);
}

void Tar::entry(const std::string& path, unsigned kind, std::uint64_t size) {
    const std::unique_ptr<archive_entry, Free<archive_entry_free>> entry(archive_entry_new());
    if (!entry) throw std::bad_alloc();
    archive_entry_set_pathname(entry.get(), path.c_str());
    archive_entry_set_filetype(entry.get(), kind);
    archive_entry_set_perm(entry.get(), kind == AE_IFDIR ? 0755 : 0644);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size));
    archive_entry_set_mtime(entry.get(), moment_, 0);
    require(archive_write_header(writer_.get(), entry.get()) == ARCHIVE_OK);
}

void Tar::folder(const std::string& path) { entry(path, AE_IFDIR, 0); }

void Tar::file(const std::string& path, std::uint64_t size) { entry(path, AE_IFREG, size); }

void Tar::write(std::string_view octets) {
    while (!octets.empty()) {
        const la_ssize_t written = archive_write_data(writer_.get(), octets.data(), octets.size());
        require(written > 0);
        octets.remove_prefix(static_cast<std::size_t>(written));
    }
}

void Tar::finish() { require(archive_write_close(writer_.get()) == ARCHIVE_OK); }

}  // namespace postvern::compliance::bag
