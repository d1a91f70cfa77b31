#include "services/house/configuration.hpp"

#include <algorithm>
#include <boost/program_options.hpp>
#include <charconv>
#include <fstream>
#include <iomanip>
#include <ostream>
#include <sstream>

#include "records/errors.hpp"
#include "services/outside/hash_timestamper.hpp"

namespace postvern::services::house {

namespace options = boost::program_options;

namespace {

void require(bool holds, const std::string& what) {
    if (!holds) throw ConfigurationError(what);
}

// Absent: it is empty.
std::optional<outside::WebAddress> web_address(const std::string& option, const std::string& text) {
    if (text.empty()) return {};
    try {
        return outside::WebAddress::parse(text);
    } catch (const std::invalid_argument& why) {
        throw ConfigurationError('\'' + option + "': '" + text + "' " + why.what());
    }
}

// As it stands in Received: one word.
void require_host(const std::string& host) {
    constexpr std::size_t kLongest = 255;  // RFC 5321 4.5.3.1.2
    constexpr std::string_view kOther = "-._";
    const bool is_host = !host.empty() && host.size() <= kLongest && std::all_of(host.begin(), host.end(), [&](char c) {
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return is_letter || (c >= '0' && c <= '9') || kOther.find(c) != kOther.npos;
    });
    require(is_host, "'border-server': '" + host + "' is no host name; give it as it stands behind \"by\" in the Received "
                                                   "fields of that server, such as mx1.example.org");
}

// RFC 5322 2.2; empty: none.
void require_field_name(const std::string& name) {
    constexpr std::size_t kLongest = 76;
    const bool is_name = name.size() <= kLongest && std::all_of(name.begin(), name.end(), [](char c) {
        return c > ' ' && c <= '~' && c != ':';
    });
    require(is_name, "'spam-field': '" + name + "' is no name of a header field; give it without the colon, such as "
                                                "X-Spam-Status");
}

// Octal, for owner and group: whoever may write to the socket may deliver.
std::uint32_t socket_mode(const std::string& text) {
    constexpr std::uint32_t kOwner = 0600;
    constexpr std::uint32_t kMost = 0660;
    std::uint32_t mode = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), mode, 8);
    require(failure == std::errc() && end == text.data() + text.size() &&
                (mode & kOwner) == kOwner && (mode & ~kMost) == 0,
            "'lmtp-socket-mode' must be 0600, or 0660 for the socket's group as well; nobody else "
            "may deliver");
    return mode;
}

