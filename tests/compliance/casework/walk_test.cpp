// Every step by everybody in every state that a case on file goes through: what the table does not have for that state and
// those offices is refused, changes nothing, and is on record.
#include <gmock/gmock.h>

#include <set>

#include "tests/compliance/casework/extraction_bench.hpp"

namespace postvern::compliance {
namespace {

struct Person {
    std::uint32_t user;
    CaseActor office;
};
constexpr Person kEverybody[] = {{kOfficer, CaseActor::legal_officer},
                                 {kSecond, CaseActor::second_officer},
                                 {kWatchdog, CaseActor::data_protection_officer},
                                 {kSupport, CaseActor::support},
                                 {kDirector, CaseActor::managing_director},
                                 {kConcerned, CaseActor::legal_officer}};

class Walk : public ExtractionBench {
  protected:
    // From the state in which the case is now.
    void try_all(const std::string& reference) {
        const CaseState state = see(reference).view.state;
        walked.insert(std::string(name(state)));
        for (std::size_t index = 0; index < kCaseStepCount; ++index) {
            const auto step = static_cast<CaseStep>(index);
            const Transition* const row = transition(state, step);
            for (const Person& person : kEverybody) {
                const bool is_theirs = row != nullptr && row->is_of(person.office) && person.user != kConcerned;
                if (!is_theirs) expect_refused(reference, state, step, person.user);
            }
        }
    }

    std::set<std::string> walked;

  private:
    void expect_refused(const std::string& reference, CaseState state, CaseStep step, std::uint32_t user) {
        const std::string tried = std::string(name(step)) + " by " + std::to_string(user) + " in " + std::string(name(state));
        const std::uint64_t before = home().site.ledger().commits();
        bool taken = false;
        try {
            taken = take(user, reference, step, {}, "trying").taken;
        } catch (const policy::Denied&) {
            // by the rules themselves
        } catch (const records::NotFound&) {
            EXPECT_EQ(user, kConcerned) << tried;
        }
        EXPECT_FALSE(taken) << tried;
        EXPECT_GT(home().site.ledger().commits(), before) << tried << " is not on record";
        EXPECT_EQ(see(reference).view.state, state) << tried;
    }
};

TEST_F(Walk, ToARejection) {
    const std::string reference = open(kPolice);
    try_all(reference);
    ASSERT_EQ(take(kOfficer, reference, CaseStep::authenticate, {Evidence::verified_sender}).refusal, "");
    try_all(reference);
    ASSERT_EQ(take(kOfficer, reference, CaseStep::classify).refusal, "");
    try_all(reference);
    ASSERT_EQ(take(kOfficer, reference, CaseStep::reject, {}, "no court has decided").refusal, "");
    try_all(reference);
    ASSERT_EQ(take(kOfficer, reference, CaseStep::close).refusal, "");
    try_all(reference);
    EXPECT_THAT(walked, testing::ElementsAre("AUTHENTICATED", "CLASSIFIED", "CLOSED", "RECEIVED", "REJECTED"));
}

TEST_F(Walk, ToAPreservationThatLapses) {
    const std::string reference = classified(kPreservation);
    CaseAct preserve = step(CaseStep::preserve);
    preserve.papers = {{"binding-paper", "order.pdf", "the order to preserve"}};
    preserve.until = home().now + 60 * kDay;
    ASSERT_EQ(take(kOfficer, reference, preserve).refusal, "");
    try_all(reference);
    home().now += 61 * kDay;
    std::uint64_t failed = 0;
    casework().run_due(failed);
    EXPECT_EQ(failed, 0u);
    try_all(reference);
    EXPECT_THAT(walked, testing::ElementsAre("LAPSED", "PRESERVED"));
}

TEST_F(Walk, ToTheNoticeAndIntoTheSideExits) {
    const std::string reference = classified(kCourt);
    ASSERT_EQ(take(kOfficer, reference, entering(order_until_now(reference))).refusal, "");
    try_all(reference);
    validate(reference);
    try_all(reference);
    CaseAct secrecy = step(CaseStep::clear_secrecy);
    secrecy.papers = {{"secrecy-paper", "118.pdf", "the ruling on secrecy"}};
    ASSERT_EQ(take(kOfficer, reference, secrecy).refusal, "");
    try_all(reference);
    ASSERT_EQ(take(kOfficer, reference, CaseStep::clear_privilege, {Evidence::privilege_check}).refusal, "");
    try_all(reference);
    ASSERT_EQ(take(kOfficer, reference, CaseStep::scope).refusal, "");
    try_all(reference);
    notify(reference);
    try_all(reference);
    ASSERT_EQ(take(kWatchdog, reference, CaseStep::object, {}, "the window is too wide").refusal, "");
    try_all(reference);
    EXPECT_THAT(walked, testing::ElementsAre("NOTIFIED_BEFORE", "ORDER_RECEIVED", "ORDER_VALIDATED", "PRIVILEGE_CLEARED",
                                             "SCOPED", "SECRECY_CLEARED", "SUSPENDED"));
}

TEST_F(Walk, FromTheApprovalsToTheEnd) {
    home().deliver(alice, records::letter("within"));
    home().now += 100;
    const std::string reference = classified(kCourt);
    ASSERT_EQ(take(kOfficer, reference, entering(order_until_now(reference))).refusal, "");
    validate(reference);
    clear(reference);
    notify(reference);
    const auto wanted = request(reference);
    approve(reference, wanted);
    try_all(reference);
    ASSERT_EQ(extract(reference, partials(wanted)).refusal, "");
    try_all(reference);
    CaseAct handing = step(CaseStep::deliver);
    handing.papers = {{"receipt", "receipt.pdf", "received"}};
    ASSERT_EQ(take(kOfficer, reference, handing).refusal, "");
    try_all(reference);
    ASSERT_EQ(take(kOfficer, reference, CaseStep::notify).refusal, "");
    try_all(reference);
    ASSERT_EQ(take(kOfficer, reference, CaseStep::close).refusal, "");
    try_all(reference);
    EXPECT_THAT(walked, testing::ElementsAre("CLOSED", "DELIVERED", "DUAL_APPROVED", "EXTRACTED", "NOTIFIED"));
}

}  // namespace
}  // namespace postvern::compliance
