// What of the evidence for a step follows from the case. Internal. Pure functions, thread-safe.
#pragma once

#include <cstdint>

#include "compliance/cases.hpp"

namespace postvern::compliance::cases {

// Whether the step needs it at all in this case: what counsel asks for fits no letter that is rejected unread.
bool is_asked(const CaseView& view, Evidence evidence) noexcept;
// Whether it is there at `now`. INVARIANT: what follows from the case is never taken from CaseView::evidence.
bool is_there(const CaseView& view, const Transition& row, Evidence evidence, std::int64_t now);

}  // namespace postvern::compliance::cases
