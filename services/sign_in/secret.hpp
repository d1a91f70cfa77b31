// Secret: octets that prove who somebody is. Move-only, wiped when it goes, and without any way to
// print it. Thread safety: a plain value.
#pragma once

#include <string_view>
#include <vector>

namespace postvern::services::sign_in {

class Secret {
  public:
    Secret() = default;
    // Copies `octets`; wiping the original is up to its owner.
    explicit Secret(std::string_view octets) : octets_(octets.begin(), octets.end()) {}
    Secret(Secret&& other) noexcept =
        default;  // a vector hands its storage over: no copy stays behind
    Secret& operator=(Secret&& other) noexcept;
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    ~Secret() { wipe(); }

    // Valid while this secret lives and is not moved from.
    std::string_view view() const noexcept { return {octets_.data(), octets_.size()}; }
    bool empty() const noexcept { return octets_.empty(); }

  private:
    void wipe() noexcept;

    std::vector<char> octets_;  // never grows after construction: growing would leave a copy behind
};

}  // namespace postvern::services::sign_in
