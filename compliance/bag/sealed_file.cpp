#include "compliance/bag/sealed_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "records/errors.hpp"

namespace postvern::compliance::bag {

namespace {

[[noreturn]] void fail(const std::filesystem::path& file, const std::string& what) {
    throw records::Unavailable(file.string() + ": " + what + ": " + std::strerror(errno));
}

// Names in a folder are durable once the folder is flushed.
void flush_folder(const std::filesystem::path& file) {
    const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) fail(folder, "cannot be opened");
    const int flushed = ::fsync(descriptor);
    ::close(descriptor);
    if (flushed != 0) fail(folder, "cannot be flushed");
}

}  // namespace

SealedFile::SealedFile(const std::filesystem::path& file) : file_(file), part_(file.string() + ".part") {
    try {
        open();
    } catch (...) {
        if (descriptor_ >= 0) ::close(descriptor_);
        throw;
    }
}

void SealedFile::open() {
    struct stat opened {};
    struct stat named {};
    if (::lstat(file_.c_str(), &named) == 0) throw records::AlreadyExists(file_.string() + ": there is one already");
    descriptor_ = ::open(part_.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (descriptor_ < 0) fail(part_, "cannot be written");
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        throw records::AlreadyExists(part_.string() + ": another one is being written");
    }
    // Between open and lock, the other writer may have given its part the name of a finished bag.
    const bool is_part = ::fstat(descriptor_, &opened) == 0 && ::lstat(part_.c_str(), &named) == 0 &&
                         opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
    if (!is_part || !S_ISREG(opened.st_mode) || opened.st_nlink != 1) {
        throw records::AlreadyExists(part_.string() + ": is not this writer's file");
    }
    if (::ftruncate(descriptor_, 0) != 0 || ::fchmod(descriptor_, 0600) != 0) fail(part_, "cannot be emptied");
}

SealedFile::~SealedFile() {
    if (!committed_) ::unlink(part_.c_str());
    ::close(descriptor_);
}

void SealedFile::write(std::string_view octets) {
    digest_.add(octets);
    size_ += octets.size();
    while (!octets.empty()) {
        const ssize_t written = ::write(descriptor_, octets.data(), octets.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail(part_, "cannot be written");
        octets.remove_prefix(static_cast<std::size_t>(written));
    }
}

void SealedFile::commit() {
    if (::fsync(descriptor_) != 0) fail(part_, "cannot be flushed");
    if (::renameat2(AT_FDCWD, part_.c_str(), AT_FDCWD, file_.c_str(), RENAME_NOREPLACE) != 0) {
        if (errno == EEXIST) throw records::AlreadyExists(file_.string() + ": there is one already");
        fail(file_, "cannot be given its name");
    }
    committed_ = true;
    flush_folder(file_);
}

}  // namespace postvern::compliance::bag
