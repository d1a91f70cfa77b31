// Admission: how many connections there may be, in all and from one network. Thread-safe. It knows
// networks by their PeerPrefix only and forgets one with its last connection.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>

#include "services/net/peer.hpp"

namespace postvern::services::net {

struct AdmissionLimits {
    std::size_t total = 20'000;
    std::size_t per_prefix = 200;
    bool local_peers_are_exempt = true;  // from the limit per prefix
};

class Admission {
  public:
    explicit Admission(AdmissionLimits limits) : limits_(limits) {}

    // A place, given back when the ticket dies. The Admission must outlive its tickets.
    class Ticket {
      public:
        Ticket(Ticket&& other) noexcept
            : admission_(std::exchange(other.admission_, nullptr)), prefix_(other.prefix_) {}
        Ticket& operator=(Ticket&&) = delete;
        ~Ticket();

      private:
        friend class Admission;
        Ticket(Admission& admission, PeerPrefix prefix) : admission_(&admission), prefix_(prefix) {}
        Admission* admission_;
        PeerPrefix prefix_;
    };
    // Empty when a limit is reached.
    std::optional<Ticket> admit(const Peer& peer);

    std::size_t connections() const;

  private:
    void leave(PeerPrefix prefix);

    AdmissionLimits limits_;
    mutable std::mutex mutex_;
    std::size_t total_ = 0;
    std::unordered_map<PeerPrefix, std::size_t> by_prefix_;
};

}  // namespace postvern::services::net
