#include "services/smtp/failure.hpp"

#include <gtest/gtest.h>

#include "policy/decision.hpp"

namespace postvern::services::smtp {
namespace {

int code_of(policy::Refusal refusal) {
    policy::Decision decision;
    decision.refusal = refusal;
    return reply_to_failure(std::make_exception_ptr(policy::Denied(std::move(decision)))).code;
}

// Mail must not bounce because the house could not look up or write down something.
TEST(Failure, IsForGoodOnlyWhereTheRulesRefuse) {
    EXPECT_EQ(code_of(policy::Refusal::rules), 550);
    EXPECT_EQ(code_of(policy::Refusal::record), 451);
    EXPECT_EQ(code_of(policy::Refusal::failure), 451);
}

}  // namespace
}  // namespace postvern::services::smtp
