#include "tests/bench/mailload/swarm.hpp"

#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>

#include "tests/bench/mailload/imap.hpp"

namespace postvern::tests::bench::mailload {
namespace {

constexpr std::size_t kBuffer = 16 * 1024;
constexpr int kTurnMilliseconds = 20;
constexpr std::string_view kTag = "s ";

}  // namespace

Swarm::Swarm(SwarmPlan plan) : plan_(std::move(plan)), buffer_(kBuffer) {
    epoll_ = epoll_create1(EPOLL_CLOEXEC);
    if (epoll_ < 0) throw ServerError("epoll_create1 failed");
}

Swarm::~Swarm() {
    if (epoll_ >= 0) close(epoll_);
}

Swarm::Swarm(Swarm&& other) noexcept
    : plan_(std::move(other.plan_)),
      epoll_(std::exchange(other.epoll_, -1)),
      clients_(std::move(other.clients_)),
      waiting_(std::move(other.waiting_)),
      buffer_(std::move(other.buffer_)) {}

void Swarm::open(const std::vector<Account>& accounts) {
    start_ = Clock::now();
    for (const Account& account : accounts) {
        Client& client = clients_.emplace_back();
        client.account = account;
        waiting_.push_back(&client);
    }
    while (settled_ < clients_.size()) {
        start_waiting();
        turn_events(kTurnMilliseconds);
        if (seconds_since(start_) > plan_.endpoint.timeout) {
            throw ServerError(std::to_string(clients_.size() - settled_) +
                              " clients were never served; last failure: " + last_failure_);
        }
    }
}

void Swarm::start_waiting() {
    const auto now = Clock::now();
    for (std::size_t left = waiting_.size(); left > 0 && under_way_ < plan_.at_once; --left) {
        Client& client = *waiting_.front();
        waiting_.pop_front();
        if (client.not_before > now) {
            waiting_.push_back(&client);
            continue;
        }
        ++under_way_;
        try {
            client.transport.emplace(plan_.endpoint, Mode::nonblocking);
            client.state = State::connecting;
            watch(client, Wait::writable, EPOLL_CTL_ADD);
        } catch (const ServerError& problem) {
            retry(client, problem.what());
        }
    }
}

void Swarm::turn_events(int milliseconds) {
    std::array<epoll_event, 256> events{};
    const int ready =
        epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), milliseconds);
    for (int i = 0; i < ready; ++i) {
        Client& client = *static_cast<Client*>(events[static_cast<std::size_t>(i)].data.ptr);
        try {
            advance(client);
        } catch (const ServerError& problem) {
            retry(client, problem.what());
        }
    }
}

void Swarm::advance(Client& client) {
    if (client.state == State::connecting) {
        const Wait wait = client.transport->handshake();
        watch(client, wait == Wait::nothing ? Wait::readable : wait, EPOLL_CTL_MOD);
        if (wait != Wait::nothing) return;
        client.state = State::greeting;
    }
    read_all(client);
}

// TLS may hold decrypted octets that epoll knows nothing of, so this reads until it would block.
void Swarm::read_all(Client& client) {
    for (;;) {
        const Received received = client.transport->read(buffer_.data(), buffer_.size());
        if (received.wait != Wait::nothing) return;
        std::string_view input(buffer_.data(), received.octets);
        while (const auto line = client.responses.next(input)) {
            if (client.responses.begins_response()) take_line(client, *line);
        }
    }
}

void Swarm::take_line(Client& client, std::string_view line) {
    if (client.state == State::greeting) {
        if (!line.starts_with("* OK")) throw ServerError(std::string(line));
        client.state = State::commands;
        client.command = 0;
        send_command(client);
    } else if (client.state == State::settled) {
        if (client.responses.take_tally().exists_seen && !client.told) {
            client.told = true;
            ++told_;
        }
    } else if (line.starts_with("+") || line.starts_with(kTag)) {
        const bool success = line.starts_with("+") || line.substr(kTag.size()).starts_with("OK");
        if (!success) throw ServerError(std::string(line));
        if (++client.command > plan_.commands.size()) return settle(client);
        send_command(client);
    }
}

void Swarm::send_command(Client& client) {
    std::string request(kTag);
    if (client.command == 0) {
        request += "LOGIN " + quoted(client.account.user) + " " + quoted(client.account.password);
    } else {
        request += plan_.commands[client.command - 1];
    }
    client.transport->write(request + "\r\n");
}

void Swarm::settle(Client& client) {
    client.state = State::settled;
    client.responses.take_tally();
    client.settled_after = seconds_since(start_);
    ++settled_;
    --under_way_;
}

void Swarm::retry(Client& client, const std::string& cause) {
    last_failure_ = cause;
    if (settled_ == 0 && retries_ > 10 * clients_.size()) throw ServerError(cause);
    ++retries_;
    --(client.state == State::settled ? settled_ : under_way_);
    told_ -= client.told ? 1 : 0;
    client.told = false;
    client.transport.reset();
    client.responses = Responses();
    client.state = State::waiting;
    client.not_before = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                           std::chrono::duration<double>(plan_.retry_delay));
    waiting_.push_back(&client);
}

std::vector<double> Swarm::settled_after() const {
    std::vector<double> seconds;
    for (const Client& client : clients_) {
        if (client.state == State::settled) seconds.push_back(client.settled_after);
    }
    return seconds;
}

bool Swarm::wait_until_told(double seconds) {
    const auto start = Clock::now();
    while (told_ < clients_.size() && seconds_since(start) < seconds) {
        turn_events(kTurnMilliseconds);
    }
    return told_ == clients_.size();
}

void Swarm::watch(Client& client, Wait wait, int operation) {
    epoll_event event{};
    event.events = wait == Wait::writable ? EPOLLOUT : EPOLLIN;
    event.data.ptr = &client;
    if (epoll_ctl(epoll_, operation, client.transport->descriptor(), &event) != 0) {
        throw ServerError("epoll_ctl failed");
    }
}

}  // namespace postvern::tests::bench::mailload
