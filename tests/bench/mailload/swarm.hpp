#pragma once
// Many IMAP clients on one event loop: they sign in, go through the same commands and stay. Not
// thread-safe; several swarms run on a thread each.
//
//   state       event                    next
//   waiting     its turn comes           connecting
//   connecting  TLS stands               greeting
//   greeting    "* OK"                   commands, first one sent
//   commands    "tag OK", or "+" (IDLE)  commands, next one sent; settled after the last
//   any         NO, closed, refused      waiting, until the delay before another try is over;
//                                        a settled client counts as never served
//   settled     "* n EXISTS"             settled, counted as told

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/bench/mailload/accounts.hpp"
#include "tests/bench/mailload/parallel.hpp"
#include "tests/bench/mailload/responses.hpp"
#include "tests/bench/mailload/transport.hpp"

namespace postvern::tests::bench::mailload {

struct SwarmPlan {
    Endpoint endpoint;
    std::vector<std::string> commands;  // after LOGIN; IDLE only as the last
    std::size_t at_once = 64;           // clients that sign in at the same time
    double retry_delay = 0.5;           // seconds
};

class Swarm {
  public:
    explicit Swarm(SwarmPlan plan);
    ~Swarm();
    Swarm(Swarm&&) noexcept;  // only before the first open()

    // Brings in one more client per account and returns when all are settled. Throws ServerError
    // when the endpoint's timeout passes first, or with the first failure if none ever got in.
    void open(const std::vector<Account>& accounts);

    // Waits until every client was told of new mail since it settled. False when `seconds` pass
    // first, or the server has closed a connection meanwhile.
    bool wait_until_told(double seconds);

    // Seconds from the start of the open() that brought it in until each client was settled.
    std::vector<double> settled_after() const;
    std::uint64_t retries() const { return retries_; }
    std::size_t told() const { return told_; }

  private:
    enum class State { waiting, connecting, greeting, commands, settled };

    struct Client {
        Account account;
        State state = State::waiting;
        Clock::time_point not_before{};
        std::optional<Transport> transport;
        Responses responses;
        std::size_t command = 0;   // index of the command that is under way; 0 is LOGIN
        double settled_after = 0;  // seconds
        bool told = false;
    };

    void start_waiting();
    void turn_events(int milliseconds);
    void advance(Client& client);
    void read_all(Client& client);
    void take_line(Client& client, std::string_view line);
    void send_command(Client& client);
    void settle(Client& client);
    void retry(Client& client, const std::string& cause);
    void watch(Client& client, Wait wait, int operation);

    SwarmPlan plan_;
    int epoll_ = -1;
    std::deque<Client> clients_;  // a deque, because events point at its elements
    std::deque<Client*> waiting_;
    std::vector<char> buffer_;
    Clock::time_point start_{};
    std::size_t settled_ = 0;
    std::size_t under_way_ = 0;
    std::size_t told_ = 0;
    std::uint64_t retries_ = 0;
    std::string last_failure_;
};

}  // namespace postvern::tests::bench::mailload
