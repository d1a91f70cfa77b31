// The door. Every read, write, move, export, disclosure or erasure of personal data asks here; the
// Gate decides by the rulebook over the facts, has the act recorded, and only then gives a grant: no
// record, no grant. Thread-safe. Made by policy/assembly.hpp only.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <variant>

#include "policy/decision.hpp"
#include "policy/grant.hpp"
#include "policy/request.hpp"

namespace postvern::policy {

struct Ports;
namespace engine {
class RuleSet;
}

class Gate {
  public:
    // A grant, or why there is none.
    using Answer = std::variant<Grant, Decision>;

    Gate(const Gate&) = delete;
    Gate& operator=(const Gate&) = delete;
    ~Gate();

    // Verifies a claim; absent: not proven, without a reason. Blocks like Credentials::verify, and
    // throws what it throws. A refused sign-in is tallied without a subject.
    std::optional<Subject> admit(const Claim& claim, Channel channel);

    // Decides and records `request`, then calls `done` once with the answer: at once, on this
    // thread, where a tally suffices; after the durable append, from the journal's thread, where an
    // entry is due. A failure of facts, rules or journal is a refusal. `done` must not throw.
    void ask(const Request& request, std::function<void(Answer)> done);

    // The same, waiting for the record. Throws Denied. Not for event loops.
    Grant ask_and_wait(const Request& request);

    // What the rules say, without act, record or grant.
    Decision decide(const Request& request) const;

    // Whether `grant` is of this gate, fresh (at most kOpenWithin seconds old when first used), and for
    // `action`. Consumers call it before they act. False is a refusal.
    bool honours(const Grant& grant, Action action) const noexcept;
    // Whether a long act may go on: facts and rules still permit what was granted.
    bool still_stands(const Grant& grant) const noexcept;

    static constexpr std::int64_t kOpenWithin = 60;

  private:
    friend class Assembly;
    POSTVERN_SEALED Gate(engine::RuleSet rules, Ports ports);

    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace postvern::policy
