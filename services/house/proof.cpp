#include "services/house/proof.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <utility>
#include <vector>

#include "records/sha256.hpp"
#include "services/house/configuration.hpp"

namespace postvern::services::house {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

constexpr auto kPatience = 120s;               // for all theorems together
constexpr std::size_t kMostSaid = 64 * 1024;   // octets of what the tool prints that are kept
constexpr std::size_t kMostTold = 2'000;       // of these in the error

policy::RulebookHash sha256(std::string_view text) { return records::sha256(text); }

// As the build writes it for the rules that it has proven.
std::string stamp_of(std::span<const policy::RulebookFile> rulebook,
                     std::span<const policy::RulebookFile> theorems) {
    return records::hexadecimal(policy::hash_rulebook(rulebook, sha256)) + ' ' +
           records::hexadecimal(policy::hash_rulebook(theorems, sha256)) + '\n';
}

std::string read_if_there(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

// The very octets that are to be loaded, for the tool to read; gone with the object. Its place is named by
// mkdtemp(3), which makes it for us alone.
class RulesOnDisk {
  public:
    explicit RulesOnDisk(std::span<const policy::RulebookFile> rulebook) {
        std::string name = fs::temp_directory_path() / "postvern-rules-XXXXXX";
        if (::mkdtemp(name.data()) == nullptr) {
            throw std::runtime_error("the rules cannot be proven: no scratch directory in " +
                                     fs::temp_directory_path().string());
        }
        path_ = name;
        // What was cut short would be proven in the place of what is loaded.
        for (const policy::RulebookFile& file : rulebook) {
            std::ofstream stream(path_ / file.name, std::ios::binary);
            stream << file.text;
            if (stream.flush()) continue;
            remove();
            throw std::runtime_error("the rules cannot be proven: " + (path_ / file.name).string() +
                                     ": cannot be written; is the disk full?");
        }
    }
    RulesOnDisk(const RulesOnDisk&) = delete;
    RulesOnDisk& operator=(const RulesOnDisk&) = delete;
    ~RulesOnDisk() { remove(); }
    const fs::path& path() const { return path_; }

  private:
    void remove() const {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }

    fs::path path_;
};

[[noreturn]] void fail(const std::string& what) {
    throw std::runtime_error("the rules cannot be proven: " + what);
}

// A program, its output and its end.
class Child {
  public:
    explicit Child(const std::vector<std::string>& words) {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail(std::strerror(errno));
        output_ = ends[0];
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
        posix_spawnattr_t attributes;  // the server blocks its signals
        posix_spawnattr_init(&attributes);
        sigset_t none;
        sigemptyset(&none);
        posix_spawnattr_setsigmask(&attributes, &none);
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
        std::vector<char*> arguments;
        for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
        arguments.push_back(nullptr);
        char* const environment[] = {nullptr};
        const int failure = ::posix_spawn(&process_, words.front().c_str(), &actions, &attributes,
                                          arguments.data(), environment);
        posix_spawn_file_actions_destroy(&actions);
        posix_spawnattr_destroy(&attributes);
        ::close(ends[1]);
        if (failure != 0) {
            ::close(output_);
            process_ = -1;
            fail(words.front() + ": " + std::strerror(failure));
        }
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child() {
        ::close(output_);
        if (process_ < 0) return;
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
    }

    // All that it prints until it closes its output.
    std::string read_output() {
        const auto deadline = std::chrono::steady_clock::now() + kPatience;
        std::string said;
        std::array<char, 4096> piece;
        for (;;) {
            const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
                deadline - std::chrono::steady_clock::now());
            pollfd ready{output_, POLLIN, 0};
            if (left <= 0ms || ::poll(&ready, 1, static_cast<int>(left.count())) == 0) {
                fail("it took too long");
            }
            const ssize_t size = ::read(output_, piece.data(), piece.size());
            if (size < 0 && errno == EINTR) continue;
            if (size <= 0) return said;
            if (said.size() < kMostSaid) said.append(piece.data(), static_cast<std::size_t>(size));
        }
    }
    bool succeeds() {
        int status = 0;
        ::waitpid(std::exchange(process_, -1), &status, 0);
        return WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }

  private:
    pid_t process_ = -1;
    int output_ = -1;
};

// What the tool said but for what it has proven.
std::string unproven(const std::string& said) {
    std::istringstream lines(said);
    std::string left;
    for (std::string line; std::getline(lines, line) && left.size() < kMostTold;) {
        if (line.find(": proven in ") == line.npos) left += (left.empty() ? "" : "\n") + line;
    }
    return left.substr(0, kMostTold);
}

}  // namespace

void require_proven(std::span<const policy::RulebookFile> rulebook) {
    const fs::path shipped = shipped_rulebook();
    const fs::path theorems = shipped / "theorems";
    const fs::path stamp = shipped.parent_path() / "rulebook.proven";
    if (read_if_there(stamp) == stamp_of(rulebook, policy::read_rulebook(theorems))) return;
    const RulesOnDisk rules(rulebook);
    const fs::path tool = fs::read_symlink("/proc/self/exe").parent_path() / "postvern";
    Child child({tool, "rules", "prove", "--rulebook", rules.path(), "--theorems", theorems});
    const std::string said = child.read_output();
    if (!child.succeeds()) {
        throw std::runtime_error("the rules break what the house promises:\n" + unproven(said));
    }
}

}  // namespace postvern::services::house
