#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace postvern::services::imap::grammar {

// Overwrites every octet that `text` holds, its spare capacity included, in a way that the
// optimiser may not drop, and leaves it empty.
void wipe(std::string& text) noexcept;

// A password or SASL response as the client sent it. Wipes itself, cannot be copied, and has no
// way to be printed. Not thread-safe.
class Secret {
  public:
    Secret() = default;
    explicit Secret(std::string&& octets) : octets_(octets) { wipe(octets); }
    explicit Secret(std::string_view octets) : octets_(octets) {}
    Secret(Secret&& other) : octets_(other.octets_) { wipe(other.octets_); }
    Secret& operator=(Secret&& other);
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    ~Secret() { wipe(octets_); }

    // Borrowed: valid until this object is moved from or destroyed.
    std::string_view reveal() const noexcept { return octets_; }

  private:
    std::string octets_;
};

}  // namespace postvern::services::imap::grammar
