// Cases from the first letter on: what each step asks for, what comes of it, and what is refused and stays on file.
#include "tests/compliance/casework/bench.hpp"

#include <algorithm>

namespace postvern::compliance {
namespace {

class CaseworkTest : public testing::Test, public Bench {
  protected:
    // The people who might try something.
    static constexpr std::uint32_t kEverybody[] = {kOfficer, kSecond, kWatchdog, kSupport, kDirector};

    std::vector<records::Item> inbox(const std::string& address, const std::string& password) {
        const policy::Subject owner = home().sign_in(address, password);
        return home().read(owner, home().collection(owner, "INBOX"), records::UidSet::all());
    }
};

TEST_F(CaseworkTest, AnAttorneyFromAbroadIsRejectedWithTheRightRoad) {
    const std::string reference = open(kAttorney);
    const CaseOutcome receipt = take(kOfficer, reference, CaseStep::authenticate, {Evidence::verified_sender});
    ASSERT_EQ(receipt.refusal, "");
    EXPECT_NE(text_of(reference, receipt).find(reference), std::string::npos);
    EXPECT_EQ(casework().proposal(house().by(kOfficer), reference).basis, policy::Basis::foreign_attorney);
    ASSERT_EQ(take(kOfficer, reference, CaseStep::classify).refusal, "");
    const CaseOutcome lacking = take(kOfficer, reference, CaseStep::reject);
    EXPECT_FALSE(lacking.taken);
    EXPECT_EQ(lacking.missing, std::vector{Evidence::reason});
    const CaseOutcome rejected = take(kOfficer, reference, CaseStep::reject, {}, "an attorney abroad has no power here");
    ASSERT_EQ(rejected.refusal, "");
    EXPECT_EQ(rejected.file.state, "REJECTED");
    ASSERT_TRUE(rejected.letter);
    EXPECT_EQ(rejected.letter->id, "rejected_foreign_attorney");
    const std::string letter = text_of(reference, rejected);
    EXPECT_NE(letter.find("Datatilsynet"), std::string::npos) << letter;
    EXPECT_EQ(letter.find("alice"), std::string::npos);
    ASSERT_EQ(take(kOfficer, reference, CaseStep::close).refusal, "");
    EXPECT_FALSE(see(reference).file.is_open);
    EXPECT_TRUE(casework().list(house().by(kOfficer), false).empty());
}

TEST_F(CaseworkTest, LettersBeforeAnOrderAreTheSameWhetherThereIsAnAccountOrNot) {
    std::string letters[2];
    for (int i : {0, 1}) {
        std::string letter = kPolice;
        if (i == 1) letter.replace(letter.find("alice@"), 6, "nobod@");
        const std::string reference = classified(letter);
        const CaseOutcome outcome = take(kOfficer, reference, CaseStep::reject, {}, "no court has decided");
        ASSERT_EQ(outcome.refusal, "");
        letters[i] = text_of(reference, outcome);
        letters[i].replace(letters[i].find(reference), 32, "");
    }
    EXPECT_EQ(letters[0], letters[1]);
}

TEST_F(CaseworkTest, ADeviationFromTheProposalNeedsAReason) {
    const std::string reference = open(kPolice);
    ASSERT_TRUE(take(kOfficer, reference, CaseStep::authenticate, {Evidence::verified_sender}).taken);
    CaseAct act;
    act.step = CaseStep::classify;
    act.basis = policy::Basis::subpoena;
    EXPECT_EQ(take(kOfficer, reference, act).missing, std::vector{Evidence::deviation_reason});
    act.reason = "it calls itself an order to appear";
    EXPECT_EQ(take(kOfficer, reference, act).refusal, "");
    const CaseSight sight = see(reference);
    EXPECT_TRUE(sight.view.deviates);
    EXPECT_EQ(sight.file.record.basis, policy::Basis::subpoena);
    EXPECT_EQ(sight.file.steps.back().reason, act.reason);
    EXPECT_EQ(sight.file.fields.at("proposed-basis"), "police_request");
}

TEST_F(CaseworkTest, WhoIsConcernedFindsNoCase) {
    const std::string reference = open(kPolice, {kSecond});
    EXPECT_THROW(see(reference, kConcerned), records::NotFound);
    EXPECT_THROW(see(reference, kSecond), records::NotFound);
    EXPECT_THROW(see("00000000000000000000000000000000", kConcerned), records::NotFound);
    EXPECT_THROW(take(kConcerned, reference, CaseStep::authenticate, {Evidence::verified_sender}), records::NotFound);
    EXPECT_TRUE(casework().list(house().by(kConcerned), true).empty());
    EXPECT_EQ(casework().list(house().by(kOfficer), true).size(), 1u);
}

TEST_F(CaseworkTest, AnOrderIsValidatedByTwoWithTheirOwnKeys) {
    const std::string reference = classified(kCourt);
    CaseAct unenclosed = entering(order(reference));
    unenclosed.papers.front().octets = "another order";
    EXPECT_NE(take(kOfficer, reference, unenclosed).refusal.find("instrument-sha256"), std::string::npos);
    ASSERT_EQ(take(kOfficer, reference, entering(order(reference))).refusal, "");

    CaseAct borrowed = validating(kOfficer, reference);
    EXPECT_NE(take(kColleague, reference, borrowed).refusal.find("another key"), std::string::npos);
    CaseAct unsigned_one = borrowed;
    unsigned_one.signature.clear();
    EXPECT_NE(take(kOfficer, reference, unsigned_one).refusal.find("signed document is missing"), std::string::npos);
    CaseAct altered = borrowed;
    altered.signature[altered.signature.size() - 10] ^= 1;
    EXPECT_FALSE(take(kOfficer, reference, altered).taken);

    ASSERT_EQ(take(kOfficer, reference, borrowed).refusal, "");
    EXPECT_EQ(see(reference).file.state, "ORDER_RECEIVED");
    EXPECT_FALSE(take(kOfficer, reference, validating(kOfficer, reference)).taken);  // twice the same person
    ASSERT_EQ(take(kColleague, reference, validating(kColleague, reference)).refusal, "");
    EXPECT_EQ(see(reference).file.state, "ORDER_VALIDATED");
    EXPECT_EQ(see(reference).file.record.validators.size(), 2u);
    // Four tries that were refused are on file with their reasons.
    const auto& steps = see(reference).file.steps;
    EXPECT_EQ(std::count_if(steps.begin(), steps.end(), [](const records::StepTaken& each) { return !each.taken; }), 5);
}

// What an order's fields are answered with says nothing of whose accounts there are, until two found the order valid.
TEST_F(CaseworkTest, WhetherAnAddressIsAnAccountIsToldOfAValidOrderAlone) {
    std::string answers[2];
    for (int i : {0, 1}) {
        const std::string address = i == 0 ? "alice@example.org" : "nobody@example.org";
        const auto enter = [&](std::uint32_t user, const std::string& reference) {
            CourtOrder asked = order(reference);
            asked.accounts = {address};
            const CaseOutcome outcome = take(user, reference, entering(asked));
            answers[i] += outcome.refusal + '|' + outcome.file.state + '\n';
        };
        const std::string early = open(kCourt);
        enter(kOfficer, early);
        const std::string reference = classified(kCourt);
        enter(kWatchdog, reference);
        enter(kOfficer, reference);
        enter(kOfficer, reference);
        answers[i] += take(kOfficer, reference, validating(kOfficer, reference)).refusal;
        answers[i] += take(kColleague, reference, validating(kColleague, reference)).refusal;
        EXPECT_EQ(see(reference).file.state, "ORDER_VALIDATED");
        CaseAct secrecy;
        secrecy.step = CaseStep::clear_secrecy;
        secrecy.papers = {{"secrecy-paper", "118.pdf", "the ruling on secrecy"}};
        EXPECT_EQ(take(kOfficer, reference, secrecy).refusal, "");
        EXPECT_EQ(take(kOfficer, reference, CaseStep::clear_privilege, {Evidence::privilege_check}).refusal, "");
        const std::string scope = take(kOfficer, reference, CaseStep::scope).refusal;
        EXPECT_EQ(scope.find("nobody@example.org, which is no account here") != std::string::npos, i == 1) << scope;
        EXPECT_EQ(scope.empty(), i == 0);
    }
    EXPECT_EQ(answers[0], answers[1]);
    EXPECT_NE(answers[0].find("not possible in the state RECEIVED"), std::string::npos) << answers[0];
}

TEST_F(CaseworkTest, AnOrderWithDefectsGoesBackWithTheirList) {
    const std::string reference = classified(kCourt);
    CourtOrder faulty = order(reference);
    faulty.seal = OrderSeal::none;
    ASSERT_EQ(take(kOfficer, reference, entering(faulty)).refusal, "");
    const CaseOutcome refused = take(kOfficer, reference, validating(kOfficer, reference));
    EXPECT_FALSE(refused.taken);
    ASSERT_TRUE(refused.letter);
    EXPECT_EQ(refused.letter->id, "order_defects");
    EXPECT_NE(refused.letter->paper, 0u) << refused.letter->lacks;
    ASSERT_EQ(take(kOfficer, reference, CaseStep::return_order).refusal, "");
    EXPECT_EQ(see(reference).file.state, "AWAIT_COURT");
}

TEST_F(CaseworkTest, TheOwnerIsToldInTheMailboxBeforeAnythingIsApproved) {
    const std::string reference = scoped();
    EXPECT_TRUE(inbox("alice@example.org", "correct horse").empty());
    const CaseOutcome told = take(kOfficer, reference, CaseStep::notify_before);
    ASSERT_EQ(told.refusal, "") << text_of(reference, told);
    const auto mail = inbox("alice@example.org", "correct horse");
    ASSERT_EQ(mail.size(), 1u);
    EXPECT_NE(mail.front().content.find("Fjordvik tingrett"), std::string::npos);
    EXPECT_NE(mail.front().content.find(reference), std::string::npos);
    EXPECT_TRUE(see(reference).file.record.owners_told);
    EXPECT_EQ(see(reference).file.state, "NOTIFIED_BEFORE");
    std::uint64_t failed = 0;
    casework().run_due(failed);
    reopen();
    casework().run_due(failed);
    EXPECT_EQ(failed, 0u);
    EXPECT_EQ(inbox("alice@example.org", "correct horse").size(), 1u);  // once
}

TEST_F(CaseworkTest, WhileSilenceStandsNobodyTellsAndTheNoticeGoesOutTheDayItEnds) {
    const std::string reference = scoped();
    CaseAct silence;
    silence.step = CaseStep::defer_notice;
    silence.silence = policy::Silence::court;
    silence.until = home().now + 20 * kDay;
    silence.papers = {{"silence-paper", "210a.pdf", "eight weeks at most"}};
    ASSERT_EQ(take(kOfficer, reference, silence).refusal, "");
    EXPECT_FALSE(take(kOfficer, reference, CaseStep::notify_before).taken);
    std::uint64_t failed = 0;
    EXPECT_EQ(casework().run_due(failed), 0u);
    home().now += 7 * kDay;  // 14 days before the end
    EXPECT_GE(casework().run_due(failed), 1u);
    EXPECT_EQ(casework().run_due(failed), 0u);  // once
    EXPECT_TRUE(inbox("alice@example.org", "correct horse").empty());
    home().now += 13 * kDay + 1;
    reopen();
    EXPECT_GE(casework().run_due(failed), 1u);
    EXPECT_EQ(casework().run_due(failed), 0u);
    EXPECT_EQ(failed, 0u);
    EXPECT_TRUE(see(reference).file.record.owners_told);
    EXPECT_EQ(inbox("alice@example.org", "correct horse").size(), 1u);
}

// Counted in the period in which the silence ended, and not while it stands.
TEST_F(CaseworkTest, TheReportCountsWhatEndedAndNothingUnderSilence) {
    const std::string open_one = classified(kPolice);
    ASSERT_TRUE(take(kOfficer, open_one, CaseStep::reject, {}, "no court has decided").taken);
    ASSERT_TRUE(take(kOfficer, open_one, CaseStep::close).taken);
    const std::string silent = classified(kPreservation);
    CaseAct act;
    act.step = CaseStep::preserve;
    act.papers = {{"binding-paper", "215a.pdf", "pålegg"}};
    act.until = home().now + 90 * kDay;
    ASSERT_TRUE(take(kOfficer, silent, act).taken);
    CaseAct silence;
    silence.step = CaseStep::keep_silence;
    silence.silence = policy::Silence::statutory;
    silence.papers = {{"silence-paper", "216i.pdf", "taushet"}};
    ASSERT_EQ(take(kOfficer, silent, silence).refusal, "");
    const auto count = [&](const std::string& period) {
        ReportSettings settings;
        settings.publisher = "Example Mail AS";
        settings.site = "example.org/ledger";
        settings.from = settings.until = period;
        settings.made = "2030-01-01";
        return casework().report(house().by(kDirector), settings);
    };
    ASSERT_EQ(count("2026").cases, 1u);
    EXPECT_EQ(count("2026").figures.front().tuple, (CaseTuple{"police-request", "NO", "rejected", "2026"}));
    EXPECT_EQ(count("2026-03").cases, 1u);
    EXPECT_EQ(count("2026-Q2").cases, 0u);
    home().now += 400 * kDay;
    std::uint64_t failed = 0;
    casework().run_due(failed);
    CaseAct release;
    release.step = CaseStep::release_silence;
    release.papers = {{"release-paper", "release.pdf", "opphevet"}};
    ASSERT_EQ(take(kOfficer, silent, release).refusal, "");
    // Silence is over, and the owner is told what was preserved.
    const CaseOutcome told = take(kOfficer, silent, CaseStep::notify);
    ASSERT_EQ(told.refusal, "");
    EXPECT_EQ(told.letter->id, "owner_notice_preserved");
    EXPECT_EQ(inbox("alice@example.org", "correct horse").size(), 1u);
    ASSERT_EQ(take(kOfficer, silent, CaseStep::close).refusal, "");
    EXPECT_EQ(count("2026").cases, 1u);
    EXPECT_EQ(count("2027").cases, 1u);
}

TEST_F(CaseworkTest, WhatIsPreservedIsSetApartAndReleasedByItself) {
    home().deliver(alice, records::letter("before the hold"));
    const std::string reference = classified(kPreservation);
    CaseAct act;
    act.step = CaseStep::preserve;
    act.papers = {{"binding-paper", "215a.pdf", "pålegg"}};
    act.until = home().now + 91 * kDay;
    EXPECT_EQ(take(kOfficer, reference, act).missing, std::vector{Evidence::preservation_term});
    act.until = home().now + 90 * kDay;
    const CaseOutcome preserved = take(kOfficer, reference, act);
    ASSERT_EQ(preserved.refusal, "");
    EXPECT_EQ(preserved.letter->id, "preservation_receipt");
    EXPECT_EQ(home().site.register_().all_holds().size(), 1u);
    EXPECT_EQ(see(reference).file.state, "PRESERVED");
    std::uint64_t failed = 0;
    casework().run_due(failed);
    EXPECT_EQ(home().site.register_().all_holds().size(), 1u);
    home().now += 90 * kDay + 1;
    EXPECT_GE(casework().run_due(failed), 1u);
    EXPECT_EQ(see(reference).file.state, "LAPSED");
}

TEST_F(CaseworkTest, AnObjectionSuspendsAndIsAnsweredWithReasons) {
    const std::string reference = scoped();
    ASSERT_EQ(take(kOfficer, reference, CaseStep::notify_before).refusal, "");
    EXPECT_FALSE(take(kWatchdog, reference, CaseStep::object).taken);  // without a reason
    ASSERT_EQ(take(kWatchdog, reference, CaseStep::object, {}, "the window is too wide").refusal, "");
    EXPECT_EQ(see(reference).file.state, "SUSPENDED");
    EXPECT_TRUE(see(reference).file.record.objection);
    EXPECT_EQ(take(kDirector, reference, CaseStep::answer_objection, {}, "the court set it").missing,
              (std::vector{Evidence::court_told, Evidence::counsel_told}));
    ASSERT_EQ(take(kDirector, reference, CaseStep::answer_objection, {Evidence::court_told, Evidence::counsel_told},
                   "the court set it").refusal, "");
    EXPECT_EQ(see(reference).file.state, "NOTIFIED_BEFORE");
    EXPECT_FALSE(see(reference).file.record.objection);
}

// From every state on the road to notice, each step that is not its turn, by everybody: refused, and on record in the file
// or in the access record.
TEST_F(CaseworkTest, NoStepCanBeSkippedByAnybody) {
    const CaseStep later[] = {CaseStep::clear_secrecy, CaseStep::clear_privilege, CaseStep::scope, CaseStep::notify_before,
                              CaseStep::approve,       CaseStep::attest,          CaseStep::extract, CaseStep::deliver,
                              CaseStep::notify};
    const std::string reference = classified(kCourt);
    records::RecordFilter filter;
    filter.most = 100'000;
    const auto acts = [&] {
        return home().site.ledger().entries(
            home().ask(house().subject(kWatchdog), policy::Action::review,
                       policy::Resource::numbered(policy::ResourceType::legal_case, see(reference).file.number),
                       policy::Purpose::accountability),
            filter).size();
    };
    const auto try_all = [&](std::initializer_list<CaseStep> turn) {
        for (const CaseStep step : later) {
            if (std::find(turn.begin(), turn.end(), step) != turn.end()) continue;
            for (const std::uint32_t user : kEverybody) {
                const auto before = acts();
                const std::string state = see(reference).file.state;
                bool taken = false;
                try {
                    taken = take(user, reference, step, {}, "trying").taken;
                } catch (const policy::Denied&) {
                    // support may not even read it
                }
                EXPECT_FALSE(taken) << name(step) << " by " << user << " in " << state;
                EXPECT_EQ(see(reference).file.state, state);
                EXPECT_GT(acts(), before + 1) << name(step) << " by " << user;
            }
        }
    };
    try_all({});
    ASSERT_EQ(take(kOfficer, reference, entering(order(reference))).refusal, "");
    try_all({});
    ASSERT_EQ(take(kOfficer, reference, validating(kOfficer, reference)).refusal, "");
    ASSERT_EQ(take(kColleague, reference, validating(kColleague, reference)).refusal, "");
    try_all({CaseStep::clear_secrecy});
    EXPECT_EQ(see(reference).file.state, "ORDER_VALIDATED");
}

TEST_F(CaseworkTest, ARestartAnywhereLeavesTheCaseWhereItWas) {
    const std::string reference = open(kCourt);
    reopen();
    ASSERT_EQ(take(kOfficer, reference, CaseStep::authenticate, {Evidence::verified_sender}).refusal, "");
    reopen();
    ASSERT_EQ(take(kOfficer, reference, CaseStep::classify).refusal, "");
    reopen();
    ASSERT_EQ(take(kOfficer, reference, entering(order(reference))).refusal, "");
    reopen();
    ASSERT_EQ(take(kOfficer, reference, validating(kOfficer, reference)).refusal, "");
    reopen();
    EXPECT_EQ(see(reference).view.order, order(reference));
    EXPECT_EQ(see(reference).view.validators, std::vector{kOfficer});
    EXPECT_EQ(see(reference).file.steps.size(), 5u);
}

}  // namespace
}  // namespace postvern::compliance
