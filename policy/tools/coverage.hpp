// Which policies and clauses the requests of tests decided. A policy is decided by a request that
// it determined; a clause, by a request whose response (decision, determining policies, policies that
// err) would be another without it. Clauses are the parts of the scope and the conditions, of a `when`
// each conjunct and of an `unless` each disjunct. Policies linked from a template count as the
// template. Not thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "policy/engine/authorization.hpp"

namespace postvern::policy::tools {

class Coverage {
  public:
    struct Clause {
        std::string place;  // file:line:column
        std::string text;   // on one line
        bool decided = false;
    };
    struct Policy {
        std::string id;
        std::string place;
        bool decided = false;
        std::vector<Clause> clauses;
    };

    // Takes note of one request and the response to it. Policies without a text are left out.
    void add(const language::PolicySet& policies, const engine::Entities& entities,
             const engine::Request& request, const engine::Response& response);

    // In the order in which they were met.
    const std::vector<Policy>& policies() const { return policies_; }

  private:
    Policy& policy_of(const language::PolicyEntry& entry, const engine::Request& request);

    std::vector<Policy> policies_;
    std::unordered_map<std::string, std::size_t> places_;  // by place and id
};

}  // namespace postvern::policy::tools
