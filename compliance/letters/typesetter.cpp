#include "compliance/letters/typesetter.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "compliance/letters.hpp"

namespace postvern::compliance::letters {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kMostOutput = 8 << 20;
constexpr std::size_t kMostComplaints = 4096;

[[noreturn]] void fail(const std::string& what) { throw TypesettingError("no PDF: " + what); }

class Descriptor {
  public:
    explicit Descriptor(int number = -1) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Descriptor() { close(); }
    int number() const { return number_; }
    bool is_open() const { return number_ >= 0; }
    void close() {
        if (number_ >= 0) ::close(std::exchange(number_, -1));
    }

  private:
    int number_;
};

struct Pipe {
    Descriptor reads;
    Descriptor writes;
};

Pipe make_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail(std::strerror(errno));
    return {Descriptor(ends[0]), Descriptor(ends[1])};
}

// A file without a name and without a place on disk.
Descriptor in_memory(std::string_view text) {
    Descriptor file(::memfd_create("letter", MFD_CLOEXEC));
    if (!file.is_open()) fail(std::strerror(errno));
    while (!text.empty()) {
        const ssize_t size = ::write(file.number(), text.data(), text.size());
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) fail(std::strerror(errno));
        text.remove_prefix(static_cast<std::size_t>(size));
    }
    if (::lseek(file.number(), 0, SEEK_SET) != 0) fail(std::strerror(errno));
    return file;
}

std::vector<char*> pointers_to(const std::vector<std::string>& words) {
    std::vector<char*> pointers;
    for (const std::string& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
    pointers.push_back(nullptr);
    return pointers;
}

// What a child is started with.
class Start {
  public:
    Start(int input, int output, int complaints) {
        posix_spawn_file_actions_init(&actions_);
        posix_spawn_file_actions_adddup2(&actions_, input, STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
        posix_spawn_file_actions_adddup2(&actions_, complaints, STDERR_FILENO);
        posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
        posix_spawn_file_actions_addchdir_np(&actions_, "/");
        posix_spawnattr_init(&attributes_);
        sigset_t set;
        sigemptyset(&set);
        posix_spawnattr_setsigmask(&attributes_, &set);  // a server blocks its signals
        sigaddset(&set, SIGPIPE);
        posix_spawnattr_setsigdefault(&attributes_, &set);
        posix_spawnattr_setpgroup(&attributes_, 0);
        posix_spawnattr_setflags(
            &attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    }
    Start(const Start&) = delete;
    Start& operator=(const Start&) = delete;
    ~Start() {
        posix_spawn_file_actions_destroy(&actions_);
        posix_spawnattr_destroy(&attributes_);
    }
    const posix_spawn_file_actions_t& actions() const { return actions_; }
    const posix_spawnattr_t& attributes() const { return attributes_; }

  private:
    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
};

// A process group that ends with its owner.
class Group {
  public:
    explicit Group(pid_t leader) : leader_(leader) {}
    Group(const Group&) = delete;
    Group& operator=(const Group&) = delete;
    ~Group() {
        if (leader_ <= 0) return;
        ::kill(-leader_, SIGKILL);
        wait();
    }
    bool succeeded() { return wait() == 0; }
    // Readable once the leader has ended; not open where the kernel has none of these (before 5.3).
    Descriptor end() const {
        return Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, leader_, 0)));
    }

  private:
    int wait() {
        int status = -1;
        while (::waitpid(leader_, &status, 0) < 0 && errno == EINTR) {
        }
        leader_ = -1;
        return status;
    }
    pid_t leader_;
};

int milliseconds_until(std::chrono::steady_clock::time_point deadline,
                       const std::filesystem::path& program) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    if (left <= 0ms) fail(program.string() + " took too long");
    return static_cast<int>(left.count());
}

// Reads what there is; closes at the end. What exceeds `most` is not kept; false: it did exceed.
bool take(Descriptor& from, std::string& into, std::size_t most) {
    std::array<char, 16384> piece{};
    const ssize_t size = ::read(from.number(), piece.data(), piece.size());
    if (size < 0 && errno == EINTR) return true;
    if (size <= 0) {
        from.close();
        return true;
    }
    const std::size_t fits = std::min(static_cast<std::size_t>(size), most - into.size());
    into.append(piece.data(), fits);
    return fits == static_cast<std::size_t>(size);
}

}  // namespace

TypesetterOutput run_typesetter(const std::filesystem::path& program,
                                const std::vector<std::string>& arguments,
                                const std::vector<std::string>& environment, std::string_view input,
                                std::chrono::milliseconds patience) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    const Descriptor source = in_memory(input);
    Pipe output = make_pipe();
    Pipe complaints = make_pipe();
    std::vector<std::string> words{program.string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    pid_t leader = -1;
    {
        const Start start(source.number(), output.writes.number(), complaints.writes.number());
        const int failure =
            ::posix_spawn(&leader, words.front().c_str(), &start.actions(), &start.attributes(),
                          pointers_to(words).data(), pointers_to(environment).data());
        if (failure != 0) {
            fail(program.string() + ": " + std::strerror(failure) +
                 "; is the package groff installed?");
        }
    }
    Group group(leader);
    output.writes.close();
    complaints.writes.close();
    TypesetterOutput said;
    while (output.reads.is_open() || complaints.reads.is_open()) {
        std::array<pollfd, 2> ready{
            {{output.reads.number(), POLLIN, 0}, {complaints.reads.number(), POLLIN, 0}}};
        if (::poll(ready.data(), ready.size(), milliseconds_until(deadline, program)) <= 0)
            continue;
        if (ready[0].revents != 0 && !take(output.reads, said.output, kMostOutput)) {
            fail(program.string() + " gave more than 8 MiB");
        }
        if (ready[1].revents != 0) take(complaints.reads, said.complaints, kMostComplaints);
    }
    const Descriptor end = group.end();
    while (end.is_open()) {
        pollfd ready{end.number(), POLLIN, 0};
        if (::poll(&ready, 1, milliseconds_until(deadline, program)) == 1) break;
    }
    said.succeeded = group.succeeded();
    return said;
}

}  // namespace postvern::compliance::letters
