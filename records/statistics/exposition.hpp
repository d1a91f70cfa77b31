// The published forms of what was released: JSON, and the OpenMetrics text format 1.0 (which Prometheus reads as well). Made
// from the releases alone, so that they can be made anew at any time. Pure functions; thread-safe.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "records/statistics.hpp"

namespace postvern::records::statistics {

// The tables with what they mean, and the latest 366 days, oldest first.
std::string to_json(std::span<const ReleasedDay> days, std::string_view verifier_key);
// The latest day, as gauges without timestamps: node_exporter's textfile collector refuses those.
std::string to_open_metrics(std::span<const ReleasedDay> days);

}  // namespace postvern::records::statistics
