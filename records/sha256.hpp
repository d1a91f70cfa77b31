// SHA-256 (FIPS 180-4). sha256() is thread-safe and takes no memory. All throw std::runtime_error where
// OpenSSL fails.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace postvern::records {

using Sha256 = std::array<std::uint8_t, 32>;

// Of the octets of `parts`, one after the other.
Sha256 sha256(std::initializer_list<std::string_view> parts);
inline Sha256 sha256(std::string_view octets) { return sha256({octets}); }

// The octets of `hash`; borrowed from it.
inline std::string_view octets(const Sha256& hash) noexcept {
    return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

// Of octets that come in pieces. Used by one thread at a time.
class RunningSha256 {
  public:
    RunningSha256();
    ~RunningSha256();
    RunningSha256(const RunningSha256&) = delete;
    RunningSha256& operator=(const RunningSha256&) = delete;

    void add(std::string_view octets);
    // Once; afterwards it is over.
    Sha256 take();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

// A hash or the first octets of one, in digits and small letters.
std::string hexadecimal(std::span<const std::uint8_t> hash);

}  // namespace postvern::records
