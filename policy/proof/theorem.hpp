// Theorems about a rulebook, as their files say them: a policy there is no rule but a claim of what
// follows from the rules (docs/proof.md). Immutable values; reading is a pure function.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "policy/decision.hpp"
#include "policy/language/policy_syntax.hpp"
#include "policy/language/schema/schema.hpp"
#include "policy/language/source.hpp"

namespace postvern::policy::proof {

// What is claimed of every request that a claim matches.
enum class ClaimKind : std::uint8_t {
    denied,     // forbid
    permitted,  // permit
    at_least,   // permit, @at_least: where it is permitted, it is recorded so strongly or more
    at_most,    // permit, @at_most: permitted or not, it is recorded so strongly or less
    no_error,   // forbid, @no_error: no forbid of the rulebook fails
};

struct Claim {
    std::string id;
    std::string statement;
    ClaimKind kind = ClaimKind::denied;
    RecordStrength strength = RecordStrength::none;  // of at_least and at_most
    language::PolicySyntax syntax;
    std::string file;
    std::size_t line = 1;
};

// All claims of the files, in their order. Throws SyntaxError, with the place, for a text that is
// no Cedar or not well typed under the schema, a claim that might fail itself, an annotation that
// is missing, unknown or contradicts the effect, an @id that stands twice, and where there is none.
std::vector<Claim> read_claims(std::span<const language::Source> files,
                               const language::schema::Schema& schema);

}  // namespace postvern::policy::proof
