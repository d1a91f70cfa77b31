#include "services/net/admission.hpp"

namespace postvern::services::net {

std::optional<Admission::Ticket> Admission::admit(const Peer& peer) {
    const std::scoped_lock lock(mutex_);
    if (total_ >= limits_.total) return std::nullopt;
    const bool exempt = peer.is_local && limits_.local_peers_are_exempt;
    const auto known = by_prefix_.find(peer.prefix);
    if (!exempt && (known == by_prefix_.end() ? 0 : known->second) >= limits_.per_prefix) {
        return std::nullopt;
    }
    ++by_prefix_[peer.prefix];
    ++total_;
    return Ticket(*this, peer.prefix);
}

Admission::Ticket::~Ticket() {
    if (admission_) admission_->leave(prefix_);
}

void Admission::leave(PeerPrefix prefix) {
    const std::scoped_lock lock(mutex_);
    --total_;
    const auto place = by_prefix_.find(prefix);
    if (--place->second == 0) by_prefix_.erase(place);
}

std::size_t Admission::connections() const {
    const std::scoped_lock lock(mutex_);
    return total_;
}

}  // namespace postvern::services::net