// The one list of options: reading, --help and to_text() follow from it.
options::options_description description(Configuration& to) {
    const auto many = [](std::vector<std::string>& value) {
        return options::value(&value)->composing()->value_name("ADDRESS");
    };
    const auto path = [](std::filesystem::path& value) {
        return options::value<std::string>()->value_name("PATH")->notifier(
            [&value](const std::string& text) { value = text; });
    };
    options::options_description all("Options, in the file or on the command line");
    all.add_options()
        ("data", path(to.data), "directory of the store")
        ("keys", path(to.keys), "directory of the site's key, outside of the store and its backups")
        ("rulebook", path(to.rulebook), "directory of the rules (*.cedar); default: those shipped")
        ("hostname", options::value(&to.hostname)->value_name("NAME"), "name in greetings and traces")
        ("house-name", options::value(&to.house_name)->value_name("TEXT"), "who the house is in its letters")
        ("house-address", options::value(&to.house_address)->composing()->value_name("LINE"), "a line of its address there")
        ("house-contact", options::value(&to.house_contact)->composing()->value_name("LINE"), "how it is reached")
        ("case-signers", path(to.case_signers),
         "PEM file, or directory of *.pem: authorities that certify who signs court orders electronically")
        ("requests", path(to.requests), "directory of the rules of classification (*.toml); default: those shipped")
        ("user", options::value(&to.user)->value_name("NAME"), "become this user after binding")
        ("certificate", path(to.certificate), "PEM file: certificate and intermediates")
        ("key", path(to.key), "PEM file: private key of the certificate")
        ("imaps", many(to.imaps), "IMAP over TLS (993)")
        ("imap", many(to.imap), "IMAP with STARTTLS (143)")
        ("submissions", many(to.submissions), "submission over TLS (465)")
        ("submission", many(to.submission), "submission with STARTTLS (587)")
        ("lmtp", many(to.lmtp), "LMTP from the site's relay: host:port or the path of a socket")
        ("lmtp-socket-mode",
         options::value<std::string>()->value_name("MODE")->notifier(
             [&to](const std::string& text) { to.lmtp_socket_mode = socket_mode(text); }),
         "who may use the socket, octal: 0600, or 0660 for its group as well")
        ("lmtp-socket-group", options::value(&to.lmtp_socket_group)->value_name("NAME"),
         "group of the socket")
        ("border-server", options::value(&to.border_servers)->composing()->value_name("HOST"),
         "how the site's own mail server in front of LMTP names itself in its Received fields (\"by\")")
        ("spam-field", options::value(&to.spam_field)->value_name("NAME"),
         "header field in which its spam filter says yes or no")
        ("publish", options::value(&to.publish)->value_name("HOST:PORT"),
         "HTTP for the public part of the access record and the statistics")
        ("control-socket", path(to.control_socket),
         "a control socket for people of the house, beside that in 'data', which is root's")
        ("control-socket-group", options::value(&to.control_socket_group)->value_name("NAME"),
         "group that may connect to it; what they may do the rules say")
        ("quota", options::value(&to.quota)->value_name("OCTETS"), "default quota of an account")
        ("message-limit", options::value(&to.message_limit)->value_name("OCTETS"), "largest message")
        ("connections", options::value(&to.connections)->value_name("N"), "most at once")
        ("connections-per-network", options::value(&to.connections_per_network)->value_name("N"),
         "most at once from one network, loopback excepted")
        ("record-interval", options::value(&to.record_interval)->value_name("SECONDS"),
         "between two publications of the access record")
        ("witness", options::value(&to.witnesses)->composing()->value_name("KEY [URL]"),
         "verifier key of a witness of the access record, and where it is asked to cosign")
        ("witness-quorum", options::value(&to.witness_quorum)->value_name("N"),
         "how many witnesses must have cosigned a checkpoint before it is given out; 0: none")
        ("timestamp-authority", options::value(&to.timestamp_authority)->value_name("URL"),
         "who is asked for timestamps of the access record (RFC 3161)")
        ("bag-timestamp-authority", options::value(&to.bag_timestamp_authority)->value_name("URL"),
         "who is asked for a timestamp of each bag, and so learns when one is made")
        ("timestamp-certificates", path(to.timestamp_certificates),
         "PEM file: authorities that certify those timestamps")
        ("timestamp-interval", options::value(&to.timestamp_interval)->value_name("SECONDS"),
         "between two timestamps; usually a day");
    return all;
}

void check(const Configuration& configuration) {
    require(!configuration.data.empty(), "'data' is missing: name the directory of the store");
    require(!configuration.keys.empty(),
            "'keys' is missing: name the directory of the site's key, outside of 'data'");
    const auto data = std::filesystem::weakly_canonical(configuration.data).string() + '/';
    const auto keys = std::filesystem::weakly_canonical(configuration.keys).string() + '/';
    require(!keys.starts_with(data),
            "'keys' lies inside 'data': a copy of the store would hold its key; put it elsewhere");
    require(configuration.control_socket.empty() == configuration.control_socket_group.empty(),
            "'control-socket' and 'control-socket-group' belong together: give both or neither");
    const auto socket = std::filesystem::weakly_canonical(configuration.control_socket).string();
    require(configuration.control_socket.empty() ||
                (configuration.control_socket.is_absolute() && !socket.starts_with(data)),
            "'control-socket' must be an absolute path outside of 'data', which others cannot enter");
    require(configuration.record_interval > 0, "'record-interval' must be at least 1 second");
    require(configuration.timestamp_interval > 0, "'timestamp-interval' must be at least 1 second");
    require(
        (configuration.timestamp_authority.empty() && configuration.bag_timestamp_authority.empty()) ||
            !configuration.timestamp_certificates.empty(),
        "'timestamp-certificates' is missing: name the PEM file of those who certify what "
        "'timestamp-authority' or 'bag-timestamp-authority' signs");
    for (const std::string& host : configuration.border_servers) require_host(host);
    require_field_name(configuration.spam_field);
    configuration.attestors();
    configuration.outsiders();
    require(configuration.message_limit > 0 && configuration.message_limit <= 1'000'000'000,
            "'message-limit' must lie between 1 and 1000000000 octets");
}

