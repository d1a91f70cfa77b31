// Sets of states and of actors, as the table of transitions writes them. Pure values.
#pragma once

#include <cstdint>

#include "compliance/cases.hpp"

namespace postvern::compliance::cases {

template <typename... Each>
constexpr std::uint32_t any_of(Each... each) {
    return ((std::uint32_t{1} << static_cast<unsigned>(each)) | ...);
}
static_assert(kCaseStateCount <= 32);

constexpr bool contains(std::uint32_t set, CaseState state) {
    return (set >> static_cast<unsigned>(state) & 1U) != 0;
}

inline constexpr std::uint32_t kEveryState = (std::uint32_t{1} << kCaseStateCount) - 1;
inline constexpr std::uint32_t kOpenStates = kEveryState & ~any_of(CaseState::closed);

// Where the decision on notice was made and approval goes on.
inline constexpr std::uint32_t kNoticeStates =
    any_of(CaseState::notified_before, CaseState::notice_deferred, CaseState::notice_waived);
// Where there is an order, and nothing was handed over.
inline constexpr std::uint32_t kOrderStates =
    kNoticeStates | any_of(CaseState::order_received, CaseState::order_validated,
                           CaseState::secrecy_cleared, CaseState::privilege_cleared,
                           CaseState::scoped, CaseState::dual_approved, CaseState::extracted);
// Where a case waits for the house, its officers or a court: it is at no end yet.
inline constexpr std::uint32_t kWorkingStates =
    kOrderStates | any_of(CaseState::received, CaseState::authenticated, CaseState::classified,
                          CaseState::preserved, CaseState::statutory_hold, CaseState::await_court,
                          CaseState::delivered, CaseState::suspended, CaseState::contested);
// Where somebody may be told of it, or a silence about it may stand.
inline constexpr std::uint32_t kSilenceStates =
    kOpenStates & ~any_of(CaseState::received, CaseState::authenticated);

}  // namespace postvern::compliance::cases
