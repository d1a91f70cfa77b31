// Which version of the text of each consent is in force: a consent is to what its text said, so one to
// another version counts no more (GDPR Art. 7(1)). The texts themselves are compliance's. Plain value.
#pragma once

#include <array>
#include <cstdint>

#include "policy/action.hpp"

namespace postvern::records {

class ConsentTexts {
  public:
    // From 1; 0: there is no consent to that purpose.
    std::int64_t in_force(policy::Purpose purpose) const {
        return versions_[static_cast<std::size_t>(purpose)];
    }
    void set(policy::Purpose purpose, std::int64_t version) {
        versions_[static_cast<std::size_t>(purpose)] = version;
    }

  private:
    std::array<std::int64_t, policy::kPurposeCount> versions_{};
};

}  // namespace postvern::records