// Throws boost's options::error, and ConfigurationError for a word that belongs to no option, which Boost would
// pass over.
options::basic_parsed_options<char> parsed(const options::options_description& all,
                                           const std::vector<std::string>& arguments) {
    auto result = options::command_line_parser(arguments).options(all).run();
    for (const auto& option : result.options) {
        require(option.position_key < 0, "'" + option.value.front() +
                                             "' belongs to no option; `postvernd --help` lists them");
    }
    return result;
}

}  // namespace

void require_only(const std::vector<std::string>& permitted, const std::vector<std::string>& arguments,
                  const std::string& why) {
    Configuration unused;
    const auto all = description(unused);
    try {
        for (const auto& option : parsed(all, arguments).options) {
            const bool fits = std::find(permitted.begin(), permitted.end(), option.string_key) !=
                              permitted.end();
            require(fits, "'--" + option.string_key + "': " + why);
        }
    } catch (const options::error& error) {
        throw ConfigurationError(std::string(error.what()) + "; `postvernd --help` lists the options");
    }
}

void Configuration::require_servable() const {
    const bool tls = !imaps.empty() || !imap.empty() || !submissions.empty() || !submission.empty();
    require(tls || !lmtp.empty(), "nothing to listen on: set 'imaps', 'submissions' or 'lmtp'");
    require(!certificate.empty(), "'certificate' is missing: name the PEM file of the certificate");
    require(!key.empty(), "'key' is missing: name the PEM file of the certificate's private key");
    try {
        records::require_certificates(timestamp_certificates);
    } catch (const records::Unacceptable& why) {
        throw ConfigurationError(std::string("'timestamp-certificates': ") + why.what());
    }
}

records::Attestors Configuration::attestors() const {
    records::Attestors attestors;
    for (const std::string& witness : witnesses) {
        attestors.witnesses.push_back(witness.substr(0, witness.find(' ')));
    }
    attestors.quorum = witness_quorum;
    attestors.timestamp_certificates = timestamp_certificates;
    try {
        records::require_usable(attestors);
    } catch (const records::Unacceptable& why) {
        throw ConfigurationError(std::string("'witness', 'witness-quorum': ") + why.what());
    }
    return attestors;
}

outside::Outsiders Configuration::outsiders() const {
    outside::Outsiders outsiders;
    for (const std::string& witness : witnesses) {
        const auto begin = witness.find_first_not_of(' ', witness.find(' '));
        const std::string url = begin == std::string::npos ? "" : witness.substr(begin);
        outsiders.witnesses.push_back(web_address("witness", url));
    }
    outsiders.timestamp_authority = web_address("timestamp-authority", timestamp_authority);
    outsiders.timestamp_interval = timestamp_interval;
    // Some looks in the time of one batch, none of them busy.
    outsiders.look = std::clamp<std::chrono::milliseconds>(
        std::chrono::seconds(record_interval) / 4, std::chrono::milliseconds(250),
        std::chrono::minutes(1));
    return outsiders;
}

HouseSettings Configuration::house() const {
    HouseSettings settings;
    settings.site.data = data;
    settings.site.keys = keys;
    settings.site.default_quota = quota;
    settings.site.largest_item = message_limit;
    settings.site.record_interval = std::chrono::seconds(record_interval);
    settings.site.attestors = attestors();
    if (const auto authority = web_address("bag-timestamp-authority", bag_timestamp_authority)) {
        settings.timestamp = outside::HashTimestamper(*authority, timestamp_certificates);
    }
    using records::StatisticsTable;
    if (!spam_field.empty()) settings.site.reported_statistics.push_back(StatisticsTable::spam_decisions);
    if (!border_servers.empty()) settings.site.reported_statistics.push_back(StatisticsTable::tls_between_servers);
    settings.rulebook = rulebook.empty() ? shipped_rulebook().string() : rulebook.string();
    settings.requests = requests.empty() ? shipped_requests().string() : requests.string();
    settings.case_signers = case_signers;
    settings.identity.name = house_name.empty() ? hostname : house_name;
    settings.identity.address = house_address.empty() ? std::vector<std::string>{hostname} : house_address;
    settings.identity.contact = house_contact.empty() ? std::vector<std::string>{"postmaster@" + hostname} : house_contact;
    settings.identity.postmaster = "postmaster@" + hostname;
    return settings;
}

