#include "policy/rule_reasons.hpp"

namespace postvern::policy {

using engine::Satisfaction;

std::string_view word_of(RecordStrength strength) {
    switch (strength) {
        case RecordStrength::none:
            return "none";
        case RecordStrength::tally:
            return "tally";
        case RecordStrength::entry:
            break;
    }
    return "entry";
}

std::string_view word_of(engine::Effect effect) {
    return effect == engine::Effect::permit ? "permit" : "forbid";
}

std::string place_of(const engine::Policy& policy) {
    return policy.file() + ":" + std::to_string(policy.position().line);
}

std::string seen_by(const engine::Obstacle& obstacle) {
    std::string text;
    for (const engine::SeenValue& seen : obstacle.seen) {
        text += (text.empty() ? "" : "; ") + seen.expression + " = " + seen.value;
    }
    return text.empty() ? text : " (" + text + ")";
}

std::string reason_of(const engine::Obstacle& obstacle) {
    switch (obstacle.satisfaction) {
        case Satisfaction::satisfied:
            return "applies, but a forbid overrides it";
        case Satisfaction::out_of_scope:
            return "not in its scope: " + obstacle.clause_text + seen_by(obstacle);
        case Satisfaction::condition_failed:
            return "its condition fails at: " + obstacle.clause_text + seen_by(obstacle);
        case Satisfaction::failed:
            break;
    }
    return "cannot be evaluated at: " + obstacle.clause_text + " (" + obstacle.error + ")";
}

}  // namespace postvern::policy
