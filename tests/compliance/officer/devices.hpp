// Officers' devices, as their owners use them: the real program, run as a process, with files between them.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "compliance/disclosure/ceremony_documents.hpp"
#include "compliance/disclosure/lines.hpp"
#include "compliance/disclosure/verification.hpp"
#include "tests/scratch.hpp"

namespace postvern::tests {

namespace fs = std::filesystem;
namespace disclosure = compliance::disclosure;
namespace threshold = records::threshold;

using Words = std::vector<std::string>;

inline std::string content(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream octets;
    octets << stream.rdbuf();
    return octets.str();
}

inline void put(const fs::path& file, std::string_view octets) {
    std::ofstream(file, std::ios::binary) << octets;
}

struct Outcome {
    int code = -1;
    std::string told;  // standard output and standard error
};

// Starts the program; its output goes to `output`.
inline pid_t start(const Words& words, const fs::path& output) {
    std::vector<char*> arguments;
    std::string program = POSTVERN_OFFICER;
    arguments.push_back(program.data());
    Words kept = words;
    for (auto& each : kept) arguments.push_back(each.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO);
    pid_t child = -1;
    EXPECT_EQ(::posix_spawn(&child, program.c_str(), &files, nullptr, arguments.data(), environ), 0);
    posix_spawn_file_actions_destroy(&files);
    return child;
}

// The value of a line "name: value" that a command told.
inline std::string told_value(const std::string& told, const std::string& name) {
    const auto at = ("\n" + told).find("\n" + name + ": ");
    if (at == std::string::npos) return "";
    const auto from = at + name.size() + 2;
    return told.substr(from, told.find('\n', from) - from);
}

// Six people: holders 1 to 3, validators 4 and 5, the data protection officer 6.
class House : public testing::Test {
  protected:
    explicit House(unsigned people = 6) {
        put(path("passphrase"), std::string(kPassphrase) + "\n");
        static constexpr std::array kOffices = {"managing_director", "second_officer", "deposit",
                                                "validator",         "validator",      "data_protection_officer"};
        for (unsigned i = 1; i <= people; ++i) enrol(i, kOffices.at(i - 1));
    }

    fs::path path(const std::string& name) const { return scratch_.path() / name; }
    std::string file(const std::string& name) const { return path(name).string(); }
    static std::string numbered(const std::string& name, unsigned i) { return name + std::to_string(i); }

    Words words(unsigned i, Words command) const {
        command.insert(command.end(), {"--device", file(numbered("device", i)), "--passphrase-file",
                                       file("passphrase"), "--yes"});
        return command;
    }
    Outcome run(const Words& all) const {
        const pid_t child = start(all, path("output"));
        int status = 0;
        ::waitpid(child, &status, 0);
        return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, content(path("output"))};
    }
    Outcome run(unsigned i, Words command) const { return run(words(i, std::move(command))); }
    // What it told.
    std::string done(unsigned i, Words command) const {
        const std::string name = command.front();
        const Outcome outcome = run(i, std::move(command));
        EXPECT_EQ(outcome.code, 0) << name << ": " << outcome.told;
        return outcome.told;
    }
    void refused(unsigned i, Words command, const std::string& why) const {
        const std::string name = command.front();
        const Outcome outcome = run(i, std::move(command));
        EXPECT_EQ(outcome.code, 1) << name << ": " << outcome.told;
        EXPECT_NE(outcome.told.find(why), std::string::npos) << name << ": " << outcome.told;
    }

    void enrol(unsigned i, const std::string& office) const {
        done(i, {"enrol", "--site", std::string(kSite), "--office", office, "--name", numbered("Person ", i),
                 "--memory", "64", "--out", file(numbered("card", i))});
    }
    void pin(unsigned i, const std::vector<unsigned>& others) const {
        Words command = {"pin"};
        for (const unsigned other : others) {
            if (other != i) command.push_back(file(numbered("card", other)));
        }
        done(i, command);
    }
    void pin_all() const {
        for (unsigned i = 1; i <= 6; ++i) pin(i, {1, 2, 3, 4, 5, 6});
    }

    Words others_messages(unsigned i, const std::vector<unsigned>& devices) const {
        Words command = {"continue", "--out", file(numbered("messages", i))};
        for (const unsigned other : devices) {
            if (other != i) command.push_back(file(numbered("messages", other)));
        }
        return command;
    }
    void begin(const std::string& kind, const std::vector<unsigned>& devices, const Words& more = {},
               unsigned newcomer = 0) const {
        for (const unsigned i : devices) {
            Words command = {kind, i == devices.front() ? "--new-plan" : "--plan", file("plan"), "--out",
                             file(numbered("messages", i))};
            if (i != newcomer) command.insert(command.end(), more.begin(), more.end());
            done(i, command);
        }
    }
    // From begun to agreed; the transcript.
    std::string exchange(const std::vector<unsigned>& devices) const {
        std::string transcript;
        for (int round = 0; round < 3; ++round) {
            for (const unsigned i : devices) {
                const std::string told = done(i, others_messages(i, devices));
                const std::string seen = told_value(told, "transcript");
                if (seen.empty()) continue;
                EXPECT_TRUE(transcript.empty() || seen == transcript);
                transcript = seen;
            }
        }
        EXPECT_EQ(transcript.size(), 79U);
        return transcript;
    }
    void finish(const std::vector<unsigned>& devices, const std::string& transcript) const {
        for (const unsigned i : devices) done(i, {"finish", transcript, "--out", file("public")});
    }
    void make_key() const {
        begin("keygen", {1, 2, 3});
        finish({1, 2, 3}, exchange({1, 2, 3}));
        for (const unsigned i : {4U, 5U, 6U}) pin_key(i);
    }
    void pin_key(unsigned i) const {
        done(i, {"pin", "--disclosure-key", file("public"), "--transcript",
                 disclosure::in_groups(public_key().transcript)});
    }
    threshold::PublicKey public_key() const { return disclosure::parse_disclosure_key(content(path("public"))).key; }
    threshold::Octets<16> site() const {
        threshold::Octets<16> site;
        EXPECT_TRUE(disclosure::from_hex(kSite, site));
        return site;
    }

    static std::int64_t now() {
        return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
            .count();
    }

    static constexpr std::string_view kSite = "000102030405060708090a0b0c0d0e0f";
    static constexpr std::string_view kPassphrase = "a passphrase of several words";

  private:
    Scratch scratch_;
};

}  // namespace postvern::tests
