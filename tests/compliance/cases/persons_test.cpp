// Who may act where the office alone does not say: two persons, substitutes, objections, holds.
#include <gtest/gtest.h>

#include "tests/compliance/cases/examples.hpp"

namespace postvern::compliance {
namespace {

using namespace examples;  // NOLINT: the examples are this test's own words
using Reason = StepRefused::Reason;

std::optional<Reason> refusal(const CaseView& view, CaseStep step, StepTaker taker) {
    const StepAnswer answer = may(view, step, taker, kNow);
    if (const auto* const refused = std::get_if<StepRefused>(&answer)) return refused->reason;
    return {};
}

CaseState next(const CaseView& view, CaseStep step, StepTaker taker) {
    const StepAnswer answer = may(view, step, taker, kNow);
    if (const auto* const refused = std::get_if<StepRefused>(&answer))
        throw std::runtime_error(sentence(*refused, step, view));
    return std::get<StepAllowed>(answer).next;
}

constexpr StepTaker kTheDirector{CaseActor::managing_director, kDirector};
constexpr StepTaker kTheSecond{CaseActor::second_officer, kSecond};
constexpr StepTaker kTheWatchdog{CaseActor::data_protection_officer, kWatchdog};
constexpr StepTaker kTheOfficer{CaseActor::legal_officer, kOfficer};

TEST(Validation, IsOfTwoPersons) {
    CaseView one = view(CaseState::order_received);
    EXPECT_EQ(next(one, CaseStep::validate, kTheOfficer), CaseState::order_received);
    one.validators = {kOfficer};
    EXPECT_EQ(refusal(one, CaseStep::validate, kTheOfficer), Reason::same_person);
    EXPECT_EQ(next(one, CaseStep::validate, {CaseActor::legal_officer, kOtherOfficer}), CaseState::order_validated);
}

TEST(Approval, IsOfTwoPersonsAndNeverOfTheOneWhoAttests) {
    CaseView case_ = view(CaseState::notified_before);
    EXPECT_EQ(next(case_, CaseStep::approve, kTheDirector), CaseState::notified_before);
    case_.director = kDirector;
    EXPECT_EQ(refusal(case_, CaseStep::approve, {CaseActor::second_officer, kDirector}), Reason::same_person);
    EXPECT_EQ(next(case_, CaseStep::approve, kTheSecond), CaseState::notified_before);
    case_.attested = kWatchdog;
    EXPECT_EQ(refusal(case_, CaseStep::approve, {CaseActor::second_officer, kWatchdog}), Reason::same_person);
    EXPECT_EQ(next(case_, CaseStep::approve, kTheSecond), CaseState::dual_approved);
    EXPECT_EQ(refusal(case_, CaseStep::attest, {CaseActor::data_protection_officer, kDirector}), Reason::same_person);
    EXPECT_EQ(refusal(case_, CaseStep::approve, kTheWatchdog), Reason::wrong_actor);
}

TEST(Approval, OfASubstituteNeedsAnAppointmentOnRecordForThatOffice) {
    CaseView case_ = view(CaseState::notified_before);
    const StepTaker deputy{CaseActor::second_officer, 1042, true};
    EXPECT_EQ(refusal(case_, CaseStep::approve, deputy), Reason::not_appointed);
    case_.deputies = {{CaseActor::managing_director, 1042}};
    EXPECT_EQ(refusal(case_, CaseStep::approve, deputy), Reason::not_appointed);
    case_.deputies = {{CaseActor::second_officer, 1042}};
    EXPECT_EQ(next(case_, CaseStep::approve, deputy), CaseState::notified_before);
    case_.recused = {1042};
    EXPECT_EQ(refusal(case_, CaseStep::approve, deputy), Reason::recused);
}

TEST(Appointment, IsOfNobodyWhoIsKeptOutAndForOneOfTheTwoOffices) {
    CaseView case_ = view(CaseState::scoped);
    case_.deputies = {{CaseActor::second_officer, 1042}};
    EXPECT_FALSE(refusal(case_, CaseStep::appoint, kTheDirector));
    case_.deputies.push_back({CaseActor::managing_director, 1043});
    EXPECT_EQ(refusal(case_, CaseStep::appoint, kTheDirector), Reason::lacking);
    case_.deputies = {{CaseActor::data_protection_officer, 1042}};
    EXPECT_EQ(refusal(case_, CaseStep::appoint, kTheDirector), Reason::lacking);
    case_.deputies = {{CaseActor::second_officer, 1042}};
    case_.recused = {1042};
    EXPECT_EQ(refusal(case_, CaseStep::appoint, kTheDirector), Reason::lacking);
}

TEST(Approval, WaitsForTheNoticePeriod) {
    CaseView case_ = view(CaseState::notified_before);
    case_.told_at = kNow - kNoticePeriod + 1;
    const StepAnswer answer = may(case_, CaseStep::approve, kTheDirector, kNow);
    ASSERT_TRUE(std::holds_alternative<StepRefused>(answer));
    EXPECT_EQ(std::get<StepRefused>(answer).missing, std::vector{Evidence::notice_period_over});
    EXPECT_TRUE(std::holds_alternative<StepAllowed>(may(case_, CaseStep::approve, kTheDirector, kNow + 1)));
}

TEST(Objection, SuspendsEndsTheRequestAndGoesBackToTheDecisionOnNotice) {
    CaseView case_ = view(CaseState::dual_approved);
    case_.notice = CaseState::notice_waived;
    const StepAnswer answer = may(case_, CaseStep::object, kTheWatchdog, kNow);
    ASSERT_TRUE(std::holds_alternative<StepAllowed>(answer));
    const auto& allowed = std::get<StepAllowed>(answer);
    EXPECT_EQ(allowed.next, CaseState::suspended);
    EXPECT_EQ(allowed.returns_to, CaseState::notice_waived);
    EXPECT_TRUE(allowed.row->voids_request);
    case_.state = CaseState::suspended;
    case_.returns_to = allowed.returns_to;
    case_.objected = kWatchdog;
    EXPECT_EQ(refusal(case_, CaseStep::answer_objection, kTheSecond), Reason::wrong_actor);
    EXPECT_EQ(refusal(case_, CaseStep::answer_objection, {CaseActor::managing_director, kWatchdog}),
              Reason::same_person);
    EXPECT_EQ(next(case_, CaseStep::answer_objection, kTheDirector), CaseState::notice_waived);
}

TEST(Objection, OutlivesACourtsRulingUntilItIsAnswered) {
    CaseView case_ = view(CaseState::contested);
    case_.returns_to = CaseState::scoped;
    case_.objected = kWatchdog;
    const StepAnswer answer = may(case_, CaseStep::resolve_contest, kTheOfficer, kNow);
    ASSERT_TRUE(std::holds_alternative<StepAllowed>(answer));
    EXPECT_EQ(std::get<StepAllowed>(answer).next, CaseState::suspended);
    EXPECT_EQ(std::get<StepAllowed>(answer).returns_to, CaseState::scoped);
    case_.returns_to = CaseState::delivered;  // no side exit was ever taken from there
    case_.objected = {};
    EXPECT_EQ(refusal(case_, CaseStep::resolve_contest, kTheOfficer), Reason::wrong_state);
}

TEST(OrderWithoutSuspicion, IsHeldForCounselAndNotReturned) {
    CaseView case_ = view(CaseState::order_received);
    case_.order->suspicion = Suspicion::none;
    const StepAnswer answer = may(case_, CaseStep::validate, kTheOfficer, kNow);
    ASSERT_TRUE(std::holds_alternative<StepRefused>(answer));
    EXPECT_EQ(std::get<StepRefused>(answer).missing, std::vector{Evidence::recited_suspicion});
    EXPECT_EQ(refusal(case_, CaseStep::return_order, kTheOfficer), Reason::lacking);
    EXPECT_EQ(refusal(case_, CaseStep::hold_for_counsel, kTheOfficer), Reason::lacking);
    case_.basis = policy::Basis::order_without_suspicion;
    EXPECT_EQ(next(case_, CaseStep::hold_for_counsel, kTheOfficer), CaseState::statutory_hold);
    EXPECT_EQ(answer_of(*transition(CaseState::order_received, CaseStep::hold_for_counsel), case_), "held_for_counsel");
}

TEST(Preservation, OnOtherThanSection215aOrACourtGoesToCounselFirst) {
    for (std::size_t i = 0; i < policy::kBasisCount; ++i) {
        const auto basis = static_cast<policy::Basis>(i);
        CaseView case_ = ready(view(CaseState::classified), CaseStep::preserve);
        case_.basis = basis;
        case_.held_until = kNow + kDay;
        const bool binds = basis == policy::Basis::preservation_order || basis == policy::Basis::court_order;
        EXPECT_EQ(!refusal(case_, CaseStep::preserve, kTheOfficer), binds) << policy::name(basis);
        EXPECT_EQ(!refusal(case_, CaseStep::hold_for_counsel, kTheOfficer), is_statutory(basis)) << policy::name(basis);
        EXPECT_EQ(!refusal(case_, CaseStep::reject, kTheOfficer), is_rejected_outright(basis)) << policy::name(basis);
    }
}

TEST(Roads, AskForTheReferenceOfEachOfficeOnThem) {
    using policy::Office;
    CaseView case_ = view(CaseState::order_received);
    case_.route = policy::Route::diplomatic;
    case_.references = {Office::foreign_ministry, Office::attorney_general, Office::ministry_of_justice};
    EXPECT_EQ(refusal(case_, CaseStep::validate, kTheOfficer), Reason::lacking);
    case_.references.push_back(Office::police_chief);
    EXPECT_FALSE(refusal(case_, CaseStep::validate, kTheOfficer));
    case_.route = {};
    EXPECT_EQ(refusal(case_, CaseStep::validate, kTheOfficer), Reason::lacking);
}

TEST(Classification, OfARejectionNeedsNoFieldsAndADeviationAReason) {
    CaseView case_;
    case_.state = CaseState::authenticated;
    case_.basis = policy::Basis::foreign_attorney;
    EXPECT_FALSE(refusal(case_, CaseStep::classify, kTheOfficer));
    case_.deviates = true;
    EXPECT_EQ(refusal(case_, CaseStep::classify, kTheOfficer), Reason::lacking);
    case_.evidence.add(Evidence::deviation_reason);
    EXPECT_FALSE(refusal(case_, CaseStep::classify, kTheOfficer));
    case_.basis = policy::Basis::court_order;
    case_.route = policy::Route::domestic;
    const StepAnswer answer = may(case_, CaseStep::classify, kTheOfficer, kNow);
    ASSERT_TRUE(std::holds_alternative<StepRefused>(answer));
    EXPECT_EQ(std::get<StepRefused>(answer).missing.size(), 7U);
    EXPECT_EQ(std::get<StepRefused>(answer).letter, "missing_fields");
}

TEST(Rejection, IsAnsweredByTheLetterOfItsBasis) {
    CaseView case_ = view(CaseState::classified);
    case_.basis = policy::Basis::subpoena;
    EXPECT_EQ(answer_of(*transition(CaseState::classified, CaseStep::reject), case_), "rejected_subpoena");
    case_.basis = policy::Basis::duty_to_avert;
    EXPECT_EQ(answer_of(*transition(CaseState::classified, CaseStep::hold_for_counsel), case_), "held_urgent");
    EXPECT_EQ(answer_of(*transition(CaseState::secrecy_cleared, CaseStep::clear_privilege), case_), "");
    case_.order->privilege = Privilege::flagged;
    EXPECT_EQ(answer_of(*transition(CaseState::secrecy_cleared, CaseStep::clear_privilege), case_), "privilege_notice");
}

TEST(Names, AreReadAsTheyAreWritten) {
    for (std::size_t i = 0; i < kCaseStateCount; ++i)
        EXPECT_EQ(case_state_named(name(static_cast<CaseState>(i))), static_cast<CaseState>(i));
    for (std::size_t i = 0; i < kCaseStepCount; ++i)
        EXPECT_EQ(case_step_named(name(static_cast<CaseStep>(i))), static_cast<CaseStep>(i));
    for (std::size_t i = 0; i < kCaseActorCount; ++i)
        EXPECT_EQ(case_actor_named(name(static_cast<CaseActor>(i))), static_cast<CaseActor>(i));
    for (std::size_t i = 0; i < kEvidenceCount; ++i)
        EXPECT_EQ(evidence_named(name(static_cast<Evidence>(i))), static_cast<Evidence>(i));
    for (std::size_t i = 0; i < kClockKindCount; ++i)
        EXPECT_EQ(clock_named(name(static_cast<ClockKind>(i))), static_cast<ClockKind>(i));
    for (std::size_t i = 0; i < kAlarmCount; ++i)
        EXPECT_EQ(alarm_named(name(static_cast<Alarm>(i))), static_cast<Alarm>(i));
    EXPECT_EQ(case_state_named("received"), std::nullopt);
}

}  // namespace
}  // namespace postvern::compliance
