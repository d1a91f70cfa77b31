// The running server: a house, its runtime, its listeners. Used by one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <vector>

#include "services/house/configuration.hpp"
#include "services/house/house.hpp"

namespace postvern::services::daemon {

// The ports that were bound, by service; 0: not served on TCP.
struct Ports {
    std::uint16_t imaps = 0;
    std::uint16_t imap = 0;
    std::uint16_t submissions = 0;
    std::uint16_t submission = 0;
    std::uint16_t lmtp = 0;
    std::uint16_t publish = 0;
};

class Server {
  public:
    // Opens the site and binds. Throws std::runtime_error and its kin, each naming what is wrong.
    explicit Server(const house::Configuration& configuration) : Server(configuration, configuration.house()) {}
    // The same with another clock, say, than configuration.house() has.
    Server(const house::Configuration& configuration, house::HouseSettings settings);
    // Stops at once when still running.
    ~Server();

    Ports ports() const;
    house::House& house();

    // Serves from now on. Notes in the log a directory of rules that is not used.
    void start();
    // Accepts no more, lets sessions end for at most `grace`, finishes what was acknowledged.
    void stop(std::chrono::seconds grace);
    // Reads the certificates again. Value: why it could not, empty when it could; the old ones serve on.
    std::string reload_certificates();
    // Likewise the rulebook.
    std::string reload_rulebook();
    // Notes in the log that the rules should be looked at again, where they should: at the start, and once a day.
    void note_rulebook_review();
    // The SHA-256 of the rulebook in force, 64 hexadecimal digits.
    std::string rulebook_hash() const;

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace postvern::services::daemon
