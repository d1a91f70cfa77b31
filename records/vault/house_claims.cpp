#include "records/vault/house_claims.hpp"

#include <openssl/crypto.h>

#include <algorithm>

#include "records/vault/secret.hpp"

namespace postvern::records::vault {

HouseClaims::HouseClaims(std::uint32_t owner, std::function<bool()> lacks_director)
    : owner_(owner), lacks_director_(std::move(lacks_director)) {
    const Secret random = Secret::random(token_.size());
    std::copy_n(random.data(), token_.size(), token_.begin());
}

bool HouseClaims::holds(const policy::HouseToken& token) const noexcept {
    return CRYPTO_memcmp(token.data(), token_.data(), token_.size()) == 0;
}

std::optional<policy::Verified> HouseClaims::verify(const policy::JobClaim& claim) const {
    if (!holds(claim.token)) return {};
    return policy::Verified{policy::Principal::job(claim.job)};
}

std::optional<policy::Verified> HouseClaims::verify(const policy::StaffClaim& claim) const {
    if (!holds(claim.token)) return {};
    return policy::Verified{policy::Principal::staff(claim.user)};
}

std::optional<policy::Verified> HouseClaims::verify(const policy::FounderClaim& claim) const {
    const bool of_the_site = claim.user == 0 || claim.user == owner_;
    if (!holds(claim.token) || !of_the_site || !lacks_director_ || !lacks_director_()) return {};
    return policy::Verified{policy::Principal::founder()};
}

std::optional<policy::Verified> HouseClaims::verify(const policy::DeliveryClaim&) const {
    return policy::Verified{policy::Principal::delivery_agent()};
}

}  // namespace postvern::records::vault
