// Journeys of an order up to the decision on notice, and into the side exits.
#include "tests/compliance/casework/walk.hpp"

namespace postvern::compliance {

namespace {

using S = CaseState;

void notice_and_objection(Walk& walk) {
    const std::string reference = walk.ordered();
    walk.look_around(reference);
    walk.validate(reference);
    walk.look_around(reference);
    walk.go_and_look(reference, Walk::with(CaseStep::clear_secrecy, {"secrecy-paper"}));
    walk.go_and_look(reference, Walk::claiming(CaseStep::clear_privilege, Evidence::privilege_check));
    walk.go_and_look(reference, Walk::step(CaseStep::scope));
    walk.notify(reference);
    walk.look_around(reference);
    walk.go(kWatchdog, reference, Walk::with(CaseStep::object, {}, "the window is too wide"));
    walk.look_around(reference);
}

void hold_without_suspicion(Walk& walk) {
    const std::string reference = walk.classified(kCourt);
    CourtOrder order = walk.order(reference);
    order.suspicion = Suspicion::none;
    walk.go_and_look(reference, walk.entering(order));
    walk.go_and_look(reference, Walk::step(CaseStep::hold_for_counsel));
    walk.go(reference, Walk::with(CaseStep::reject, {"director-decision", "counsel-opinion"}, "the owner is suspected of nothing"));
    walk.look_around(reference);
}

void defer_and_waive(Walk& walk) {
    const std::string reference = walk.in_scope();
    walk.go_and_look(reference, walk.deferring(20));
    walk.go_and_look(reference, Walk::with(CaseStep::waive_notice, {"waiver"}));
}

void contest_and_quash(Walk& walk) {
    const std::string reference = walk.in_scope();
    walk.notify(reference);
    walk.go_and_look(reference, Walk::with(CaseStep::contest, {"contest-paper"}));
    walk.go_and_look(reference, Walk::with(CaseStep::resolve_contest, {"ruling"}));
    walk.go_and_look(reference, Walk::with(CaseStep::quash, {"ruling"}));
    walk.go_and_look(reference, Walk::step(CaseStep::close));
}

// The same silence as before, now that there is nothing to hand over: the owner is told the day it ends.
void expire_under_silence(Walk& walk) {
    const std::string reference = walk.in_scope();
    walk.go(reference, walk.deferring(40));
    walk.wait(reference, 28);
    walk.look_around(reference);
    walk.wait(reference, 12);
    walk.look_around(reference);
    walk.go_and_look(reference, Walk::step(CaseStep::close));
}

}  // namespace

std::vector<Journey> journeys_of_an_order() {
    return {
        {"TheNoticeAndAnObjection",
         notice_and_objection,
         {S::order_received, S::order_validated, S::secrecy_cleared, S::privilege_cleared, S::scoped, S::notified_before,
          S::suspended}},
        {"AnOrderWithoutSuspicion", hold_without_suspicion, {S::order_received, S::statutory_hold, S::rejected}},
        {"ANoticeThatIsDeferredAndWaived", defer_and_waive, {S::notice_deferred, S::notice_waived}},
        {"AnOrderThatIsContestedAndQuashed",
         contest_and_quash,
         {S::contested, S::notified_before, S::withdrawn, S::closed}},
        {"AnOrderThatRunsOutUnderSilence", expire_under_silence, {S::expired, S::closed}},
    };
}

}  // namespace postvern::compliance
