// Every (state, step, office), against a statement of the rules of its own: what each office may do in each state, in
// words, written from law.md section 3 and not from the table.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>
#include <tuple>

#include "tests/compliance/cases/examples.hpp"

namespace postvern::compliance {
namespace {

using namespace examples;  // NOLINT: the examples are this test's own words

// "step" stays, "step>STATE" leads there.
const std::map<std::string, std::string> kOfficerDoes = {
    {"RECEIVED", "authenticate>AUTHENTICATED reject>REJECTED withdraw>WITHDRAWN"},
    {"AUTHENTICATED", "classify>CLASSIFIED withdraw>WITHDRAWN"},
    {"CLASSIFIED", "reject>REJECTED preserve>PRESERVED hold-for-counsel>STATUTORY_HOLD await-court>AWAIT_COURT "
                   "enter-order>ORDER_RECEIVED withdraw>WITHDRAWN notify"},
    {"REJECTED", "close>CLOSED notify"},
    {"PRESERVED", "renew enter-order>ORDER_RECEIVED contest>CONTESTED withdraw>WITHDRAWN notify"},
    {"STATUTORY_HOLD", "await-court>AWAIT_COURT preserve>PRESERVED reject>REJECTED notify"},
    {"AWAIT_COURT", "preserve>PRESERVED renew enter-order>ORDER_RECEIVED close>CLOSED withdraw>WITHDRAWN notify"},
    {"ORDER_RECEIVED", "validate>ORDER_VALIDATED return-order>AWAIT_COURT hold-for-counsel>STATUTORY_HOLD notify"},
    {"ORDER_VALIDATED", "clear-secrecy>SECRECY_CLEARED notify"},
    {"SECRECY_CLEARED", "clear-privilege>PRIVILEGE_CLEARED notify"},
    {"PRIVILEGE_CLEARED", "scope>SCOPED notify"},
    {"SCOPED", "notify-before>NOTIFIED_BEFORE defer-notice>NOTICE_DEFERRED waive-notice>NOTICE_WAIVED"},
    {"NOTIFIED_BEFORE", "request notify"},
    {"NOTICE_DEFERRED", "request notify-before>NOTIFIED_BEFORE waive-notice>NOTICE_WAIVED"},
    {"NOTICE_WAIVED", "request"},
    {"DUAL_APPROVED", "request>NOTIFIED_BEFORE extract>EXTRACTED notify"},
    {"EXTRACTED", "deliver>DELIVERED notify"},
    {"DELIVERED", "notify>NOTIFIED waive-notice close>CLOSED quash>RECALLED"},
    {"NOTIFIED", "close>CLOSED quash>RECALLED notify"},
    {"CLOSED", "quash>RECALLED"},
    {"SUSPENDED", "renew contest>CONTESTED withdraw>WITHDRAWN quash>WITHDRAWN notify"},
    {"CONTESTED", "renew resolve-contest>SCOPED withdraw>WITHDRAWN quash>WITHDRAWN notify"},
    {"EXPIRED", "enter-order>ORDER_RECEIVED waive-notice close>CLOSED notify"},
    {"LAPSED", "enter-order>ORDER_RECEIVED waive-notice close>CLOSED notify"},
    {"WITHDRAWN", "waive-notice close>CLOSED notify"},
    {"RECALLED", "waive-notice close>CLOSED notify"},
};
const std::set<std::string> kUnderOrder = {
    "ORDER_RECEIVED",  "ORDER_VALIDATED", "SECRECY_CLEARED", "PRIVILEGE_CLEARED", "SCOPED",
    "NOTIFIED_BEFORE", "NOTICE_DEFERRED", "NOTICE_WAIVED",   "DUAL_APPROVED",     "EXTRACTED"};
const std::set<std::string> kToApprove = {"NOTIFIED_BEFORE", "NOTICE_DEFERRED", "NOTICE_WAIVED"};
const std::set<std::string> kEnds = {"REJECTED", "NOTIFIED", "CLOSED",    "EXPIRED",
                                     "LAPSED",   "WITHDRAWN", "RECALLED"};
const std::set<std::string> kBeforeClassified = {"RECEIVED", "AUTHENTICATED"};

using Triple = std::tuple<std::string, std::string, std::string>;  // state, step, office
using Expected = std::map<Triple, std::string>;                    // into

void expect(Expected& all, const std::string& state, const std::string& office, const std::string& words) {
    std::istringstream stream(words);
    for (std::string word; stream >> word;) {
        const auto mark = word.find('>');
        all[{state, word.substr(0, mark), office}] = mark == std::string::npos ? state : word.substr(mark + 1);
    }
}

Expected expectations() {
    Expected all;
    for (const auto& [state, words] : kOfficerDoes) {
        expect(all, state, "legal_officer", words);
        const bool open = state != "CLOSED";
        const bool working = !kEnds.contains(state);
        const bool told_of = open && !kBeforeClassified.contains(state);
        if (open) expect(all, state, "legal_officer", "recuse");
        expect(all, state, "legal_officer", "attach");
        if (open) expect(all, state, "clock", "remind");
        if (told_of) expect(all, state, "legal_officer", "review-silence release-silence");
        if (told_of && state != "REJECTED") expect(all, state, "legal_officer", "keep-silence");
        if (working) expect(all, state, "managing_director", "appoint");
        if (working) expect(all, state, "second_officer", "appoint");
        if (working && state != "DELIVERED") expect(all, state, "clock", "escalate");
        if (words.find("notify>") != std::string::npos) expect(all, state, "clock", "notify>NOTIFIED");
        if (words.ends_with(" notify")) expect(all, state, "clock", "notify");
        if (words.find("notify-before") != std::string::npos)
            expect(all, state, "clock", "notify-before>NOTIFIED_BEFORE");
        if (told_of && state != "CLASSIFIED" && state != "PRESERVED" && state != "LAPSED")
            expect(all, state, "clock", "release-hold");
    }
    expect(all, "CLOSED", "clock", "release-hold");
    for (const auto& state : kUnderOrder) {
        expect(all, state, "legal_officer",
               "renew contest>CONTESTED withdraw>WITHDRAWN quash>WITHDRAWN");
        expect(all, state, "data_protection_officer", "object>SUSPENDED");
        expect(all, state, "clock", "expire>EXPIRED");
    }
    for (const auto& state : kToApprove) {
        expect(all, state, "managing_director", "approve>DUAL_APPROVED");
        expect(all, state, "second_officer", "approve>DUAL_APPROVED");
        expect(all, state, "data_protection_officer", "attest>DUAL_APPROVED");
        expect(all, state, "clock", "expire-request");
    }
    for (const char* const office : {"managing_director", "second_officer", "data_protection_officer"}) {
        for (const auto& state : kToApprove) expect(all, state, office, "revoke-request");
        expect(all, "DUAL_APPROVED", office, "revoke-request>NOTIFIED_BEFORE");
    }
    expect(all, "DUAL_APPROVED", "clock", "expire-request>NOTIFIED_BEFORE");
    expect(all, "CONTESTED", "data_protection_officer", "object");
    expect(all, "SUSPENDED", "managing_director", "answer-objection>SCOPED");
    expect(all, "CONTESTED", "managing_director", "answer-objection");
    expect(all, "PRESERVED", "clock", "lapse>LAPSED");
    for (const char* const exit : {"SUSPENDED", "CONTESTED"})
        expect(all, exit, "clock", "expire>EXPIRED lapse>LAPSED");
    return all;
}

// All that others did before is done.
CaseView prepared(CaseState state, CaseStep step, CaseActor actor) {
    CaseView prepared = ready(view(state), step);
    if (state == CaseState::suspended || state == CaseState::contested) {
        if (step != CaseStep::lapse) prepared.returns_to = CaseState::scoped;
    }
    if (state == CaseState::notice_deferred && step == CaseStep::approve) {
        prepared.silence = policy::Silence::statutory;
        prepared.silent_from = kNow - kDay;
    }
    if (step == CaseStep::validate) prepared.validators = {kOtherOfficer + 100};
    if (step == CaseStep::approve || step == CaseStep::extract || step == CaseStep::attest) {
        if (step != CaseStep::attest) prepared.attested = kWatchdog;
        if (actor != CaseActor::managing_director) prepared.director = kDirector;
        if (actor != CaseActor::second_officer) prepared.second_officer = kSecond;
    }
    return prepared;
}

template <typename Visit>
void for_every_triple(Visit visit) {
    for (std::size_t s = 0; s < kCaseStateCount; ++s) {
        for (std::size_t t = 0; t < kCaseStepCount; ++t) {
            for (std::size_t a = 0; a < kCaseActorCount; ++a)
                visit(static_cast<CaseState>(s), static_cast<CaseStep>(t), static_cast<CaseActor>(a));
        }
    }
}

std::string words(const StepAnswer& answer, CaseStep step, const CaseView& view) {
    if (const auto* const allowed = std::get_if<StepAllowed>(&answer)) return std::string(name(allowed->next));
    return sentence(std::get<StepRefused>(answer), step, view);
}

TEST(Walk, OfEveryStateStepAndOfficeIsAsTheRulesHaveIt) {
    const Expected expected = expectations();
    std::size_t allowed = 0;
    for_every_triple([&](CaseState state, CaseStep step, CaseActor actor) {
        const CaseView view = prepared(state, step, actor);
        const StepAnswer answer = may(view, step, {actor, user_of(actor)}, kNow);
        const Triple triple{name(state), name(step), name(actor)};
        const auto found = expected.find(triple);
        const std::string what = std::get<0>(triple) + " " + std::get<1>(triple) + " " + std::get<2>(triple);
        if (found == expected.end()) {
            ASSERT_TRUE(std::holds_alternative<StepRefused>(answer)) << what;
            const auto reason = std::get<StepRefused>(answer).reason;
            EXPECT_TRUE(reason == StepRefused::Reason::wrong_actor || reason == StepRefused::Reason::wrong_state)
                << what << ": " << words(answer, step, view);
        } else {
            ++allowed;
            EXPECT_EQ(words(answer, step, view), found->second) << what;
        }
    });
    EXPECT_EQ(allowed, expected.size());
}

TEST(Walk, NothingIsAllowedInACaseOfWhichNothingIsKnownButToCloseWhatIsAtItsEnd) {
    const std::set<CaseState> ends = {CaseState::rejected, CaseState::notified,  CaseState::expired,
                                      CaseState::lapsed,   CaseState::withdrawn};
    for_every_triple([&](CaseState state, CaseStep step, CaseActor actor) {
        CaseView nothing;
        nothing.state = state;
        const bool closes = step == CaseStep::close && actor == CaseActor::legal_officer && ends.contains(state);
        EXPECT_EQ(std::holds_alternative<StepAllowed>(may(nothing, step, {actor, 1}, kNow)), closes)
            << name(state) << ' ' << name(step) << ' ' << name(actor);
    });
}

TEST(Walk, WhoeverIsRecusedDoesNothingAnywhere) {
    for_every_triple([&](CaseState state, CaseStep step, CaseActor actor) {
        if (actor == CaseActor::clock) return;
        CaseView view = prepared(state, step, actor);
        view.recused = {user_of(actor)};
        const StepAnswer answer = may(view, step, {actor, user_of(actor)}, kNow);
        ASSERT_TRUE(std::holds_alternative<StepRefused>(answer));
        EXPECT_EQ(std::get<StepRefused>(answer).reason, StepRefused::Reason::recused);
    });
}

TEST(Walk, EachPieceOfEvidenceThatIsBroughtIsMissedByItself) {
    std::size_t missed = 0;
    for_every_triple([&](CaseState state, CaseStep step, CaseActor actor) {
        const Transition* const row = transition(state, step);
        if (row == nullptr || !row->is_of(actor)) return;
        for (const Evidence each : row->evidence) {
            CaseView view = prepared(state, step, actor);
            view.deviates = true;
            if (follows_from_case(each)) continue;
            EvidenceSet others;
            for (std::size_t i = 0; i < kEvidenceCount; ++i) {
                const auto other = static_cast<Evidence>(i);
                if (other != each && view.evidence.has(other)) others.add(other);
            }
            view.evidence = others;
            const StepAnswer answer = may(view, step, {actor, user_of(actor)}, kNow);
            ASSERT_TRUE(std::holds_alternative<StepRefused>(answer)) << name(step) << ' ' << name(each);
            EXPECT_EQ(std::get<StepRefused>(answer).missing, std::vector{each}) << name(step);
            ++missed;
        }
    });
    EXPECT_GT(missed, 200U);
}

TEST(Walk, WhatFollowsFromTheCaseCannotBeClaimed) {
    CaseView claimed;
    for (std::size_t i = 0; i < kEvidenceCount; ++i) claimed.evidence.add(static_cast<Evidence>(i));
    for (std::size_t s = 0; s < kCaseStateCount; ++s) {
        claimed.state = static_cast<CaseState>(s);
        for (const CaseStep step : {CaseStep::validate, CaseStep::clear_secrecy, CaseStep::scope, CaseStep::approve,
                                    CaseStep::extract, CaseStep::deliver}) {
            EXPECT_TRUE(std::holds_alternative<StepRefused>(
                may(claimed, step, {CaseActor::legal_officer, kOfficer}, kNow)));
        }
    }
}

TEST(Table, HasOneRowForEachStateAndStep) {
    for (std::size_t s = 0; s < kCaseStateCount; ++s) {
        for (std::size_t t = 0; t < kCaseStepCount; ++t) {
            std::size_t rows = 0;
            for (const Transition& row : transitions())
                rows += row.step == static_cast<CaseStep>(t) && row.is_from(static_cast<CaseState>(s)) ? 1U : 0U;
            EXPECT_LE(rows, 1U) << s << ' ' << t;
        }
    }
    for (const Transition& row : transitions()) {
        EXPECT_FALSE(row.evidence.empty()) << name(row.step);
        EXPECT_FALSE(row.source.empty()) << name(row.step);
        EXPECT_EQ(row.action == policy::Action::keep_time, row.actors == 1U << static_cast<unsigned>(CaseActor::clock));
    }
}

}  // namespace
}  // namespace postvern::compliance
