// postvernd: the server.
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "services/daemon/demo.hpp"
#include "services/daemon/privileges.hpp"
#include "services/daemon/server.hpp"

namespace {

using namespace std::chrono_literals;
namespace daemon_ = postvern::services::daemon;
namespace house = postvern::services::house;

constexpr int kUsage = 2;
constexpr auto kGrace = 10s;
constexpr auto kDay = 24h;

struct Invocation {
    std::filesystem::path file;                 // --config
    std::optional<std::filesystem::path> demo;  // --demo
    bool help = false;
    bool version = false;
    std::vector<std::string> options;           // the others
};

// Takes "--name VALUE" or "--name=VALUE"; absent: `argument` is something else.
std::optional<std::string> value_of(const std::string& name, const std::string& argument,
                                    const char* next, int& index) {
    if (argument.starts_with(name + '=')) return argument.substr(name.size() + 1);
    if (argument != name) return {};
    if (next == nullptr) throw house::ConfigurationError(name + " needs a value");
    ++index;
    return next;
}

Invocation read_arguments(int count, char** arguments) {
    Invocation invocation;
    for (int i = 1; i < count; ++i) {
        const std::string argument = arguments[i];
        const char* next = i + 1 < count ? arguments[i + 1] : nullptr;
        if (auto file = value_of("--config", argument, next, i)) {
            invocation.file = *file;
        } else if (auto demo = value_of("--demo", argument, next, i)) {
            invocation.demo = *demo;
        } else if (argument == "--help" || argument == "-h") {
            invocation.help = true;
        } else if (argument == "--version") {
            invocation.version = true;
        } else {
            invocation.options.push_back(argument);
        }
    }
    return invocation;
}

void print_help() {
    std::cout << "usage: postvernd --config FILE [--OPTION VALUE ...]\n"
                 "       postvernd --demo DIR [--OPTION VALUE ...]\n\n";
    house::describe_options(std::cout);
}

// Signals are read from a descriptor by this thread; no other gets them.
int block_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    const int descriptor = ::signalfd(-1, &signals, SFD_CLOEXEC);
    if (descriptor < 0) throw std::system_error(errno, std::generic_category(), "signalfd");
    return descriptor;
}

void read_again(daemon_::Server& server) {
    const std::string certificates = server.reload_certificates();
    std::cerr << (certificates.empty() ? "certificates read again" : certificates) << std::endl;
    const std::string rulebook = server.reload_rulebook();
    std::cerr << (rulebook.empty() ? "rules read again: SHA-256 " + server.rulebook_hash()
                                   : rulebook + "; the rules of before stay in force")
              << std::endl;
}

// The next signal; absent: none came until `moment`.
std::optional<std::uint32_t> signal_before(int signals, std::chrono::steady_clock::time_point moment) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(
        moment - std::chrono::steady_clock::now());
    pollfd ready{signals, POLLIN, 0};
    if (left > 0ms && ::poll(&ready, 1, static_cast<int>(left.count())) > 0) {
        signalfd_siginfo info{};
        if (::read(signals, &info, sizeof info) == sizeof info) return info.ssi_signo;
    }
    return {};
}

void wait_for_the_end(daemon_::Server& server, int signals) {
    auto day_begins = std::chrono::steady_clock::now();
    for (;;) {
        if (std::chrono::steady_clock::now() >= day_begins) {
            server.note_rulebook_review();
            day_begins += kDay;
        }
        const auto signal = signal_before(signals, day_begins);
        if (signal == SIGHUP) {
            read_again(server);
        } else if (signal) {
            return;
        }
    }
}

int run(const Invocation& invocation) {
    const int signals = block_signals();
    daemon_::hide_memory();
    daemon_::raise_file_limit();
    if (invocation.demo && !invocation.file.empty()) {
        throw house::ConfigurationError("--demo and --config both name the site: give one of them");
    }
    std::optional<daemon_::Demo> demo;
    if (invocation.demo) demo.emplace(*invocation.demo, invocation.options);
    const house::Configuration configuration =
        demo ? demo->configuration()
             : house::read_configuration(invocation.file, invocation.options);
    configuration.require_servable();
    if (!demo && !postvern::records::Site::exists(configuration.house().site)) {
        postvern::records::Site::create(configuration.house().site);
        std::cerr << "a new site was made in " << configuration.data.string()
                  << "; back up its key: " << configuration.keys.string() << std::endl;
    }
    daemon_::Server server(configuration);
    daemon_::hand_over({configuration.data, configuration.keys}, configuration.user);
    daemon_::become(configuration.user);
    if (demo) demo->furnish(server);
    server.start();
    std::cerr << "rules in force: SHA-256 " << server.rulebook_hash() << std::endl;
    if (demo) {
        demo->announce(server.ports());
        demo->explain(server.ports());
    }
    wait_for_the_end(server, signals);
    server.stop(kGrace);
    return EXIT_SUCCESS;
}

}  // namespace

int main(int count, char** arguments) {
    try {
        const Invocation invocation = read_arguments(count, arguments);
        if (invocation.help) return print_help(), EXIT_SUCCESS;
        if (invocation.version) return std::cout << "postvernd " POSTVERN_VERSION "\n", EXIT_SUCCESS;
        return run(invocation);
    } catch (const house::ConfigurationError& error) {
        std::cerr << "postvernd: " << error.what() << '\n';
        return kUsage;
    } catch (const std::exception& error) {
        std::cerr << "postvernd: " << error.what() << '\n';
        return EXIT_FAILURE;
    }
}
