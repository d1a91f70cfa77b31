// Throttle: slows down guessing of passwords, by account name and network together, so that a
// stranger elsewhere cannot lock an owner out. It lives in memory only, knows accounts by a hash
// under a salt of this process, and forgets everything after 15 minutes. Thread-safe.
//
// After n failures in a row the next attempt for the same (name, network) waits 2^(n-1) half
// seconds, at most 30 s; attempts made at the same time queue up behind each other. A success
// clears the slate.
//
// A network from which more than 16 names failed that have not succeeded since has its attempts one
// after another: half a second apart, twice that for each further 16 names, at most 8 s. Names that
// signed in from there of late do not queue with them, nor does anybody elsewhere.
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
    static constexpr std::size_t kFreeNames = 16;  // that may fail before their network is slowed
    static constexpr Duration kLongestSpacing{8'000};
    static constexpr Duration kLongestWait{60'000};  // who would wait longer is turned away
    static constexpr Duration kMemory =
        std::chrono::minutes(14);                        // swept each minute: never over 15
    static constexpr std::size_t kMostEntries = 65'536;  // names and networks, each

    // `now` is called under the throttle's lock, from any thread.
    explicit Throttle(Now now = &Clock::now);

    // Leave to try a password at a certain moment.
    struct Booking {
        Duration wait{0};     // from now; rounded up
        bool is_free = true;  // given without a failure on the slate, by a network that is not slowed
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
        net::PeerPrefix network{};
        unsigned failures = 0;
        Clock::time_point next_slot{};
        Clock::time_point last_failure{};
    };
    struct Network {
        std::size_t failing_names = 0;  // INVARIANT: its slates; 0 is not kept
        Clock::time_point next_slot{};
    };
    using Slates = std::unordered_map<Key, Slate, KeyHash>;
    static Duration delay_after(unsigned failures);
    static Duration spacing_after(std::size_t failing_names);
    Key key_of(std::string_view name, net::PeerPrefix prefix) const;
    // These with mutex_ held.
    // Whether the attempts of that name wait for the network's others.
    bool is_slowed(const Key& key, net::PeerPrefix prefix) const;
    Slates::iterator wipe(Slates::iterator slate);
    void sweep(Clock::time_point now);
    void sweep_if_due(Clock::time_point now);

    const Now now_;
    const std::array<std::uint8_t, 32> salt_;
    mutable std::mutex mutex_;
    Slates slates_;
    std::unordered_map<net::PeerPrefix, Network> networks_;
    std::unordered_map<net::PeerPrefix, Clock::time_point> known_;
    std::unordered_map<Key, Clock::time_point, KeyHash> welcome_;  // names that signed in, by network
    Clock::time_point last_sweep_;
};

}  // namespace postvern::services::sign_in
