// The rules of another day, to look at a decision that was made under them. Nothing here grants anything. An
// earlier rulebook need not fit the schema of this program, so the interpreter decides, without it.
// Immutable, thread-safe.
#pragma once

#include <memory>
#include <span>

#include "policy/rulebook_file.hpp"
#include "policy/case_facts.hpp"
#include "policy/decision.hpp"
#include "policy/facts.hpp"
#include "policy/resource.hpp"

namespace postvern::policy {

// What was asked, as far as it is known.
struct PastRequest {
    Principal principal;
    Action action;
    Resource resource;
    Purpose purpose;
    std::int64_t moment;  // Unix seconds
    std::optional<Extent> extent{};
    std::uint64_t instruction = 0;
};

class PastRules {
  public:
    // Throws language::SyntaxError (a std::runtime_error) for what is no rulebook.
    explicit PastRules(std::span<const RulebookFile> files);
    ~PastRules();

    // What they say by what was known then. The decision names no rulebook.
    Decision decide(const PastRequest& request, const Facts& facts) const;

  private:
    struct Rules;
    std::unique_ptr<const Rules> rules_;
};

}  // namespace postvern::policy
