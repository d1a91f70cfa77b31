#include "services/daemon/demo.hpp"

#include <grp.h>
#include <sys/random.h>
#include <sys/un.h>
#include <unistd.h>

#include <fstream>
#include <future>
#include <iostream>
#include <map>
#include <sstream>
#include <stdexcept>

#include "services/daemon/demo_certificate.hpp"
#include "services/daemon/demo_mail.hpp"

namespace postvern::services::daemon {

namespace {

constexpr const char* kAddresses[2] = {"alice@example.org", "bob@example.org"};
constexpr std::int64_t kTermOfStaff = std::int64_t{10} * 365 * 86'400;  // seconds

// 24 random letters and digits (142 bits).
std::string random_password() {
    constexpr std::string_view kAlphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    std::string password;
    while (password.size() < 24) {
        unsigned char octet = 0;
        if (::getrandom(&octet, 1, 0) != 1) throw std::runtime_error("no random numbers");
        // Values beyond the last whole multiple would favour the first letters.
        if (octet < 248) password.push_back(kAlphabet[octet % kAlphabet.size()]);
    }
    return password;
}

std::map<std::string, std::string> read_values(const std::filesystem::path& file) {
    std::map<std::string, std::string> values;
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);) {
        const auto equals = line.find('=');
        if (equals != std::string::npos) values[line.substr(0, equals)] = line.substr(equals + 1);
    }
    return values;
}

