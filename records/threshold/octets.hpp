// Octets of fixed number, public and secret, and what is thrown when some are not accepted.
// Not thread-safe: values.
#pragma once

#include <array>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace postvern::records::threshold {

template <std::size_t N>
using Octets = std::array<unsigned char, N>;

// The octets, borrowed.
template <std::size_t N>
std::string_view view(const Octets<N>& octets) noexcept {
    return {reinterpret_cast<const char*>(octets.data()), N};
}

// A copy of exactly N octets. Throws std::logic_error when `octets` has another number.
template <std::size_t N>
Octets<N> octets_of(std::string_view octets) {
    if (octets.size() != N) throw std::logic_error("not the number of octets that was promised");
    Octets<N> copy;
    for (std::size_t i = 0; i < N; ++i) copy[i] = static_cast<unsigned char>(octets[i]);
    return copy;
}

// Overwrites `size` octets, so that the compiler cannot leave it out.
void wipe(void* octets, std::size_t size) noexcept;
// Fills with octets of the system's generator. Throws std::runtime_error where libsodium cannot
// start.
void fill_random(void* octets, std::size_t size);
// Compares in a time that depends on `size` only.
bool same(const void* left, const void* right, std::size_t size) noexcept;

// Octets that must not outlive their use: they wipe themselves, are not copied by accident and
// cannot be printed.
template <std::size_t N>
class SecretOctets {
  public:
    SecretOctets() noexcept { octets_.fill(0); }
    SecretOctets(SecretOctets&& other) noexcept : octets_(other.octets_) { other.clear(); }
    SecretOctets& operator=(SecretOctets&& other) noexcept {
        if (this != &other) {
            octets_ = other.octets_;
            other.clear();
        }
        return *this;
    }
    SecretOctets(const SecretOctets&) = delete;
    SecretOctets& operator=(const SecretOctets&) = delete;
    ~SecretOctets() { clear(); }

    static SecretOctets random() {
        SecretOctets secret;
        fill_random(secret.data(), N);
        return secret;
    }
    // A copy of exactly N octets. Throws std::logic_error when there are more or fewer.
    static SecretOctets copy_of(std::string_view octets) {
        if (octets.size() != N) throw std::logic_error("a secret of another size");
        SecretOctets secret;
        for (std::size_t i = 0; i < N; ++i) {
            secret.octets_[i] = static_cast<unsigned char>(octets[i]);
        }
        return secret;
    }
    SecretOctets clone() const { return copy_of(view()); }

    static constexpr std::size_t size() noexcept { return N; }
    unsigned char* data() noexcept { return octets_.data(); }
    const unsigned char* data() const noexcept { return octets_.data(); }
    // The octets, borrowed: valid until the secret moves or ends.
    std::string_view view() const noexcept { return threshold::view(octets_); }

  private:
    void clear() noexcept { wipe(octets_.data(), N); }

    Octets<N> octets_;
};

// Octets that do not have the form that docs/formats/disclosure-key.md gives them.
class Malformed : public std::runtime_error {
  public:
    // `what`: e.g. "ciphertext: proof: a scalar that is not reduced"; `offset`: of the octet
    // (0-based) at which the refused field begins.
    Malformed(const std::string& what, std::size_t offset)
        : std::runtime_error(what + " (at octet " + std::to_string(offset) + ")"),
          offset_(offset) {}
    std::size_t offset() const noexcept { return offset_; }

  private:
    std::size_t offset_;
};

// Well formed, and not acceptable: a proof that does not hold, another epoch, another request.
class Refused : public std::runtime_error {
  public:
    // `holder`: 1 to 3, the one whose contribution is refused; 0 where it is nobody's.
    explicit Refused(const std::string& why, unsigned holder = 0)
        : std::runtime_error(why), holder_(holder) {}
    unsigned holder() const noexcept { return holder_; }

  private:
    unsigned holder_;
};

}  // namespace postvern::records::threshold
