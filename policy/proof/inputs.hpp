// What tools hand in, as the prover takes it. Throws SyntaxError.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "policy/assembly.hpp"
#include "policy/language/schema/schema.hpp"
#include "policy/language/source.hpp"

namespace postvern::policy::proof {

std::vector<language::Source> sources_of(std::span<const RulebookFile> files);

// A schema that was given, or the one of the house. Environments point into it.
class SchemaInUse {
  public:
    explicit SchemaInUse(const std::optional<RulebookFile>& file);

    SchemaInUse(const SchemaInUse&) = delete;
    SchemaInUse& operator=(const SchemaInUse&) = delete;

    const language::schema::Schema& schema() const { return *schema_; }

  private:
    std::optional<language::schema::Schema> given_;
    const language::schema::Schema* schema_;
};

}  // namespace postvern::policy::proof
