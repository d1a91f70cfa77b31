#include "tests/records/ledger/power_loss/system_calls.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cstdarg>
#include <map>

#include "tests/records/ledger/power_loss/disk_journal.hpp"

namespace postvern::tests {

namespace {

using Kind = Change::Kind;

struct Descriptor {
    std::string path;        // of a directory
    std::uint64_t file = 0;  // 0: a directory
};

// Not destroyed: files are closed until the process ends.
std::recursive_mutex& mutex() {
    static auto* const made = new std::recursive_mutex();
    return *made;
}
std::map<int, Descriptor>& descriptors() {
    static auto* const made = new std::map<int, Descriptor>();
    return *made;
}
std::atomic<DiskJournal*> watching{nullptr};
std::atomic<bool> skipping{false};

// The C library's own.
template <typename Call>
Call* own(const char* name) {
    return reinterpret_cast<Call*>(dlsym(RTLD_NEXT, name));
}

// Runs `call`; where it succeeds on a file that is watched, `told` tells of it.
template <typename Call, typename Told>
auto watched(int number, const Call& call, const Told& told) -> decltype(call()) {
    if (watching.load() == nullptr) return call();
    const auto held = hold_still();
    const auto found = descriptors().find(number);
    DiskJournal* const journal = watching.load();
    const auto result = call();
    if (result >= 0 && journal != nullptr && found != descriptors().end())
        told(*journal, found->second, result);
    return result;
}

template <typename Call>
int named(const char* path, const Call& call, Kind kind) {
    if (watching.load() == nullptr) return call();
    const auto held = hold_still();
    const int result = call();
    DiskJournal* const journal = watching.load();
    if (result == 0 && journal != nullptr && !journal->inside(path).empty()) {
        journal->add({.kind = kind, .path = journal->inside(path)});
    }
    return result;
}

using Open = int(const char*, int, ...);
int opened(Open* call, const char* path, int flags, mode_t mode) {
    if (watching.load() == nullptr) return call(path, flags, mode);
    const auto held = hold_still();
    const int number = call(path, flags, mode);
    DiskJournal* const journal = watching.load();
    const std::string name = journal != nullptr ? journal->inside(path) : std::string();
    if (number < 0 || name.empty()) return number;
    struct stat status {};
    ::fstat(number, &status);
    if (S_ISDIR(status.st_mode)) {
        descriptors()[number] = {name, 0};
        return number;
    }
    if (journal->file_at(name) == 0) {
        journal->add({.kind = Kind::create, .path = name});
    } else if ((flags & O_TRUNC) != 0) {
        journal->add({.kind = Kind::truncate, .file = journal->file_at(name)});
    }
    descriptors()[number] = {name, journal->file_at(name)};
    return number;
}

ssize_t written(int number, const void* octets, std::uint64_t offset, const auto& call) {
    return watched(number, call, [&](DiskJournal& journal, const Descriptor& to, ssize_t count) {
        journal.add(
            {.kind = Kind::write,
             .file = to.file,
             .offset = offset,
             .octets = {static_cast<const char*>(octets), static_cast<std::size_t>(count)}});
    });
}

int synced(int number, const char* name) {
    const auto call = [&] { return skipping ? 0 : own<int(int)>(name)(number); };
    return watched(number, call, [](DiskJournal& journal, const Descriptor& of, int) {
        if (of.file == 0) journal.add({.kind = Kind::sync_directory, .path = of.path});
        if (of.file != 0) journal.add({.kind = Kind::sync, .file = of.file});
    });
}

int truncated(int number, off_t length) {
    return watched(
        number, [&] { return own<int(int, off_t)>("ftruncate")(number, length); },
        [&](DiskJournal& journal, const Descriptor& of, int) {
            journal.add({.kind = Kind::truncate,
                         .file = of.file,
                         .offset = static_cast<std::uint64_t>(length)});
        });
}

mode_t mode_in(int flags, va_list arguments) {
    return (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
}

}  // namespace

void watch(DiskJournal* journal) {
    const auto held = hold_still();
    descriptors().clear();
    watching = journal;
}
void skip_syncs(bool skip) { skipping = skip; }
std::unique_lock<std::recursive_mutex> hold_still() { return std::unique_lock(mutex()); }

// Within the namespace for its names only: C's functions belong to none.
extern "C" {

int open(const char* path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = mode_in(flags, arguments);
    va_end(arguments);
    return opened(own<Open>("open"), path, flags, mode);
}
int open64(const char* path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = mode_in(flags, arguments);
    va_end(arguments);
    return opened(own<Open>("open64"), path, flags, mode);
}
int close(int number) {
    static auto* const call = own<int(int)>("close");
    if (watching.load() == nullptr) return call(number);
    const auto held = hold_still();
    descriptors().erase(number);
    return call(number);
}
ssize_t write(int number, const void* octets, size_t count) {
    static auto* const call = own<ssize_t(int, const void*, size_t)>("write");
    if (watching.load() == nullptr) return call(number, octets, count);
    const auto held = hold_still();
    const off_t at = ::lseek(number, 0, SEEK_CUR);
    return written(number, octets, static_cast<std::uint64_t>(at),
                   [&] { return call(number, octets, count); });
}
ssize_t pwrite64(int number, const void* octets, size_t count, off64_t offset) {
    static auto* const call = own<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
    return written(number, octets, static_cast<std::uint64_t>(offset),
                   [&] { return call(number, octets, count, offset); });
}
int fsync(int number) { return synced(number, "fsync"); }
int fdatasync(int number) { return synced(number, "fdatasync"); }
int ftruncate64(int number, off64_t length) noexcept { return truncated(number, length); }
int rename(const char* from, const char* to) noexcept {
    static auto* const call = own<int(const char*, const char*)>("rename");
    if (watching.load() == nullptr) return call(from, to);
    const auto held = hold_still();
    const int result = call(from, to);
    DiskJournal* const journal = watching.load();
    if (result == 0 && journal != nullptr && !journal->inside(to).empty()) {
        journal->add(
            {.kind = Kind::rename, .path = journal->inside(to), .former = journal->inside(from)});
    }
    return result;
}
int unlink(const char* path) noexcept {
    return named(
        path, [&] { return own<int(const char*)>("unlink")(path); }, Kind::remove);
}
int remove(const char* path) noexcept {
    return named(
        path, [&] { return own<int(const char*)>("remove")(path); }, Kind::remove);
}
int rmdir(const char* path) noexcept {
    return named(
        path, [&] { return own<int(const char*)>("rmdir")(path); }, Kind::remove);
}
int mkdir(const char* path, mode_t mode) noexcept {
    return named(
        path, [&] { return own<int(const char*, mode_t)>("mkdir")(path, mode); },
        Kind::make_directory);
}

}  // extern "C"

}  // namespace postvern::tests
