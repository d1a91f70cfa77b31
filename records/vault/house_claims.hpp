// Checks claims of what runs inside the house: jobs, staff at the control socket, the founder.
// Immutable: thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "policy/credentials.hpp"

namespace postvern::records::vault {

class HouseClaims {
  public:
    // `owner` is the Unix user whose the data directory is; without `lacks_director` there is no
    // founder.
    HouseClaims(std::uint32_t owner, std::function<bool()> lacks_director);

    const policy::HouseToken& token() const noexcept { return token_; }

    std::optional<policy::Verified> verify(const policy::JobClaim& claim) const;
    // Whoever the kernel says it is: what they may do, the rules say by the register.
    std::optional<policy::Verified> verify(const policy::StaffClaim& claim) const;
    // Root, or the user whose the data directory is.
    std::optional<policy::Verified> verify(const policy::FounderClaim& claim) const;
    std::optional<policy::Verified> verify(const policy::DeliveryClaim& claim) const;

  private:
    bool holds(const policy::HouseToken& token) const noexcept;

    policy::HouseToken token_;
    const std::uint32_t owner_;
    const std::function<bool()> lacks_director_;
};

}  // namespace postvern::records::vault
