// The two roads to a decision that are measured: on requests prepared beforehand, and from what a
// mail session holds.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "measurement.hpp"
#include "policy/engine/compiled/authorizer.hpp"
#include "policy/engine/compiled/request_builder.hpp"
#include "workload.hpp"

namespace postvern::bench::policy {

namespace compiled = postvern::policy::engine::compiled;

// Policies, compiled, and the entities for them.
struct Loaded {
    language::PolicySet policies;
    std::shared_ptr<const compiled::EntityTable> table;
    double parse_seconds = 0;
    double compile_seconds = 0;
    double table_seconds = 0;
};

Loaded load(const Workload& workload, const std::string& policies);

// Makes requests of what a session holds; names of types and attributes were looked up once.
class SessionRequests {
  public:
    explicit SessionRequests(const compiled::EntityTable& table);

    compiled::CompiledRequest make(const SessionRequest& request,
                                   compiled::RequestBuilder& builder) const;

  private:
    compiled::Symbol user_;
    compiled::Symbol action_;
    compiled::Symbol message_;
    compiled::Symbol mailbox_;
    compiled::Symbol purpose_;
    compiled::Symbol second_factor_;
    compiled::Symbol now_;
    compiled::Symbol consent_;
    compiled::Symbol court_order_;
    compiled::Symbol scope_;
    compiled::Symbol valid_until_;
    compiled::Symbol signed_;
};

// (A) Requests prepared beforehand: decide alone.
Measurement measure_prepared(const Loaded& loaded, const std::vector<SessionRequest>& requests);
// (B) From strings and attributes: hash, look up, build the context, decide.
Measurement measure_from_strings(const Loaded& loaded, const std::vector<SessionRequest>& requests);
// Many resources for each principal, action and context, per resource.
Measurement measure_batches(const Loaded& loaded, const Workload& workload,
                            const std::vector<SessionRequest>& requests);
// The interpreter, on a few of the requests.
Measurement measure_interpreter(const Loaded& loaded, const Workload& workload,
                                const std::vector<SessionRequest>& requests);

// "allow" or "deny" with reasons and errors of each request, one JSON object a line, beside the
// request: for a comparison with another engine.
void dump(const Loaded& loaded, const std::vector<SessionRequest>& requests,
          const std::string& file);

}  // namespace postvern::bench::policy
