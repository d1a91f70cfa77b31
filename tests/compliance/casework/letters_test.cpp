// Each letter that a step or the rules of requests name exists, and each can be written from a case's file with what the
// commands bring.
#include <algorithm>
#include <set>

#include "compliance/casework/answers.hpp"
#include "compliance/casework/view.hpp"
#include "test_places.hpp"
#include "tests/compliance/casework/bench.hpp"

namespace postvern::compliance {
namespace {

constexpr Language kBoth[] = {Language::english, Language::norwegian};

// All views that answer_of() tells apart.
std::vector<CaseView> views() {
    std::vector<CaseView> all;
    for (std::size_t index = 0; index < policy::kBasisCount; ++index) {
        CaseView view;
        view.basis = static_cast<policy::Basis>(index);
        all.push_back(view);
    }
    for (const policy::Silence silence : {policy::Silence::court, policy::Silence::statutory}) {
        CaseView view;
        view.silence = silence;
        all.push_back(view);
    }
    CaseView preserved;
    preserved.preserved = Span{1, 2};
    all.push_back(preserved);
    CaseView ordered;
    ordered.order = CourtOrder{};
    ordered.order->privilege = Privilege::flagged;
    all.push_back(ordered);
    ordered.state = CaseState::expired;
    all.push_back(ordered);
    ordered.state = CaseState::extracted;
    ordered.notice = CaseState::notice_deferred;
    all.push_back(ordered);
    ordered.delivered = true;
    all.push_back(ordered);
    ordered.state = CaseState::recalled;
    all.push_back(ordered);
    return all;
}

TEST(CaseLetters, ThatAreNamedExist) {
    std::set<std::string> named;
    const auto rules = RequestRules::read_directory(POSTVERN_SOURCE_DIR "/compliance/requests/data");
    for (const std::string& each : rules.letters()) named.insert(each);
    for (const Transition& row : transitions()) {
        if (!row.if_lacking.empty()) named.insert(std::string(row.if_lacking));
        const bool is_rejection = row.answer == "rejected";
        for (const CaseView& view : views()) {
            if (is_rejection && (!view.basis || !is_rejected_outright(*view.basis))) continue;
            const std::string id = answer_of(row, view);
            if (!id.empty()) named.insert(id);
        }
    }
    for (const std::string& each : named) EXPECT_TRUE(letter_named(each)) << each;
    // What no step writes is written by `case letter`.
    for (const char* each : {"complaint_answer", "owner_answer", "nothing_held", "hand_over_receipt"}) {
        EXPECT_TRUE(named.insert(each).second) << each;
    }
    EXPECT_EQ(named.size(), kLetterKindCount);
}

class CaseLettersTest : public testing::Test, public Bench {
  protected:
    // What a step of the tool brings for the letter.
    static CaseAct act_for(LetterKind kind, Language language) {
        CaseAct act;
        act.language = language;
        act.reason = "The statute asks for it.";
        switch (kind) {
            case LetterKind::recall:
            case LetterKind::owner_notice_recalled:
                act.step = CaseStep::quash;
                act.quashing = Quashing{"Fjordvik lagmannsrett", "27-000815SAK", 1'772'496'000};
                break;
            case LetterKind::preservation_ended: act.step = CaseStep::lapse; break;
            case LetterKind::silence_review: act.step = CaseStep::review_silence; break;
            case LetterKind::deferral_ended: act.step = CaseStep::release_silence; break;
            default: act.step = CaseStep::attach; break;
        }
        return act;
    }
};

TEST_F(CaseLettersTest, CanAllBeWrittenFromTheFileInBothLanguages) {
    const std::string reference = scoped();
    CaseSight sight = see(reference);
    const std::int64_t now = home().now;
    sight.file.fields.insert({{"bag-name", "bag.cms"},
                              {"bag-sha256", std::string(64, 'a')},
                              {"objection", "Are two weeks needed?"}});
    CaseView view = sight.view;
    view.basis = policy::Basis::urgent_order;
    view.held_at = now;
    view.held_until = now + kHour;
    view.preserved = Span{now, now + 60 * kDay};
    view.told_at = now;
    view.delivered_at = now;
    view.notice = CaseState::notified_before;
    view.silent_until = now + kDay;
    view.order->seal = OrderSeal::none;
    view.order->privilege = Privilege::flagged;
    view.order->court_recipient = records::sha256("a court's certificate");
    const HouseIdentity house{"Example Mail AS", {"Storgata 1"}, {"post@example.org"}, "postmaster@example.org"};
    for (std::size_t index = 0; index < kLetterKindCount; ++index) {
        const auto kind = static_cast<LetterKind>(index);
        for (const Language language : kBoth) {
            const casework::Written written =
                casework::write_letter({LetterTemplates::built_in(), house}, std::string(name(kind)), view, sight.file,
                                       {Evidence::section}, act_for(kind, language), now);
            EXPECT_EQ(written.lacks, "") << name(kind);
            EXPECT_FALSE(written.text.empty()) << name(kind);
            const bool is_to_owner = name(kind).starts_with("owner_");
            EXPECT_EQ(written.text.find("Dommer Eksempel") == std::string::npos, is_to_owner) << name(kind);
        }
    }
}

TEST_F(CaseLettersTest, OfAPreservationAreWrittenWithoutAnOrder) {
    const std::string reference = classified(kPreservation);
    CaseSight sight = see(reference);
    CaseView view = sight.view;
    view.preserved = Span{home().now, home().now + 60 * kDay};
    view.silence = policy::Silence::statutory;
    const HouseIdentity house{"Example Mail AS", {"Storgata 1"}, {"post@example.org"}, "postmaster@example.org"};
    for (const LetterKind kind : {LetterKind::preservation_receipt, LetterKind::preservation_ended,
                                  LetterKind::owner_notice_preserved, LetterKind::silence_review,
                                  LetterKind::deferral_ended}) {
        for (const Language language : kBoth) {
            const casework::Written written =
                casework::write_letter({LetterTemplates::built_in(), house}, std::string(name(kind)), view, sight.file,
                                       {}, act_for(kind, language), home().now);
            EXPECT_EQ(written.lacks, "") << name(kind);
        }
    }
}

TEST_F(CaseLettersTest, AreNotDueForWhatTheSenderCannotBring) {
    const std::string reference = classified(kCourt);
    ASSERT_EQ(take(kOfficer, reference, entering(order(reference))).refusal, "");
    CaseAct without_call = validating(kOfficer, reference);
    without_call.evidence.clear();
    const CaseOutcome refused = take(kOfficer, reference, without_call);
    EXPECT_EQ(refused.missing, std::vector{Evidence::court_call_back});
    EXPECT_FALSE(refused.letter);
}

TEST_F(CaseLettersTest, WhomNobodyCouldFindOutIsTurnedAwayAtTheDoor) {
    const std::string reference = open(kPolice);
    CaseAct act;
    act.step = CaseStep::reject;
    act.reason = "nobody answers at the number";
    EXPECT_FALSE(take(kOfficer, reference, act).taken);
    act.basis = policy::Basis::police_request;
    EXPECT_FALSE(take(kOfficer, reference, act).taken);
    act.basis = policy::Basis::unverified_sender;
    const CaseOutcome rejected = take(kOfficer, reference, act);
    ASSERT_EQ(rejected.refusal, "");
    EXPECT_EQ(rejected.letter->id, "rejected_unverified_sender");
    EXPECT_NE(rejected.letter->paper, 0u) << rejected.letter->lacks;
}

TEST_F(CaseLettersTest, AnswerAComplaintWhenAnOfficerSaysSo) {
    const std::string reference = classified(kPolice);
    CaseAct act;
    act.step = CaseStep::attach;
    act.letter = "complaint_answer";
    EXPECT_NE(take(kOfficer, reference, act).refusal.find("--received DAY"), std::string::npos);
    act.came = home().now;
    const CaseOutcome lacking = take(kOfficer, reference, act);
    EXPECT_NE(lacking.refusal.find("complaint_answer cannot be written: field answer"), std::string::npos) << lacking.refusal;
    act.reason = "The law asks for an order.";
    act.came = home().now + kDay;
    EXPECT_NE(take(kOfficer, reference, act).refusal.find("--received DAY"), std::string::npos);
    act.came = home().now - 10 * kDay;  // 2026-02-20, and the request came on 2026-03-02
    const CaseOutcome written = take(kOfficer, reference, act);
    ASSERT_EQ(written.refusal, "");
    EXPECT_NE(text_of(reference, written).find("20 February 2026"), std::string::npos) << text_of(reference, written);
    EXPECT_NE(text_of(reference, written).find("The law asks for an order."), std::string::npos);
    // What rests on an order is not written before there is one.
    act.letter = "nothing_held";
    EXPECT_FALSE(take(kOfficer, reference, act).taken);
}

TEST_F(CaseLettersTest, AnswerAComplaintAboutACaseThatIsClosed) {
    const std::string reference = classified(kPolice);
    ASSERT_EQ(take(kOfficer, reference, CaseStep::reject, {}, "no court has decided").refusal, "");
    ASSERT_EQ(take(kOfficer, reference, CaseStep::close).refusal, "");
    CaseAct act;
    act.step = CaseStep::attach;
    act.papers = {{"enclosure", "complaint.pdf", "a complaint"}};
    EXPECT_NE(take(kOfficer, reference, act).refusal.find("closed"), std::string::npos);
    act.letter = "complaint_answer";
    act.came = home().now;
    act.reason = "The law asks for an order.";
    const CaseOutcome written = take(kOfficer, reference, act);
    ASSERT_EQ(written.refusal, "");
    EXPECT_NE(text_of(reference, written).find("The law asks for an order."), std::string::npos);
    EXPECT_FALSE(see(reference).file.is_open);
    act.papers = {{"ruling", "ruling.pdf", "a ruling"}};
    EXPECT_FALSE(take(kOfficer, reference, act).taken);
}

// Whether anything is held is told of a valid order that was extracted.
TEST_F(CaseLettersTest, ThatNothingIsHeldIsNotSaidBeforeAnExtraction) {
    const std::string reference = classified(kCourt);
    ASSERT_EQ(take(kOfficer, reference, entering(order(reference))).refusal, "");
    CaseAct act;
    act.step = CaseStep::attach;
    for (const char* const letter : {"nothing_held", "hand_over_receipt"}) {
        act.letter = letter;
        EXPECT_NE(take(kOfficer, reference, act).refusal.find("EXTRACTED"), std::string::npos) << letter;
    }
}

TEST_F(CaseLettersTest, AnswerAnOwnerOnceNoSilenceStands) {
    const std::string reference = scoped();
    CaseAct silence;
    silence.step = CaseStep::defer_notice;
    silence.silence = policy::Silence::court;
    silence.until = home().now + 20 * kDay;
    silence.papers = {{"silence-paper", "210a.pdf", "eight weeks at most"}};
    ASSERT_EQ(take(kOfficer, reference, silence).refusal, "");
    CaseAct act;
    act.step = CaseStep::attach;
    act.letter = "owner_answer";
    act.came = home().now;
    act.reason = "The order stands.";
    EXPECT_NE(take(kOfficer, reference, act).refusal.find("silence stands"), std::string::npos);
    home().now += 20 * kDay + 1;
    act.owner = "bob@example.org";
    EXPECT_NE(take(kOfficer, reference, act).refusal.find("--owner ADDRESS"), std::string::npos);
    act.owner = "alice@example.org";
    EXPECT_EQ(take(kOfficer, reference, act).refusal, "");
}

}  // namespace
}  // namespace postvern::compliance
