#include "services/smtp/grammar/spam_field.hpp"

#include <gtest/gtest.h>

namespace postvern::services::smtp::grammar {
namespace {

using records::SpamDecision;

TEST(SpamField, IsReadAsFiltersWriteIt) {
    struct { const char* body; SpamDecision decision; } const kForms[] = {
        {" Yes\r\n", SpamDecision::spam},  // rspamd: X-Spam
        {" YES\r\n", SpamDecision::spam},  // SpamAssassin: X-Spam-Flag
        {" NO\r\n", SpamDecision::ham},
        {" Yes, score=15.3 required=5.0 tests=BAYES_99,GTUBE\r\n\tautolearn=no version=4.0.0\r\n", SpamDecision::spam},
        {" No, score=-1.9 required=5.0 tests=BAYES_00,\r\n\tSPF_PASS autolearn=ham version=4.0.0\r\n", SpamDecision::ham},
        {" No, score=-0.10\r\n", SpamDecision::ham},  // rspamd: X-Spam-Status
        {"\r\n\tYes\r\n", SpamDecision::spam},
        {"yes", SpamDecision::spam},
        {" No hits=1.0", SpamDecision::ham},
    };
    for (const auto& [body, decision] : kForms) EXPECT_EQ(parse_spam_decision(body), decision) << body;
}

TEST(SpamField, SaysNothingWhereItSaysSomethingElse) {
    for (const char* body : {"", " \r\n", " Nope", " Yesterday", " Yes1", " Yes; no", " maybe, yes", " score=3, Yes", " \"Yes\"", " (no) Yes",
                             " Y", " true", " Yes\xC3\xA5", " Yes:", "\x01Yes"}) {
        EXPECT_EQ(parse_spam_decision(body), std::nullopt) << body;
    }
}

}  // namespace
}  // namespace postvern::services::smtp::grammar
