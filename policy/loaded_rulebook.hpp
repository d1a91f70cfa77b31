// A rulebook ready to be asked: read, checked against the schema of the house, and compiled.
// Immutable and thread-safe. Internal to the policy library.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "policy/assembly.hpp"
#include "policy/engine/compiled/authorizer.hpp"
#include "policy/engine/rule_set.hpp"
#include "policy/question_cells.hpp"

namespace postvern::policy {

class LoadedRulebook {
  public:
    // All of the files, or nothing: throws language::SyntaxError as Assembly::make_gate does.
    static std::shared_ptr<const LoadedRulebook> load(std::span<const RulebookFile> files,
                                                      const Sha256Port& sha256);

    LoadedRulebook(engine::RuleSet rules, const RulebookHash& hash);

    const RulebookHash& hash() const { return hash_; }
    std::size_t policies() const { return rules_.policies().size(); }
    const std::shared_ptr<const engine::compiled::EntityTable>& table() const { return table_; }
    const QuestionCells& cells() const { return cells_; }

    // What the rules say: a forbid that cannot be evaluated denies. What the rules themselves need
    // is done without allocating; the words of the decision are not.
    Decision decide(const Question& question, const KnownFacts& facts) const;

  private:
    // What one thread at a time needs to decide.
    struct Desk {
        explicit Desk(const std::shared_ptr<const engine::compiled::EntityTable>& table,
                      std::size_t policies);

        engine::compiled::RequestBuilder builder;
        engine::compiled::Authorizer authorizer;
        engine::compiled::CompiledVerdict verdict;
        QuestionRoom room;
    };
    class Seat;

    std::vector<std::string> explain_errors(const Question& question,
                                            const KnownFacts& facts) const;
    Decision put_into_words(const engine::compiled::CompiledVerdict& verdict) const;

    engine::RuleSet rules_;
    const RulebookHash hash_;
    // Shared by the desks, which refer to it.
    std::shared_ptr<const engine::compiled::EntityTable> table_;
    QuestionCells cells_;
    mutable std::mutex mutex_;
    mutable std::vector<std::unique_ptr<Desk>> free_desks_;
    mutable std::size_t desks_ = 0;
};

}  // namespace postvern::policy
