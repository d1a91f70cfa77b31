// The workload of `rules bench`: a mail house, drawn from a fixed seed. Pure functions,
// thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "policy/language/entity.hpp"
#include "policy/language/request.hpp"

namespace postvern::policy::tools {

// Attributes that a record of a request has at most.
inline constexpr std::size_t kMostFields = 4;

struct BenchWorkload {
    std::string schema;    // in Cedar's syntax
    std::string policies;  // Cedar text
    std::vector<language::Entity> entities;
    std::vector<language::Request> requests;
};

// The same numbers give the same workload.
BenchWorkload draw_workload(std::size_t policies, std::size_t requests);

}  // namespace postvern::policy::tools
