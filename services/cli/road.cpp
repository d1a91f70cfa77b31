#include "services/cli/road.hpp"

#include <sys/fsuid.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "services/cli/site_of.hpp"
#include "services/control/desk.hpp"
#include "services/house/house.hpp"
#include "services/house/proof.hpp"
#include "services/net/file_descriptor.hpp"

namespace postvern::services::cli {

using control::Refused;
using control::Reply;
using control::Request;
using control::Status;

namespace {

[[noreturn]] void fail(const std::filesystem::path& socket, const std::string& what) {
    throw Refused(Status::refused, socket.string() + ": " + what);
}

// While it lives the process speaks as another user; it finds its way to the socket as the one it was.
class SpeakingAs {
  public:
    explicit SpeakingAs(std::uint32_t user) : before_(::geteuid()) {
        if (::seteuid(user) != 0) {
            throw Refused(Status::refused, std::string("--speak-as: only root speaks as somebody else: ") +
                                               std::strerror(errno));
        }
        ::setfsuid(before_);
    }
    ~SpeakingAs() {
        if (::seteuid(before_) != 0) std::abort();  // to go on as somebody else would be worse
    }
    SpeakingAs(const SpeakingAs&) = delete;
    SpeakingAs& operator=(const SpeakingAs&) = delete;

  private:
    const uid_t before_;
};

// Connected; empty when nobody listens.
net::FileDescriptor connect_to(const std::filesystem::path& socket, std::optional<std::uint32_t> as) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = socket.string();
    if (path.size() >= sizeof address.sun_path) fail(socket, "the path is too long for a socket");
    std::memcpy(address.sun_path, path.data(), path.size());
    net::FileDescriptor descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!descriptor) fail(socket, std::strerror(errno));
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    std::optional<SpeakingAs> speaking;
    if (as) speaking.emplace(*as);
    if (::connect(descriptor.get(), generic, sizeof address) == 0) return descriptor;
    if (errno == ENOENT || errno == ECONNREFUSED) return {};
    if (errno == EACCES) fail(socket, "only its owner and its group may use it; `control-socket` in the "
                                       "server's configuration makes one for people of the house");
    fail(socket, std::strerror(errno));
}

void send_all(int descriptor, std::string_view octets, const std::filesystem::path& socket) {
    while (!octets.empty()) {
        const ssize_t sent = ::send(descriptor, octets.data(), octets.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) fail(socket, std::strerror(errno));
        octets.remove_prefix(static_cast<std::size_t>(sent));
    }
}

// Up to the end of the line; without one, to the end of the connection.
std::string receive_line(int descriptor, const std::filesystem::path& socket) {
    std::string line;
    std::array<char, 16 * 1024> piece;
    for (;;) {
        const ssize_t got = ::recv(descriptor, piece.data(), piece.size(), 0);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail(socket, std::strerror(errno));
        if (got == 0) return line;
        line.append(piece.data(), static_cast<std::size_t>(got));
        if (line.back() == '\n') {
            line.pop_back();
            return line;
        }
        if (line.size() > control::kReplyLimit) fail(socket, "the answer is too long");
    }
}

// Commands on the rules themselves work also where those on record cannot be used: they are the way out.
bool is_about_rules(const Request& request) { return request.command.starts_with("rules "); }

Reply do_it_here(const house::Configuration& configuration, std::uint32_t user,
                 const Request& request) {
    act_as_owner_of(configuration);
    house::HouseSettings settings = configuration.house();
    if (!records::Site::exists(settings.site)) {
        if (request.command != "staff put") {
            throw Refused(Status::refused,
                          configuration.data.string() +
                              ": there is no site yet; `postvern staff put` makes it and enters "
                              "its first people, or start postvernd");
        }
        records::Site::create(settings.site);
    }
    if (is_about_rules(request)) {
        settings.check_rulebook = house::require_proven;
        settings.unusable_rules = house::UnusableRules::deny_by_none;
    }
    house::House house(settings);
    return control::answer(house.control_parts(), user, request);
}

}  // namespace

std::optional<Reply> ask_daemon(const std::filesystem::path& socket, const Request& request,
                                std::optional<std::uint32_t> as) {
    const net::FileDescriptor connection = connect_to(socket, as);
    if (!connection) return {};
    std::string line = to_line(request) + '\n';
    if (line.size() > control::kRequestLimit) fail(socket, "the request is too long");
    send_all(connection.get(), line, socket);
    control::wipe(line);
    std::string answer = receive_line(connection.get(), socket);
    auto reply = control::parse_reply(answer);
    control::wipe(answer);
    if (!reply) {
        fail(socket,
             "the server gave no answer; whether the command was carried out is not known: "
             "`postvern ledger show` tells");
    }
    return reply;
}

Reply ask_running(const std::filesystem::path& socket, const Request& request,
                  std::optional<std::uint32_t> as) {
    auto reply = ask_daemon(socket, request, as);
    if (!reply) throw Refused(Status::refused, socket.string() + ": no server listens there");
    return std::move(*reply);
}

Reply carry(const house::Configuration& configuration, std::uint32_t user, const Request& request) {
    auto reply = ask_daemon(configuration.data / "control.sock", request);
    if (reply) return std::move(*reply);
    return do_it_here(configuration, user, request);
}

}  // namespace postvern::services::cli
