// SessionReference: a random word shown to a client and repeated in the operators' log where
// something went wrong, so that support can help without a log of who connected when.
#pragma once

#include <array>
#include <string_view>

namespace postvern::services::net {

class SessionReference {
  public:
    // Eight random digits and letters (40 bits; no I, L, O, U, which are misread on the phone).
    static SessionReference random();
    std::string_view text() const { return {characters_.data(), characters_.size()}; }

  private:
    SessionReference() = default;
    std::array<char, 8> characters_{};
};

}  // namespace postvern::services::net
