// Both engines on one policy set and its entities: the compiled one, and the interpreter that it
// must agree with. One thread at a time. What it is made of must outlive it.
#pragma once

#include <memory>
#include <span>
#include <stdexcept>

#include "policy/engine/authorization.hpp"
#include "policy/engine/compiled/authorizer.hpp"
#include "policy/engine/compiled/request_builder.hpp"
#include "policy/language/schema/schema.hpp"

namespace postvern::policy::tools {

// A fault of the compiled engine: never to be taken for an answer.
struct EnginesDiffer : std::logic_error {
    using std::logic_error::logic_error;
};

class Judge {
  public:
    // `schema`: what the policies are compiled for; null where there is none. Throws
    // std::invalid_argument if an entity stands twice.
    Judge(const language::PolicySet& policies, std::span<const language::Entity> entities,
          const language::schema::Schema* schema);

    // What both say. Throws EnginesDiffer if they do not say the same.
    engine::Response authorize(const engine::Request& request, engine::Strictness strictness);

    const engine::Entities& entities() const { return entities_; }

  private:
    Judge(const language::PolicySet& policies, std::span<const language::Entity> entities,
          std::shared_ptr<const engine::compiled::EntityTable> table);

    void compare(const engine::Response& response) const;

    const language::PolicySet& policies_;
    engine::Entities entities_;
    engine::compiled::RequestBuilder builder_;
    engine::compiled::Authorizer authorizer_;
    engine::compiled::CompiledVerdict verdict_;
};

}  // namespace postvern::policy::tools
