// A request in words, for who is going to sign it.
#pragma once

#include "compliance/officer/device.hpp"
#include "compliance/officer/report.hpp"

namespace postvern::compliance::officer {

// Case, order, who validated it, what would be opened of whom, and until when the request stands.
Report in_words(const disclosure::Request& request, const Device& device);
// The order alone.
void add_order(Report& report, const disclosure::CourtOrder& order);

}  // namespace postvern::compliance::officer
