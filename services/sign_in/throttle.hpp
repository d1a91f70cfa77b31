// Throttle: slows down guessing of passwords, by account name and network together, so that a
// stranger elsewhere cannot lock an owner out. It lives in memory only, knows accounts by a hash
// under a salt of this process, and forgets everything after 15 minutes. Thread-safe.
//
// After n failures in a row the next attempt for the same (name, network) waits 2^(n-1) half
// seconds, at most 30 s; attempts made at the same time queue up behind each other. A success
// clears the slate.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "services/net/peer.hpp"

namespace postvern::services::sign_in {

class Throttle {
  public:
    using Clock = std::chrono::steady_clock;
    using Duration = std::chrono::milliseconds;
    using Now = std::function<Clock::time_point()>;

    static constexpr Duration kFirstDelay{500};
    static constexpr Duration kLongestDelay{30'000};
    static constexpr Duration kLongestWait{60'000};  // who would wait longer is turned away
    static constexpr Duration kMemory =
        std::chrono::minutes(14);                        // swept each minute: never over 15
    static constexpr std::size_t kMostEntries = 65'536;  // names and networks, each

    // `now` is called under the throttle's lock, from any thread.
    explicit Throttle(Now now = &Clock::now);

    // Leave to try a password at a certain moment.
    struct Booking {
        Duration wait{0};     // from now; rounded up
        bool is_free = true;  // given without a failure on the slate
    };
    // Books the next attempt for `name` from `prefix`. Absent: too many are waiting already.
    std::optional<Booking> book(std::string_view name, net::PeerPrefix prefix);
    // Whether an attempt booked freely may still go ahead: false once others failed meanwhile, so
    // that a burst of parallel guesses gains nothing. Then book again.
    bool stands(const Booking& booking, std::string_view name, net::PeerPrefix prefix) const;

    void failed(std::string_view name, net::PeerPrefix prefix);
    void succeeded(std::string_view name, net::PeerPrefix prefix);
    // Whether somebody signed in from `prefix` of late; such networks are served first.
    bool is_known(net::PeerPrefix prefix) const;

    // Drops what is older than kMemory. Happens by itself with traffic; call it each minute for
    // when there is none.
    void forget_expired();

  private:
    using Key = std::array<std::uint8_t, 16>;
    struct KeyHash {
        std::size_t operator()(const Key& key) const noexcept;
    };
    struct Slate {
        unsigned failures = 0;
        Clock::time_point next_slot{};
        Clock::time_point last_failure{};
    };
    static Duration delay_after(unsigned failures);
    Key key_of(std::string_view name, net::PeerPrefix prefix) const;
    void sweep(Clock::time_point now);
    void sweep_if_due(Clock::time_point now);

    const Now now_;
    const std::array<std::uint8_t, 32> salt_;
    mutable std::mutex mutex_;
    std::unordered_map<Key, Slate, KeyHash> slates_;
    std::unordered_map<net::PeerPrefix, Clock::time_point> known_;
    Clock::time_point last_sweep_;
};

}  // namespace postvern::services::sign_in
