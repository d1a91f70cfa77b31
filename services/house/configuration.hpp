// What a site's configuration file says. INI, read by Boost.Program_options; every option may stand on the
// command line as well, where it wins. Plain values.
#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <stdexcept>
#include <string>
#include <vector>

#include "services/house/house.hpp"
#include "services/outside/attestation_job.hpp"

namespace postvern::services::house {

// Says what is wrong with the configuration, where, and what to do.
struct ConfigurationError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct Configuration {
    std::filesystem::path data;
    std::filesystem::path keys;
    std::filesystem::path rulebook;
    std::string hostname = "localhost";
    // Who the house is in its letters; empty: what follows from the hostname.
    std::string house_name;
    std::vector<std::string> house_address;  // lines
    std::vector<std::string> house_contact;  // lines
    std::filesystem::path case_signers;  // PEM file or folder: who certifies signatures of court orders; empty: nobody
    std::filesystem::path requests;  // rules of classification; empty: those shipped
    std::string user;  // whom to become after the ports are bound; empty: stay
    std::filesystem::path certificate;
    std::filesystem::path key;
    // Listening addresses, "host:port"; empty: not served.
    std::vector<std::string> imaps;
    std::vector<std::string> imap;
    std::vector<std::string> submissions;
    std::vector<std::string> submission;
    std::vector<std::string> lmtp;  // or the path of a Unix socket, which begins with '/'
    std::uint32_t lmtp_socket_mode = 0600;  // of such sockets: 0600 to 0660
    std::string lmtp_socket_group;          // empty: the process's own
    std::string publish;  // where the public part of the record and the statistics are served; empty: nowhere
    // How the border server in front of LMTP names itself in Received, and the header field of its spam filter; empty: what it
    // says is not counted.
    std::vector<std::string> border_servers;
    std::string spam_field;
    // A control socket for people of the house who are not root: its path (empty: none) and group.
    std::filesystem::path control_socket;
    std::string control_socket_group;
    std::uint64_t quota = std::uint64_t{1} << 30;                 // octets
    std::uint64_t message_limit = std::uint64_t{50} * 1024 * 1024;  // octets
    std::uint32_t connections = 20'000;
    std::uint32_t connections_per_network = 200;
    std::uint32_t record_interval = 600;  // seconds
    // Who outside attests to the access record: "VERIFIERKEY [URL]" each, and how many it takes.
    std::vector<std::string> witnesses;
    std::uint32_t witness_quorum = 0;
    std::string timestamp_authority;  // URL; empty: none
    std::string bag_timestamp_authority;  // likewise
    std::filesystem::path timestamp_certificates;
    std::uint32_t timestamp_interval = 86'400;  // seconds

    // Throws ConfigurationError when a server cannot be made of it.
    void require_servable() const;
    HouseSettings house() const;
    // The same outsiders, as they are asked. Throws ConfigurationError, as attestors() does.
    outside::Outsiders outsiders() const;
    records::Attestors attestors() const;
};

// The rulebook that ships with the program that runs.
std::filesystem::path shipped_rulebook();

// The rules by which requests for data are classified that ship with it.
std::filesystem::path shipped_requests();

// From a file and from arguments (without the program's name) that go before it; the addresses of both are
// listened on. `file` may be empty. Throws ConfigurationError.
Configuration read_configuration(const std::filesystem::path& file,
                                 const std::vector<std::string>& arguments);

// Throws ConfigurationError, saying `why`, where `arguments` hold an option that is not among `permitted`,
// and for what is no option at all.
void require_only(const std::vector<std::string>& permitted, const std::vector<std::string>& arguments,
                  const std::string& why);

// The options with their meaning, for --help.
void describe_options(std::ostream& out);

// As a file that read_configuration() reads.
std::string to_text(const Configuration& configuration);

}  // namespace postvern::services::house
