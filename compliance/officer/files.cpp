#include "compliance/officer/files.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

namespace postvern::compliance::officer {

namespace {

namespace fs = std::filesystem;

constexpr mode_t kOwnerOnly = 0600;
constexpr std::size_t kMostOfPassphrase = 1024;  // octets

[[noreturn]] void fail(const fs::path& file, const char* what) {
    throw Failure(file.string() + ": " + what + ": " + std::strerror(errno));
}

class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ > STDERR_FILENO) ::close(number_);
    }
    int get() const { return number_; }
    bool is_open() const { return number_ >= 0; }

  private:
    int number_;
};

// Appends to `octets` until the end, or until there are more than `most`.
template <typename Octets>
void read_into(int file, const fs::path& name, std::size_t most, Octets& octets) {
    octets.resize(most + 1);
    std::size_t size = 0;
    while (size <= most) {
        const auto count = ::read(file, octets.data() + size, most + 1 - size);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail(name, "cannot be read");
        if (count == 0) break;
        size += static_cast<std::size_t>(count);
    }
    octets.resize(size);
    if (size > most) throw Failure(name.string() + ": has more than " + std::to_string(most) + " octets");
}

void write_all(int file, const fs::path& name, std::string_view octets) {
    while (!octets.empty()) {
        const auto count = ::write(file, octets.data(), octets.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail(name, "cannot be written");
        octets.remove_prefix(static_cast<std::size_t>(count));
    }
}

void overwrite(int file, const fs::path& name) {
    struct stat about {};
    if (::fstat(file, &about) != 0) fail(name, "cannot be looked at");
    const std::vector<char> zeros(static_cast<std::size_t>(about.st_size), '\0');
    if (::lseek(file, 0, SEEK_SET) < 0) fail(name, "cannot be overwritten");
    write_all(file, name, {zeros.data(), zeros.size()});
    if (::fsync(file) != 0) fail(name, "cannot be flushed");
}

void flush_directory(const fs::path& file) {
    const fs::path directory = file.has_parent_path() ? file.parent_path() : fs::path(".");
    const Descriptor opened(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!opened.is_open() || ::fsync(opened.get()) != 0) fail(directory, "cannot be flushed");
}

void put_in_place(const fs::path& file, std::string_view octets) {
    fs::path fresh = file;
    fresh += ".new";
    ::unlink(fresh.c_str());  // of a process that was killed; the device's lock says that there is no other
    {
        const Descriptor opened(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly));
        if (!opened.is_open()) fail(fresh, "cannot be made");
        write_all(opened.get(), fresh, octets);
        if (::fsync(opened.get()) != 0) fail(fresh, "cannot be flushed");
    }
    if (::rename(fresh.c_str(), file.c_str()) != 0) fail(file, "cannot be replaced");
    flush_directory(file);
}

Descriptor open_to_read(const fs::path& file) {
    return Descriptor(file == "-" ? STDIN_FILENO : ::open(file.c_str(), O_RDONLY | O_CLOEXEC));
}

}  // namespace

std::string read_file(const fs::path& file, std::size_t most) {
    const Descriptor opened = open_to_read(file);
    if (!opened.is_open()) fail(file, "cannot be opened");
    struct stat about {};
    if (::fstat(opened.get(), &about) == 0 && S_ISREG(about.st_mode) && static_cast<std::size_t>(about.st_size) < most) {
        most = static_cast<std::size_t>(about.st_size);
    }
    std::string octets;
    read_into(opened.get(), file, most, octets);
    return octets;
}

SecretText read_secret_file(const fs::path& file, std::size_t most) {
    const Descriptor opened = open_to_read(file);
    if (!opened.is_open()) fail(file, "cannot be opened");
    SecretText octets;
    read_into(opened.get(), file, most, octets);
    return octets;
}

SecretText read_secret(const fs::path& file) {
    SecretText octets = read_secret_file(file, kMostOfPassphrase);
    octets.resize(std::min(view(octets).find_first_of("\r\n"), octets.size()));
    return octets;
}

void replace_file(const fs::path& file, std::string_view octets) {
    const Descriptor old(::open(file.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW));
    put_in_place(file, octets);
    if (old.is_open()) overwrite(old.get(), file);
}

void write_output(const fs::path& file, std::string_view octets) {
    if (file == "-") return write_all(STDOUT_FILENO, "standard output", octets);
    put_in_place(file, octets);
}

void destroy_file(const fs::path& file) {
    const Descriptor opened(::open(file.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!opened.is_open()) fail(file, "cannot be opened");
    overwrite(opened.get(), file);
    if (::unlink(file.c_str()) != 0) fail(file, "cannot be removed");
    flush_directory(file);
}

DeviceLock::DeviceLock(const fs::path& directory) {
    struct stat about {};
    if (::stat(directory.c_str(), &about) != 0 || !S_ISDIR(about.st_mode)) {
        throw Failure(directory.string() + ": no device is here; `postvern-officer enrol` makes one");
    }
    if (about.st_uid != ::geteuid() || (about.st_mode & 077) != 0) {
        throw Failure(directory.string() + ": must belong to you and to nobody else (chmod 700)");
    }
    const fs::path name = directory / "lock";
    file_ = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kOwnerOnly);
    if (file_ < 0) fail(name, "cannot be opened");
    if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
        ::close(file_);
        throw Failure(directory.string() + ": another command is at work on this device");
    }
}

DeviceLock::~DeviceLock() { ::close(file_); }

void protect_process() {
    const rlimit none{0, 0};
    if (::setrlimit(RLIMIT_CORE, &none) != 0 || ::prctl(PR_SET_DUMPABLE, 0) != 0) {
        throw Failure("the system does not let this process keep its memory to itself");
    }
    if (sodium_init() < 0) throw Failure("the cryptographic library cannot be started");
    // Secrets that are kept lie in locked pages in any case (SecretText); all others do where the limit is no hindrance.
    rlimit memory{};
    if (::getrlimit(RLIMIT_MEMLOCK, &memory) == 0 && memory.rlim_cur == RLIM_INFINITY) {
        ::mlockall(MCL_CURRENT | MCL_FUTURE);
    }
    ::umask(077);
}

}  // namespace postvern::compliance::officer
