// What the rules say to a request: a value with its reasons.
#pragma once

#include <array>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace postvern::policy {

// How an act is remembered; the strongest among the rules that decided wins.
enum class RecordStrength : std::uint8_t {
    none,
    tally,  // a count in memory
    entry,  // one record, durable before the grant is given
};

// The first 8 octets of the SHA-256 of the rulebook that decided.
using RulebookVersion = std::array<std::uint8_t, 8>;

// Who or what keeps an act from being permitted.
enum class Refusal : std::uint8_t {
    rules,    // they do not permit it; asked again they say the same
    record,   // the journal could not take it, and what cannot be recorded is not done
    failure,  // the question could not be answered, because facts were not to be had for example
};

struct Decision {
    bool permitted = false;
    Refusal refusal = Refusal::rules;  // where it is not permitted
    RecordStrength record = RecordStrength::entry;
    std::vector<std::string> rules;   // ids of the rules that decided, in the rulebook's order
    std::vector<std::string> errors;  // rules that could not be evaluated
    std::string legal_basis;          // `@law` and `@isp` of the rules that decided
    RulebookVersion rulebook{};
};

// Thrown where a refused request ends an operation. what() names no resource: the wording must not
// tell whether a forbidden thing exists.
class Denied : public std::runtime_error {
  public:
    explicit Denied(Decision decision);
    const Decision& decision() const noexcept { return decision_; }

  private:
    Decision decision_;
};

}  // namespace postvern::policy
