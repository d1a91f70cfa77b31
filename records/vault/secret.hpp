// Octets that must not outlive their use: a Secret wipes itself, cannot be copied by accident and
// cannot be printed. It holds up to 64 octets in place, so that making one allocates nothing.
// Not thread-safe: like any value.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace postvern::records {

class Secret {
  public:
    static constexpr std::size_t kCapacity = 64;

    Secret() noexcept = default;
    // `size` zero octets, to be filled through data(). Throws std::logic_error above kCapacity.
    explicit Secret(std::size_t size);
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    ~Secret();

    // `size` octets from the private random generator. Throws std::runtime_error when it fails.
    static Secret random(std::size_t size);
    // A copy of `octets`. Throws std::logic_error above kCapacity.
    static Secret copy_of(std::string_view octets);
    Secret clone() const { return copy_of(view()); }

    std::size_t size() const noexcept { return size_; }
    bool empty() const noexcept { return size_ == 0; }
    unsigned char* data() noexcept { return octets_.data(); }
    const unsigned char* data() const noexcept { return octets_.data(); }
    // The octets, borrowed: valid until the secret moves or ends.
    std::string_view view() const noexcept {
        return {reinterpret_cast<const char*>(octets_.data()), size_};
    }

  private:
    void wipe() noexcept;

    std::array<unsigned char, kCapacity> octets_;  // the first size_ octets count
    std::size_t size_ = 0;
};

// Whether both hold the same octets; the time taken depends on the sizes only.
bool same_octets(std::string_view left, std::string_view right) noexcept;

// Overwrites the octets of a string that held a secret, so that the compiler cannot leave it out.
void wipe(std::string& text) noexcept;

}  // namespace postvern::records
