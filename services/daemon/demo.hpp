// A throwaway site to try the server with: two accounts, a private certificate authority, some real mail,
// ports on loopback. Everything lies in one directory; started again on it, it keeps its data.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "services/daemon/server.hpp"
#include "services/house/configuration.hpp"

namespace postvern::services::daemon {

class Demo {
  public:
    // Makes what is missing in `directory`: keys, certificates, configuration (postvern.ini), and the
    // accounts with their mail. `options` are words of the command line, which stay in the configuration; a
    // demonstration chooses directories, certificate and addresses itself. Throws
    // house::ConfigurationError before it makes anything, std::runtime_error and records/errors.hpp.
    Demo(const std::filesystem::path& directory, const std::vector<std::string>& options);

    const house::Configuration& configuration() const noexcept { return configuration_; }
    // Makes accounts and mail at the first start.
    void furnish(Server& server);
    // Writes DIR/endpoints.env (0600; NAME=value lines) and DIR/postvern.ini with the bound ports.
    void announce(const Ports& ports);
    // How to point a client at it, for the terminal.
    void explain(const Ports& ports) const;

  private:
    std::filesystem::path directory_;
    house::Configuration configuration_;
    bool fresh_ = false;
    std::string password_[2];
};

}  // namespace postvern::services::daemon
