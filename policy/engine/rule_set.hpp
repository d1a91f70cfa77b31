// The rules of a house: policies with the annotations that the house demands of each. Immutable
// once parsed, so threads may read it without a lock.
// INVARIANT: every policy has an @id, and no two have the same.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/decision.hpp"
#include "policy/language/policy_syntax.hpp"
#include "policy/language/source.hpp"

namespace postvern::policy::engine {

using language::Effect;
using language::Source;
using language::SyntaxError;

// One policy and where it stands. Refers to the text of its RuleSet, which must outlive it.
class Policy {
  public:
    // Throws SyntaxError if the annotations are not what the house demands (see RuleSet::parse).
    Policy(const language::SourceText& source, language::PolicySyntax syntax);

    const std::string& id() const { return id_; }
    Effect effect() const { return syntax_.effect; }
    // The value of @name, without its quotes; nothing if the policy does not bear it.
    std::optional<std::string_view> annotation(std::string_view name) const;
    // What @record says: how the act is remembered if this policy decides.
    std::optional<RecordStrength> record() const { return record_; }

    const language::PolicySyntax& syntax() const { return syntax_; }
    const language::SourceText& source() const { return *source_; }
    const std::string& file() const { return source_->name(); }
    // Of the effect, "permit" or "forbid", or of the first annotation above it.
    language::Position position() const { return position_of(syntax_.span); }
    language::Position position_of(language::Span span) const {
        return source_->position(span.begin);
    }
    // The source text of a part of this policy.
    std::string_view text_of(language::Span span) const { return source_->text(span); }

  private:
    const language::SourceText* source_;
    language::PolicySyntax syntax_;
    std::string id_;
    std::optional<RecordStrength> record_;
};

class RuleSet {
  public:
    // Parses all of `sources` or throws SyntaxError and loads nothing. Beyond Cedar's syntax it
    // demands of every policy an @id of 1 to 64 letters, digits, '.', '_' and '-', unique among
    // all sources, and that @record, where it stands, is "entry", "tally" or "none".
    static RuleSet parse(std::span<const Source> sources);

    // In the order of the sources, and within each in the order of the text.
    std::span<const Policy> policies() const { return policies_; }
    // The policy with this @id, or null.
    const Policy* find(std::string_view id) const;

  private:
    RuleSet() = default;

    // By pointer, because policies refer to them while the set itself may move.
    std::vector<std::unique_ptr<const language::SourceText>> texts_;
    std::vector<Policy> policies_;
};

}  // namespace postvern::policy::engine