// Whole or not at all, and for nobody else's eyes.
void write_file(const std::filesystem::path& file, const std::string& text) {
    const auto staged = std::filesystem::path(file.string() + ".new");
    {
        std::ofstream stream(staged, std::ios::trunc);
        std::filesystem::permissions(
            staged, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
        stream << text;
        if (!stream.flush()) throw std::runtime_error(staged.string() + ": cannot be written");
    }
    std::filesystem::rename(staged, file);
}

policy::Grant leave(house::House& house, const policy::Claim& claim, policy::Action action) {
    const auto subject = house.gate().admit(claim, policy::Channel::control);
    if (!subject) throw std::runtime_error("the demonstration's accounts cannot be made");
    return house.gate().ask_and_wait({*subject, action, policy::Resource::site(),
                                      policy::Purpose::administration, policy::Channel::control});
}

// The other people of the house, by Unix user ids that no user of a usual machine has: requests for data take
// several persons. Root speaks for them by `postvern --speak-as`.
struct Colleague {
    std::uint32_t user;
    policy::StaffRole role;
};
constexpr Colleague kColleagues[] = {
    {70'001, policy::StaffRole::legal_officer},
    {70'002, policy::StaffRole::legal_officer},
    {70'003, policy::StaffRole::second_officer},
    {70'004, policy::StaffRole::data_protection_officer},
};

// Whoever started the demonstration operates and directs it; everybody has signed everything.
policy::StaffClaim enter_staff(house::House& house) {
    const auto token = house.site().house_token();
    const auto user = static_cast<std::uint32_t>(::getuid());
    const std::int64_t until = house.site().settings().clock() + kTermOfStaff;
    house.personnel().put(
        leave(house, policy::FounderClaim{::getuid(), token}, policy::Action::administer_staff),
        {user,
         {{policy::StaffRole::operator_, policy::StaffRole::managing_director},
          until,
          until,
          until,
          until}});
    const policy::StaffClaim director{user, token};
    for (const Colleague& colleague : kColleagues) {
        house.personnel().put(leave(house, director, policy::Action::administer_staff),
                              {colleague.user, {{colleague.role}, until, until, until, until}});
    }
    return director;
}

// A socket for the other people, where its path is short enough for one and the system knows our group.
void give_people_a_socket(const std::filesystem::path& directory, house::Configuration& configuration) {
    const auto socket = directory / "people.sock";
    const group* own = ::getgrgid(::getegid());
    if (own == nullptr || socket.string().size() >= sizeof(sockaddr_un::sun_path)) return;
    configuration.control_socket = socket;
    configuration.control_socket_group = own->gr_name;
}

std::string loopback(std::uint16_t port) { return "127.0.0.1:" + std::to_string(port); }

}  // namespace

Demo::Demo(const std::filesystem::path& directory, const std::vector<std::string>& options)
    : directory_(std::filesystem::absolute(directory)) {
    house::require_only({"rulebook", "hostname", "quota", "message-limit", "connections",
                         "connections-per-network", "record-interval"},
                        options, "a demonstration chooses that itself; --config FILE takes it");
    const auto file = directory_ / "postvern.ini";
    const bool is_known = std::filesystem::exists(file);
    if (is_known) {
        configuration_ = house::read_configuration(file, options);
    } else {
        std::vector<std::string> words{"--data", (directory_ / "data").string(), "--keys",
                                       (directory_ / "keys").string()};
        words.insert(words.end(), options.begin(), options.end());
        configuration_ = house::read_configuration({}, words);
    }
    if (!configuration_.rulebook.empty()) {
        configuration_.rulebook = std::filesystem::absolute(configuration_.rulebook);
    }
    std::filesystem::create_directories(directory_);
    if (is_known) {
        const auto values = read_values(directory_ / "endpoints.env");
        for (int i : {0, 1}) {
            const auto known = values.find("PASS" + std::to_string(i + 1));
            if (known != values.end()) password_[i] = known->second;
        }
    } else {
        if (configuration_.house_name.empty()) {
            configuration_.house_name = "Example Mail AS";
            configuration_.house_address = {"Storgata 1", "0001 Oslo"};
            configuration_.house_contact = {"postmaster@example.org"};
        }
        const auto certificates = ensure_demo_certificates(directory_);
        configuration_.certificate = certificates.certificate;
        configuration_.key = certificates.key;
        const std::string any = loopback(0);  // the system chooses, announce() remembers
        configuration_.imaps = configuration_.imap = configuration_.submissions =
            configuration_.submission = configuration_.lmtp = {any};
        give_people_a_socket(directory_, configuration_);
    }
    // A first start that was cut short begins again: nothing of it was announced.
    fresh_ = password_[0].empty();
    if (fresh_) {
        std::filesystem::remove_all(configuration_.data);
        std::filesystem::remove_all(configuration_.keys);
        records::Site::create(configuration_.house().site);
    }
}

void Demo::furnish(Server& server) {
    if (!fresh_) return;
    auto& house = server.house();
    const policy::StaffClaim staff = enter_staff(house);
    policy::AccountId accounts[2] = {};
    for (int i : {0, 1}) {
        password_[i] = random_password();
        accounts[i] = house.accounts()
                          .add(leave(house, staff, policy::Action::administer_accounts),
                               kAddresses[i], password_[i])
                          .id;
    }

    const auto deliverer = house.gate().admit(policy::DeliveryClaim{}, policy::Channel::lmtp);
    if (!deliverer) throw std::runtime_error("the demonstration's mail cannot be delivered");
    for (DemoMessage& message : demo_mail(house.site().settings().clock())) {
        const records::Incoming incoming{
            std::make_shared<const std::string>(std::move(message.octets)), {message.arrived, 0}, 0, {}};
        std::vector<records::Placement> placements;
        placements.push_back(
            {house.gate().ask_and_wait({*deliverer, policy::Action::deliver,
                                        policy::Resource::of(accounts[message.recipient]),
                                        policy::Purpose::service_delivery, policy::Channel::lmtp}),
             incoming});
        std::promise<void> placed;
        house.archive().add(std::move(placements),
                            [&placed](const records::Outcome<std::vector<records::Placed>>& outcome) {
                                if (outcome.index() == 1) {
                                    placed.set_exception(std::get<1>(outcome));
                                } else {
                                    placed.set_value();
                                }
                            });
        placed.get_future().get();
    }
}

void Demo::announce(const Ports& ports) {
    house::Configuration bound = configuration_;
    bound.imaps = {loopback(ports.imaps)};
    bound.imap = {loopback(ports.imap)};
    bound.submissions = {loopback(ports.submissions)};
    bound.submission = {loopback(ports.submission)};
    bound.lmtp = {loopback(ports.lmtp)};

    std::ostringstream text;
    text << "HOST=127.0.0.1\n"
         << "IMAPS_PORT=" << ports.imaps << "\nIMAP_PORT=" << ports.imap
         << "\nSUBMISSIONS_PORT=" << ports.submissions << "\nSUBMISSION_PORT=" << ports.submission
         << "\nLMTP_PORT=" << ports.lmtp << "\nCA_FILE=" << (directory_ / "ca.pem").string()
         << "\nUSER1=" << kAddresses[0] << "\nPASS1=" << password_[0] << "\nUSER2=" << kAddresses[1]
         << "\nPASS2=" << password_[1] << "\nPID=" << ::getpid()
         << "\nDATA_DIR=" << configuration_.data.string() << '\n';
    if (!bound.control_socket.empty()) text << "PEOPLE_SOCKET=" << bound.control_socket.string() << '\n';
    write_file(directory_ / "postvern.ini", house::to_text(bound));
    write_file(directory_ / "endpoints.env", text.str());
}

void Demo::explain(const Ports& ports) const {
    std::cout << "Postvern demonstration in " << directory_.string() << "\n\n"
              << "  IMAP        127.0.0.1, port " << ports.imaps << " (TLS) or " << ports.imap
              << " (STARTTLS)\n"
              << "  Submission  127.0.0.1, port " << ports.submissions << " (TLS) or "
              << ports.submission << " (STARTTLS)\n"
              << "  LMTP        127.0.0.1, port " << ports.lmtp << "\n"
              << "  Authority   " << (directory_ / "ca.pem").string() << " (let your client trust it)\n";
    for (int i : {0, 1}) {
        std::cout << "  Account     " << kAddresses[i] << ", password " << password_[i] << '\n';
    }
    std::cout << "\nThe same as NAME=value lines: " << (directory_ / "endpoints.env").string()
              << "\nStop with Ctrl-C. Started again on this directory, it keeps its data." << std::endl;
}

}  // namespace postvern::services::daemon
