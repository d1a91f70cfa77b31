#include "services/sign_in/throttle.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <stdexcept>
#include <string>
#include <utility>

namespace postvern::services::sign_in {
namespace {

constexpr auto kSweepEvery = std::chrono::minutes(1);

std::array<std::uint8_t, 32> random_salt() {
    std::array<std::uint8_t, 32> salt;
    if (RAND_bytes(salt.data(), static_cast<int>(salt.size())) != 1) {
        throw std::runtime_error("no randomness for the sign-in throttle");
    }
    return salt;
}

// The name as far as it tells accounts apart. Names beyond ASCII have many spellings that the
// vault's canonical form (RFC 8265 3.3) makes one; they share one slate per network, so that no
// spelling starts afresh.
std::string folded(std::string_view name) {
    std::string folded(name);
    for (char& character : folded) {
        if (static_cast<unsigned char>(character) >= 0x80) return "\x80";
        if (character >= 'A' && character <= 'Z') character = static_cast<char>(character + 32);
    }
    return folded;
}

}  // namespace

Throttle::Throttle(Now now) : now_(std::move(now)), salt_(random_salt()), last_sweep_(now_()) {}

std::size_t Throttle::KeyHash::operator()(const Key& key) const noexcept {
    std::size_t hash = 0;
    static_assert(sizeof hash <= sizeof(Key));
    std::memcpy(&hash, key.data(), sizeof hash);
    return hash;
}

Throttle::Duration Throttle::delay_after(unsigned failures) {
    if (failures == 0) return Duration::zero();
    // 500 ms << 6 is over the longest delay already.
    const auto doublings = std::min(failures - 1, 6u);
    return std::min(kFirstDelay * (1 << doublings), kLongestDelay);
}

Throttle::Duration Throttle::spacing_after(std::size_t failing_names) {
    if (failing_names <= kFreeNames) return Duration::zero();
    // 500 ms << 4 is the widest spacing.
    const auto doublings = std::min((failing_names - 1) / kFreeNames - 1, std::size_t{4});
    return std::min(kFirstDelay * (1 << doublings), kLongestSpacing);
}

Throttle::Key Throttle::key_of(std::string_view name, net::PeerPrefix prefix) const {
    const auto network = static_cast<std::uint64_t>(prefix);
    std::string message(sizeof network, '\0');
    std::memcpy(message.data(), &network, sizeof network);
    message += folded(name);
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest;
    unsigned size = 0;
    if (HMAC(EVP_sha256(), salt_.data(), static_cast<int>(salt_.size()),
             reinterpret_cast<const unsigned char*>(message.data()), message.size(), digest.data(),
             &size) == nullptr) {
        throw std::runtime_error("hashing a name for the sign-in throttle failed");
    }
    Key key;
    std::copy_n(digest.begin(), key.size(), key.begin());
    return key;
}

std::optional<Throttle::Booking> Throttle::book(std::string_view name, net::PeerPrefix prefix) {
    const Key key = key_of(name, prefix);
    const std::lock_guard lock(mutex_);
    const auto now = now_();
    sweep_if_due(now);
    const auto slate = slates_.find(key);
    const bool has_failed = slate != slates_.end();
    Network* const network = is_slowed(key, prefix) ? &networks_.at(prefix) : nullptr;
    if (!has_failed && network == nullptr) return Booking{};
    const auto own_slot = has_failed ? std::max(now, slate->second.next_slot) : now;
    const auto network_slot = network != nullptr ? std::max(now, network->next_slot) : now;
    const auto start = std::max(own_slot, network_slot);
    const auto wait = std::chrono::ceil<Duration>(start - now);
    if (wait > kLongestWait) return std::nullopt;
    if (has_failed) slate->second.next_slot = start + delay_after(slate->second.failures);
    // The place in the network's queue is used up, whenever the name's own turn comes.
    if (network != nullptr) network->next_slot = network_slot + spacing_after(network->failing_names);
    return Booking{wait, false};
}

bool Throttle::is_slowed(const Key& key, net::PeerPrefix prefix) const {
    const auto network = networks_.find(prefix);
    return network != networks_.end() && network->second.failing_names > kFreeNames &&
           !welcome_.contains(key);
}

bool Throttle::stands(const Booking& booking, std::string_view name, net::PeerPrefix prefix) const {
    if (!booking.is_free) return true;
    const Key key = key_of(name, prefix);
    const std::lock_guard lock(mutex_);
    return !slates_.contains(key) && !is_slowed(key, prefix);
}

void Throttle::failed(std::string_view name, net::PeerPrefix prefix) {
    const Key key = key_of(name, prefix);
    const std::lock_guard lock(mutex_);
    const auto now = now_();
    sweep_if_due(now);
    if (slates_.size() >= kMostEntries && !slates_.contains(key)) {
        sweep(now);
        if (slates_.size() >= kMostEntries) wipe(slates_.begin());
    }
    Network& network = networks_[prefix];
    const auto [found, is_new] = slates_.try_emplace(key, Slate{.network = prefix});
    if (is_new) ++network.failing_names;
    Slate& slate = found->second;
    if (now - slate.last_failure > kMemory) slate.failures = 0;
    ++slate.failures;
    slate.last_failure = now;
    slate.next_slot = std::max(slate.next_slot, now + delay_after(slate.failures));
}

void Throttle::succeeded(std::string_view name, net::PeerPrefix prefix) {
    const Key key = key_of(name, prefix);
    const std::lock_guard lock(mutex_);
    const auto now = now_();
    sweep_if_due(now);
    if (const auto slate = slates_.find(key); slate != slates_.end()) wipe(slate);
    if (welcome_.size() >= kMostEntries && !welcome_.contains(key)) welcome_.erase(welcome_.begin());
    welcome_[key] = now;
    if (known_.size() >= kMostEntries && !known_.contains(prefix)) known_.erase(known_.begin());
    known_[prefix] = now;
}

bool Throttle::is_known(net::PeerPrefix prefix) const {
    const std::lock_guard lock(mutex_);
    const auto entry = known_.find(prefix);
    return entry != known_.end() && now_() - entry->second <= kMemory;
}

void Throttle::forget_expired() {
    const std::lock_guard lock(mutex_);
    sweep(now_());
}

void Throttle::sweep_if_due(Clock::time_point now) {
    if (now - last_sweep_ >= kSweepEvery) sweep(now);
}

// The slate that follows.
Throttle::Slates::iterator Throttle::wipe(Slates::iterator slate) {
    const auto network = networks_.find(slate->second.network);
    if (--network->second.failing_names == 0) networks_.erase(network);
    return slates_.erase(slate);
}

void Throttle::sweep(Clock::time_point now) {
    last_sweep_ = now;
    for (auto slate = slates_.begin(); slate != slates_.end();) {
        slate = now - slate->second.last_failure > kMemory ? wipe(slate) : std::next(slate);
    }
    const auto is_old = [&](const auto& entry) { return now - entry.second > kMemory; };
    std::erase_if(known_, is_old);
    std::erase_if(welcome_, is_old);
}

}  // namespace postvern::services::sign_in
