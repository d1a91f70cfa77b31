#include "policy/gate.hpp"

#include <atomic>
#include <future>
#include <mutex>
#include <stdexcept>

#include "policy/assembly.hpp"
#include "policy/engine/verdict.hpp"
#include "policy/loaded_rulebook.hpp"
#include "policy/question.hpp"

namespace postvern::policy {

// --- Grant: what it claims is known here only ---------------------------------------------------

struct Grant::Claims {
    const Gate* gate;
    Question question;
    KeySession keys;
    // Facts and rulebook under which the grant was last found to stand.
    mutable std::atomic<std::uint64_t> facts_generation;
    mutable std::atomic<std::uint64_t> rulebook_generation;
};

Grant::Grant(std::unique_ptr<const Claims> claims) noexcept : claims_(std::move(claims)) {}
Grant::Grant(Grant&&) noexcept = default;
Grant& Grant::operator=(Grant&&) noexcept = default;
Grant::~Grant() = default;

const Grant::Claims& Grant::claims() const {
    if (!claims_) throw std::logic_error("a grant was used after it was given away");
    return *claims_;
}

Action Grant::action() const { return claims().question.action; }
const Resource& Grant::resource() const { return claims().question.resource; }
Purpose Grant::purpose() const { return claims().question.purpose; }
const Principal& Grant::principal() const { return claims().question.principal; }
std::int64_t Grant::moment() const { return claims().question.moment; }
KeySession Grant::keys() const { return claims().keys; }
const std::optional<Extent>& Grant::extent() const { return claims().question.extent; }

// --- Gate ---------------------------------------------------------------------------------------

struct Gate::State {
    Ports ports;
    // Rises with every change of the rulebook; read before the rulebook is asked, so that an answer
    // is never taken for that of a later one.
    std::atomic<std::uint64_t> rulebook_generation{0};

    explicit State(Ports given) : ports(std::move(given)) {}

    // Takes the place of the rulebook; questions that are being decided end under the one before.
    void install(std::shared_ptr<const LoadedRulebook> rulebook);
    Decision decide(const Question& question) const {
        return decide(question, facts_of(question, *ports.facts));
    }
    Decision decide(const Question& question, const KnownFacts& facts) const;
    Act act(const Question& question, const KnownFacts& facts, const Decision& decision) const;
    std::shared_ptr<const LoadedRulebook> rulebook() const;

  private:
    std::optional<ActInCase> case_of(const Question& question, const KnownFacts& facts) const;

