// Journeys of requests that no court has decided about.
#include "tests/compliance/casework/walk.hpp"

namespace postvern::compliance {

namespace {

using S = CaseState;

// A prosecutor's order where delay would be dangerous: a path of the law without a court, which counsel decides about.
const char* const kUrgent = R"toml(
instrument = "urgent_order"
section = "Straffeprosessloven § 210(2)"
authority = "Fjordvik politidistrikt"
authority_kind = "prosecutor"
country = "NO"
person = "Statsadvokat Eksempel"
contact = "post@prosecutor.example"
case_number = "26-3"
date = 2026-03-02
received = 2026-03-02T09:00:00+01:00
accounts = ["alice@example.org"]
data_classes = ["mail"]
window = { from = 2026-02-01T00:00:00+01:00, until = 2026-02-14T23:59:59+01:00 }
)toml";

void reject(Walk& walk) {
    const std::string reference = walk.open(kPolice);
    walk.look_around(reference);
    walk.go_and_look(reference, Walk::claiming(CaseStep::authenticate, Evidence::verified_sender));
    walk.go_and_look(reference, Walk::step(CaseStep::classify));
    walk.go_and_look(reference, Walk::with(CaseStep::reject, {}, "no court has decided"));
    walk.go_and_look(reference, Walk::step(CaseStep::close));
}

void preserve_and_lapse(Walk& walk) {
    const std::string reference = walk.classified(kPreservation);
    CaseAct preserve = Walk::with(CaseStep::preserve, {"binding-paper"});
    preserve.until = walk.home().now + 60 * kDay;
    walk.go_and_look(reference, preserve);
    walk.wait(reference, 60);
    walk.look_around(reference);
}

void hold_and_await_court(Walk& walk) {
    const std::string reference = walk.classified(kUrgent);
    walk.go_and_look(reference, Walk::step(CaseStep::hold_for_counsel));
    walk.wait(reference, 1);  // the managing director hears of it; nothing ends by itself
    walk.look_around(reference);
    walk.go_and_look(reference,
                     Walk::with(CaseStep::await_court, {"director-decision", "counsel-opinion"}, "a court can decide in time"));
    walk.go_and_look(reference, Walk::with(CaseStep::close, {}, "no order came"));
}

void withdraw(Walk& walk) {
    const std::string reference = walk.classified(kPolice);
    walk.go(reference, Walk::step(CaseStep::await_court));
    walk.go_and_look(reference, Walk::with(CaseStep::withdraw, {"withdrawal"}));
}

}  // namespace

std::vector<Journey> journeys_without_an_order() {
    return {
        {"ARejection", reject, {S::received, S::authenticated, S::classified, S::rejected, S::closed}},
        {"APreservationThatLapses", preserve_and_lapse, {S::preserved, S::lapsed}},
        {"AHoldForCounselThatAwaitsTheCourt", hold_and_await_court, {S::statutory_hold, S::await_court, S::closed}},
        {"ARequestThatIsWithdrawn", withdraw, {S::withdrawn}},
    };
}

}  // namespace postvern::compliance
