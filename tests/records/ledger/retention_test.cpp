// Which class an entry is of, and so how long it is kept and how far its moment is rounded.
#include "records/ledger/retention.hpp"

#include <gtest/gtest.h>

namespace postvern::records::ledger {
namespace {

using policy::Action;

RetentionClass class_of(Action action) {
    const policy::Decision decision;
    return retention_class_of({policy::Principal::staff(0), policy::kNoAccount, action,
                               policy::Purpose::administration, policy::Channel::control,
                               policy::Outcome::granted, 0, 0, decision});
}

TEST(RetentionClassOf, AnActIsThatOfItsKind) {
    EXPECT_EQ(class_of(Action::administer_accounts), RetentionClass::staff_access);
    EXPECT_EQ(class_of(Action::purge), RetentionClass::staff_access);
    for (const Action legal : {Action::open_case, Action::read_case, Action::approve, Action::object,
                               Action::preserve, Action::release_hold, Action::extract,
                               Action::disclose, Action::notify, Action::appoint_substitute}) {
        EXPECT_EQ(class_of(legal), RetentionClass::legal) << policy::name(legal);
    }
    EXPECT_EQ(class_of(Action::install_rulebook), RetentionClass::rulebook);
    EXPECT_EQ(class_of(Action::give_consent), RetentionClass::consent);
    EXPECT_EQ(class_of(Action::withdraw_consent), RetentionClass::consent);
    EXPECT_EQ(class_of(Action::restrict), RetentionClass::rights_request);
    EXPECT_EQ(class_of(Action::notify_breach), RetentionClass::breach);
}

TEST(RetentionClassOf, RoundsRequestsForDataToTheMinuteAndAllElseToAQuarter) {
    EXPECT_EQ(rounded_moment(RetentionClass::legal, 1'700'000'059), 1'700'000'040);
    EXPECT_EQ(rounded_moment(RetentionClass::staff_access, 1'700'000'059), 1'699'999'200);
    EXPECT_EQ(rounding_of(RetentionClass::legal), 60);
    EXPECT_EQ(rounding_of(RetentionClass::consent), 900);
}

TEST(RetentionClassOf, SaysWhenAMonthsKeysGo) {
    EXPECT_EQ(end_of_term(RetentionClass::rights_request, {2026, 1}), 1'801'440'000);  // 2027-02-01
    EXPECT_FALSE(end_of_term(RetentionClass::consent, {2026, 1}));
}

}  // namespace
}  // namespace postvern::records::ledger
