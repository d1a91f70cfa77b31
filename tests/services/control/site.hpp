// A site in a scratch directory with its configuration file, the tool to be run on it, and a daemon
// that serves its control socket as postvernd does.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "services/control/service.hpp"
#include "services/house/configuration.hpp"
#include "services/house/house.hpp"
#include "services/net/runtime.hpp"
#include "tests/scratch.hpp"

namespace postvern::services::control {

inline constexpr const char* kAlice = "alice@example.org";
inline constexpr const char* kPassword = "correct horse battery";
inline constexpr const char* kStaffUntil = "2096-01-01";

// Whoever runs the test.
std::string own_user();

// What a run of the tool came to.
struct Ran {
    int code;
    std::string out;
    std::string err;
    // A member of the JSON object that was printed.
    std::string member(const std::string& name) const;
    std::uint64_t number(const std::string& name) const;
};

class ScratchSite {
  public:
    ScratchSite();

    // `secrets` are what --password-stdin reads; empty: the option is not given.
    Ran tool(std::vector<std::string> words, const std::string& secrets = {}) const;
    // The same with --json.
    Ran json(std::vector<std::string> words, const std::string& secrets = {}) const;
    // Enters whoever runs the test as operator and managing director, with all signed until kStaffUntil; makes
    // the site where there is none.
    void enter_staff() const;
    // Makes alice's account, by whoever runs the test; the recovery code.
    std::string add_alice() const;

    const std::filesystem::path& root() const { return scratch_.path(); }
    const house::Configuration& configuration() const { return configuration_; }

  private:
    const tests::Scratch scratch_;
    house::Configuration configuration_;
};

// Delivers a small message to alice, as LMTP would.
void deliver(house::House& house, const std::string& subject);
// Signs in as alice; whether that succeeds.
bool signs_in(house::House& house, const std::string& password);

class Daemon {
  public:
    explicit Daemon(const ScratchSite& site);
    ~Daemon();
    house::House& house() { return house_; }

  private:
    class NoEvents final : public net::EventLog {
      public:
        void note(net::EventKind, std::uint64_t) override {}
        void note(net::EventKind, const net::SessionReference&) override {}
    };
    house::House house_;
    NoEvents events_;
    net::Runtime runtime_;
    Service service_;
};

}  // namespace postvern::services::control
