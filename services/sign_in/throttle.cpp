#include "services/sign_in/throttle.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <cstring>
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
    if (slate == slates_.end()) return Booking{};
    const auto start = std::max(now, slate->second.next_slot);
    const auto wait = std::chrono::ceil<Duration>(start - now);
    if (wait > kLongestWait) return std::nullopt;
    slate->second.next_slot = start + delay_after(slate->second.failures);
    return Booking{wait, false};
}

bool Throttle::stands(const Booking& booking, std::string_view name, net::PeerPrefix prefix) const {
    if (!booking.is_free) return true;
    const Key key = key_of(name, prefix);
    const std::lock_guard lock(mutex_);
    return !slates_.contains(key);
}

void Throttle::failed(std::string_view name, net::PeerPrefix prefix) {
    const Key key = key_of(name, prefix);
    const std::lock_guard lock(mutex_);
    const auto now = now_();
    sweep_if_due(now);
    if (slates_.size() >= kMostEntries && !slates_.contains(key)) {
        sweep(now);
        if (slates_.size() >= kMostEntries) slates_.erase(slates_.begin());
    }
    Slate& slate = slates_[key];
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
    slates_.erase(key);
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

void Throttle::sweep(Clock::time_point now) {
    last_sweep_ = now;
    std::erase_if(slates_,
                  [&](const auto& entry) { return now - entry.second.last_failure > kMemory; });
    std::erase_if(known_, [&](const auto& entry) { return now - entry.second > kMemory; });
}

}  // namespace postvern::services::sign_in