std::filesystem::path shipped_requests() { return shipped_rulebook().parent_path() / "requests"; }

std::filesystem::path shipped_rulebook() {
    const auto program = std::filesystem::read_symlink("/proc/self/exe");
    return program.parent_path().parent_path() / "share" / "postvern" / "rulebook";
}

Configuration read_configuration(const std::filesystem::path& file,
                                 const std::vector<std::string>& arguments) {
    Configuration configuration;
    const auto all = description(configuration);
    options::variables_map values;
    try {
        options::store(parsed(all, arguments), values);
        if (!file.empty()) {
            std::ifstream stream(file);
            require(stream.good(), file.string() + ": cannot be read");
            options::store(options::parse_config_file(stream, all), values);
        }
        options::notify(values);
    } catch (const options::error& error) {
        throw ConfigurationError((file.empty() ? std::string() : file.string() + ": ") + error.what() +
                                 "; `postvernd --help` lists the options");
    }
    check(configuration);
    return configuration;
}

void describe_options(std::ostream& out) {
    Configuration unused;
    out << description(unused);
}

std::string to_text(const Configuration& configuration) {
    std::ostringstream text;
    const auto line = [&](const char* name, const auto& value) { text << name << " = " << value << '\n'; };
    const auto lines = [&](const char* name, const std::vector<std::string>& values) {
        for (const std::string& value : values) line(name, value);
    };
    line("data", configuration.data.string());
    line("keys", configuration.keys.string());
    if (!configuration.rulebook.empty()) line("rulebook", configuration.rulebook.string());
    line("hostname", configuration.hostname);
    if (!configuration.house_name.empty()) line("house-name", configuration.house_name);
    lines("house-address", configuration.house_address);
    lines("house-contact", configuration.house_contact);
    if (!configuration.case_signers.empty()) line("case-signers", configuration.case_signers.string());
    if (!configuration.requests.empty()) line("requests", configuration.requests.string());
    if (!configuration.user.empty()) line("user", configuration.user);
    line("certificate", configuration.certificate.string());
    line("key", configuration.key.string());
    lines("imaps", configuration.imaps);
    lines("imap", configuration.imap);
    lines("submissions", configuration.submissions);
    lines("submission", configuration.submission);
    lines("lmtp", configuration.lmtp);
    text << "lmtp-socket-mode = " << std::oct << std::setw(4) << std::setfill('0')
         << configuration.lmtp_socket_mode << std::dec << '\n';
    if (!configuration.lmtp_socket_group.empty()) {
        line("lmtp-socket-group", configuration.lmtp_socket_group);
    }
    lines("border-server", configuration.border_servers);
    if (!configuration.spam_field.empty()) line("spam-field", configuration.spam_field);
    if (!configuration.publish.empty()) line("publish", configuration.publish);
    if (!configuration.control_socket.empty()) {
        line("control-socket", configuration.control_socket.string());
        line("control-socket-group", configuration.control_socket_group);
    }
    line("quota", configuration.quota);
    line("message-limit", configuration.message_limit);
    line("connections", configuration.connections);
    line("connections-per-network", configuration.connections_per_network);
    line("record-interval", configuration.record_interval);
    lines("witness", configuration.witnesses);
    if (configuration.witness_quorum > 0) line("witness-quorum", configuration.witness_quorum);
    if (!configuration.timestamp_authority.empty())
        line("timestamp-authority", configuration.timestamp_authority);
    if (!configuration.bag_timestamp_authority.empty())
        line("bag-timestamp-authority", configuration.bag_timestamp_authority);
    if (!configuration.timestamp_certificates.empty()) {
        line("timestamp-certificates", configuration.timestamp_certificates.string());
        line("timestamp-interval", configuration.timestamp_interval);
    }
    return text.str();
}

}  // namespace postvern::services::house
