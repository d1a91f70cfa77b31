// Journeys from the approvals to the hand-over, and what comes after it.
#include "tests/compliance/casework/walk.hpp"

namespace postvern::compliance {

namespace {

using S = CaseState;

void extract_under_approvals(Walk& walk, const std::string& reference) {
    const auto wanted = walk.request(reference);
    walk.approve(reference, wanted);
    walk.look_around(reference);
    ASSERT_EQ(walk.extract(reference, walk.partials(wanted)).refusal, "");
    walk.look_around(reference);
}

CaseAct recalling(Walk& walk) {
    CaseAct act = Walk::with(CaseStep::quash, {"ruling"});
    act.quashing = Quashing{"Fjordvik lagmannsrett", "26-000815SAK", walk.home().now};
    return act;
}

void hand_over(Walk& walk) {
    const std::string reference = walk.in_scope();
    walk.notify(reference);
    extract_under_approvals(walk, reference);
    walk.go_and_look(reference, Walk::with(CaseStep::deliver, {"receipt"}));
    walk.go_and_look(reference, Walk::step(CaseStep::notify));
    walk.go_and_look(reference, Walk::step(CaseStep::close));
}

void recall_under_silence(Walk& walk) {
    const std::string reference = walk.in_scope();
    walk.go(reference, walk.deferring(20));
    extract_under_approvals(walk, reference);
    walk.go_and_look(reference, Walk::with(CaseStep::deliver, {"receipt"}));
    walk.go_and_look(reference, recalling(walk));
    walk.wait(reference, 20);
    walk.look_around(reference);
    walk.go_and_look(reference, Walk::step(CaseStep::close));
    walk.go_and_look(reference, recalling(walk));
}

}  // namespace

std::vector<Journey> journeys_to_the_end() {
    return {
        {"AHandOver", hand_over, {S::dual_approved, S::extracted, S::delivered, S::notified, S::closed}},
        {"ARecallUnderSilence",
         recall_under_silence,
         {S::dual_approved, S::extracted, S::delivered, S::recalled, S::closed}},
    };
}

}  // namespace postvern::compliance
