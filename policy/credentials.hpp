// Port: who may become a Subject. Implemented by the vault. The key that a sign-in unlocks stays
// behind the port; a subject carries an opaque handle to it only.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "policy/principal.hpp"

namespace postvern::policy {

// What somebody claims to be, with what shall prove it. Borrowed for the call of Gate::admit.
struct LoginClaim {
    std::string_view name;      // as typed; the port canonicalises (RFC 8265)
    std::string_view password;
};
struct DeliveryClaim {};  // a stranger who hands in mail: nothing to prove, may only add
// A secret that the composition root received when it opened the store: what runs inside the house
// proves by it that the composition root started it.
using HouseToken = std::array<std::uint8_t, 32>;
struct JobClaim {
    Job job;
    HouseToken token;
};
struct StaffClaim {
    std::uint32_t user;  // Unix user id, as the kernel states it for the control socket
    HouseToken token;
};
struct FounderClaim {
    std::uint32_t user;  // likewise: root, or the user whose the data directory is
    HouseToken token;
};
using Claim = std::variant<LoginClaim, DeliveryClaim, JobClaim, StaffClaim, FounderClaim>;

// Handle of keys that a sign-in unlocked; 0: no keys.
enum class KeySession : std::uint64_t {};
inline constexpr KeySession kNoKeys{0};

struct Verified {
    Principal principal;
    KeySession keys = kNoKeys;
};

// Thread-safe.
class Credentials {
  public:
    virtual ~Credentials() = default;
    // Verifies a claim; absent: not proven. Blocks (password hashing, tens of milliseconds), takes
    // the same time for unknown names. Throws on failures of the store.
    virtual std::optional<Verified> verify(const Claim& claim) = 0;
    // Gives up the keys of a session; they are wiped with the last user.
    virtual void release(KeySession keys) noexcept = 0;
};

}  // namespace postvern::policy