    mutable std::mutex mutex_;
    // Shared with the questions that are being decided.
    std::shared_ptr<const LoadedRulebook> rulebook_;
};

namespace {

// Its moment is not set.
Question question_of(const Request& request) {
    return {request.subject.principal(), request.action, request.resource, request.purpose,
            request.channel,             0,              request.extent,   request.instruction};
}

constexpr const char* kForeign = "the subject is another gate's";

Decision failed_closed(Refusal refusal, const char* what) {
    Decision decision;
    decision.refusal = refusal;
    decision.errors.emplace_back(what);
    return decision;
}

}  // namespace

void Gate::State::install(std::shared_ptr<const LoadedRulebook> rulebook) {
    const std::lock_guard lock(mutex_);
    rulebook_.swap(rulebook);
    ++rulebook_generation;
}

std::shared_ptr<const LoadedRulebook> Gate::State::rulebook() const {
    const std::lock_guard lock(mutex_);
    return rulebook_;
}

Decision Gate::State::decide(const Question& question, const KnownFacts& facts) const {
    Decision decision = rulebook()->decide(question, facts);
    if (decision.rules.empty()) {
        decision.record = engine::record_of_refusal(type_of(question.principal));
    }
    return decision;
}

std::optional<ActInCase> Gate::State::case_of(const Question& question,
                                              const KnownFacts& facts) const {
    ActInCase act;
    std::optional<CaseFacts> known = facts.legal_case;
    if (question.resource.type == ResourceType::hold) {
        if (facts.hold) act.number = facts.hold->legal_case;
        known = ports.facts->legal_case(act.number);
    } else if (question.resource.type == ResourceType::legal_case) {
        act.number = question.resource.number;
    } else {
        return {};
    }
    if (known) {
        act.accounts = known->accounts;
        act.may_be_shown = may_be_shown(*known, question.moment);
    }
    // Of an extraction or disclosure it is one account's data that was touched.
    if (question.extent && question.extent->account != kNoAccount) act.accounts = {question.extent->account};
    return act;
}

Act Gate::State::act(const Question& question, const KnownFacts& facts,
                     const Decision& decision) const {
    return {question.principal,
            question.resource.account,
            question.action,
            question.purpose,
            question.channel,
            decision.permitted ? Outcome::granted : Outcome::refused,
            question.moment,
            question.resource.items.size(),
            decision,
            question.resource.type == ResourceType::collection
                ? std::optional(question.resource.kind)
                : std::nullopt,
            case_of(question, facts)};
}

Gate::Gate(engine::RuleSet rules, Ports ports) : state_(new State(std::move(ports))) {
    state_->install(std::make_shared<const LoadedRulebook>(std::move(rules), RulebookHash{}));
}

Gate::~Gate() = default;

std::optional<Subject> Gate::admit(const Claim& claim, Channel channel) {
    const auto verified = state_->ports.credentials->verify(claim);
    if (verified) return Subject(*this, state_->ports.credentials, *verified);
    // Counted without a subject: who failed to prove who they are is nobody we know.
    const Decision refusal;
    state_->ports.journal->tally({Principal::delivery_agent(), kNoAccount, Action::sign_in,
                                  Purpose::security, channel, Outcome::refused,
                                  state_->ports.clock(), 0, refusal});
    return {};
}

void Gate::ask(const Request& request, std::function<void(Answer)> done) {
    // shared: the answer waits for the journal inside a copyable callback
    struct Pending {
        std::function<void(Answer)> done;
        Question question;
        Decision decision;
        KeySession keys;
        std::uint64_t facts_generation;
        std::uint64_t rulebook_generation;
    };
    auto pending = std::make_shared<Pending>(
        Pending{std::move(done),
                question_of(request),
                {},
                request.subject.keys(),
                0,
                0});
    const auto answer = [this, pending] {
        if (!pending->decision.permitted) {
            pending->done(std::move(pending->decision));
            return;
        }
        pending->done(Grant(std::unique_ptr<const Grant::Claims>(new Grant::Claims{
            this, std::move(pending->question), pending->keys, pending->facts_generation,
            pending->rulebook_generation})));
    };
    const auto refuse = [pending](Refusal refusal, const char* why) {
        pending->done(failed_closed(refusal, why));
    };
    constexpr const char* kUnrecorded = "the act could not be recorded";

    bool recording = false;
    try {
        if (!request.subject.is_of(*this)) return refuse(Refusal::rules, kForeign);
        pending->question.moment = state_->ports.clock();
        pending->facts_generation = state_->ports.facts->generation();
        pending->rulebook_generation = state_->rulebook_generation;
        const KnownFacts facts = facts_of(pending->question, *state_->ports.facts);
        pending->decision = state_->decide(pending->question, facts);
        const Act act = state_->act(pending->question, facts, pending->decision);
        if (pending->decision.record == RecordStrength::entry) {
            recording = true;
            state_->ports.journal->record(act, [answer, refuse](std::exception_ptr failure) {
                failure ? refuse(Refusal::record, kUnrecorded) : answer();
            });
            return;
        }
        if (pending->decision.record == RecordStrength::tally) state_->ports.journal->tally(act);
    } catch (const std::exception& failure) {
        // A journal that threw has not called back and will not.
        return recording ? refuse(Refusal::record, kUnrecorded)
                         : refuse(Refusal::failure, failure.what());
    }
    answer();
}

Grant Gate::ask_and_wait(const Request& request) {
    std::promise<Answer> promise;
    ask(request, [&promise](Answer answer) { promise.set_value(std::move(answer)); });
    Answer answer = promise.get_future().get();
    if (auto* decision = std::get_if<Decision>(&answer)) throw Denied(std::move(*decision));
    return std::get<Grant>(std::move(answer));
}

Decision Gate::decide(const Request& request) const {
    try {
        if (!request.subject.is_of(*this)) return failed_closed(Refusal::rules, kForeign);
        Question question = question_of(request);
        question.moment = state_->ports.clock();
        return state_->decide(question);
    } catch (const std::exception& failure) {
        return failed_closed(Refusal::failure, failure.what());
    }
}

bool Gate::honours(const Grant& grant, Action action) const noexcept {
    if (!grant.claims_ || grant.claims_->gate != this) return false;
    const Question& question = grant.claims_->question;
    if (question.action != action) return false;
    try {
        const std::int64_t age = state_->ports.clock() - question.moment;
        return age >= -kOpenWithin && age <= kOpenWithin && still_stands(grant);
    } catch (...) {
        return false;
    }
}

bool Gate::still_stands(const Grant& grant) const noexcept {
    if (!grant.claims_ || grant.claims_->gate != this) return false;
    const Grant::Claims& claims = *grant.claims_;
    try {
        const std::uint64_t facts = state_->ports.facts->generation();
        const std::uint64_t rulebook = state_->rulebook_generation;
        if (claims.facts_generation == facts && claims.rulebook_generation == rulebook) return true;
        Question question = claims.question;
        question.moment = state_->ports.clock();
        if (!state_->decide(question).permitted) return false;
        claims.facts_generation = facts;
        claims.rulebook_generation = rulebook;
        return true;
    } catch (...) {
        return false;
    }
}

// --- Assembly -----------------------------------------------------------------------------------

std::unique_ptr<Gate> Assembly::make_gate(std::span<const RulebookFile> rulebook, Ports ports) {
    if (!ports.facts || !ports.journal || !ports.credentials || !ports.clock ||
        !ports.sha256) {
        throw std::logic_error("a gate needs all of its ports");
    }
    auto loaded = LoadedRulebook::load(rulebook, ports.sha256);
    std::unique_ptr<Gate> gate(new Gate(engine::RuleSet::parse({}), std::move(ports)));
    gate->state_->install(std::move(loaded));
    return gate;
}

void Assembly::require_loadable(std::span<const RulebookFile> rulebook, const Sha256Port& sha256) {
    LoadedRulebook::load(rulebook, sha256);
}

RulebookHash Assembly::rulebook_hash(const Gate& gate) { return gate.state_->rulebook()->hash(); }

void Assembly::reload(Gate& gate, std::span<const RulebookFile> rulebook) {
    gate.state_->install(LoadedRulebook::load(rulebook, gate.state_->ports.sha256));
}

}  // namespace postvern::policy
