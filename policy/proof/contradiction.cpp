#include "policy/proof/contradiction.hpp"

namespace postvern::policy::proof {

TermPointer contradiction(const Claim& claim, const RulebookMeaning& rulebook, Terms& terms) {
    switch (claim.kind) {
        case ClaimKind::denied:
            return rulebook.permitted();
        case ClaimKind::permitted:
            return terms.negate(rulebook.permitted());
        case ClaimKind::at_least:
            return terms.all_of({rulebook.permitted(),
                                 terms.negate(rulebook.permitted_and_at_least(claim.strength))});
        case ClaimKind::at_most: {
            if (claim.strength == RecordStrength::entry) return terms.truth(false);
            const auto above = static_cast<RecordStrength>(static_cast<int>(claim.strength) + 1);
            return terms.any_of(
                {rulebook.permitted_and_at_least(above), rulebook.denied_and_at_least(above)});
        }
        case ClaimKind::no_error:
            break;
    }
    return rulebook.forbid_fails();
}

}  // namespace postvern::policy::proof
