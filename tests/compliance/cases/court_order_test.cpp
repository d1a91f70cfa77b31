// The canonical text of an order, and what it covers.
#include "compliance/court_order.hpp"

#include <gtest/gtest.h>

#include "tests/compliance/cases/examples.hpp"

namespace postvern::compliance {
namespace {

using namespace examples;  // NOLINT: the examples are this test's own words

const std::string kText =
    "postvern court order 1\n"
    "case: abababababababababababababababab\n"
    "court: Eksempel tingrett\n"
    "number: 27-000123ENE-EKS/01\n"
    "date: 2027-03-05\n"
    "section: Straffeprosessloven § 210\n"
    "seal: seal\n"
    "instrument-sha256: 1111111111111111111111111111111111111111111111111111111111111111\n"
    "account: kari@example.org\n"
    "class: mail\n"
    "class: subscriber\n"
    "window-from: 2027-02-01T00:00:00Z\n"
    "window-until: 2027-02-15T00:00:00Z\n"
    "zone: +01:00\n"
    "in-force-from: 2027-03-05T00:00:00Z\n"
    "in-force-until: 2027-04-05T00:00:00Z\n"
    "suspicion: owner\n"
    "counsel: not-required\n"
    "secrecy: lifted-nkom\n"
    "privilege: none\n"
    "appeal: final\n"
    "silence: none\n"
    "recipient-sha256: 2222222222222222222222222222222222222222222222222222222222222222\n";

std::string with(std::string_view line, std::string_view instead) {
    std::string text = kText;
    const auto found = text.find("\n" + std::string(line));
    if (found == std::string::npos) throw std::logic_error("no such line");
    const auto end = text.find('\n', found + 1);
    return text.replace(found + 1, end - found - 1, instead);
}

// The line at which `text` is refused; 0: it is not.
std::size_t refused_at(const std::string& text) {
    try {
        parse_court_order(text);
    } catch (const CourtOrderSyntaxError& error) {
        return error.line;
    }
    return 0;
}

TEST(CourtOrderText, IsWrittenAndReadAlike) {
    EXPECT_EQ(to_text(order()), kText);
    EXPECT_EQ(parse_court_order(kText), order());
}

TEST(CourtOrderText, HoldsWhatAnInstrumentLacksAndAllOfItsWords) {
    CourtOrder bare;
    EXPECT_EQ(parse_court_order(to_text(bare)), bare);
    for (const auto silence : {policy::Silence::none, policy::Silence::court, policy::Silence::statutory}) {
        CourtOrder full = order();
        full.silence = silence;
        if (silence == policy::Silence::court) full.silent_until = at(2028, 2, 29, 86'399);
        full.privilege = Privilege::flagged;
        full.court_recipient = DocumentHash{};
        full.seal = OrderSeal::signature;
        full.counsel = Counsel::appointed;
        full.secrecy = SecrecyRelease::statute;
        full.appeal = Appeal::waived;
        full.zone = "Z";
        EXPECT_EQ(parse_court_order(to_text(full)), full);
    }
    EXPECT_EQ(parse_court_order(with("silence", "silence: court-until 2027-04-30T22:00:00Z")).silent_until,
              at(2027, 4, 30, 22 * kHour));
}

TEST(CourtOrderText, IsRefusedWhereItDiffersByAnOctet) {
    const struct { std::string_view line, instead; std::size_t at; } kTable[] = {
        {"case", "case: ABABABABABABABABABABABABABABABAB", 2},
        {"case", "case: abab", 2},
        {"court", "court:Eksempel tingrett", 3},
        {"court", "court: ", 3},
        {"court", "court:  Eksempel", 3},
        {"court", "court: Eksempel\r", 3},
        {"court", "court: Eks\xe2\x80\xaemple", 3},  // turns the text round
        {"court", "court: Eks\xff", 3},
        {"court", "Court: Eksempel", 3},
        {"date", "date: 2027-02-29", 5},
        {"date", "date: 2027-3-05", 5},
        {"seal", "seal: stamp", 7},
        {"instrument", "instrument-sha256: none", 8},
        {"account", "account: kari", 9},
        {"account", "account: kari nordmann@example.org", 9},
        {"account", "account: kari@example.org\naccount: kari@example.org", 10},
        {"class: mail", "class: mail\nclass: mail", 11},
        {"class: mail", "class: everything", 10},
        {"window-from", "window-from: 2027-02-01T00:00:00+01:00", 12},
        {"window-from", "window-from: none", 13},
        {"window-until", "window-until: 2027-02-01T00:00:00Z", 13},
        {"window-until", "window-until: 2027-02-15T24:00:00Z", 13},
        {"zone", "zone: CET", 14},
        {"zone", "zone: +24:00", 14},
        {"in-force-until", "in-force-until: 2027-03-04T00:00:00Z", 16},
        {"suspicion", "suspicion: strong", 17},
        {"secrecy", "secrecy: lifted", 19},
        {"silence", "silence: court", 22},
        {"silence", "silence: court-until 2027-04-31T00:00:00Z", 22},
        {"privilege", "privilege: flagged", 24},  // the court's certificate, or none, must follow
        {"recipient", "recipient-sha256: none\n", 24},
    };
    for (const auto& row : kTable) EXPECT_EQ(refused_at(with(row.line, row.instead)), row.at) << row.instead;
    EXPECT_EQ(refused_at(""), 1U);
    EXPECT_EQ(refused_at(kText.substr(0, kText.size() - 1)), 23U);
    EXPECT_EQ(refused_at(kText + "more: 1\n"), 24U);
    EXPECT_EQ(refused_at("\xef\xbb\xbf" + kText), 1U);
    EXPECT_EQ(refused_at(kText + std::string(CourtOrderLimits::kOctets, '\n')), 1U);
}

TEST(CourtOrderText, HasLimits) {
    CourtOrder many = order();
    many.accounts.clear();
    for (std::size_t i = 0; i < CourtOrderLimits::kAccounts; ++i)
        many.accounts.push_back("a" + std::to_string(i) + "@example.org");
    EXPECT_EQ(parse_court_order(to_text(many)), many);
    many.accounts.push_back("one@example.org");
    EXPECT_THROW(to_text(many), std::invalid_argument);
    CourtOrder ended = order();
    ended.court = "Eksempel\nnumber: 1";
    EXPECT_THROW(to_text(ended), std::invalid_argument);
    CourtOrder word = order();
    word.court = "none";  // would be read as lacking
    EXPECT_THROW(to_text(word), std::invalid_argument);
    CourtOrder stray = order();
    stray.court_recipient = DocumentHash{};  // without a flag of privilege
    EXPECT_THROW(to_text(stray), std::invalid_argument);
}

TEST(CourtOrder, CoversItsAccountsClassesAndWindowAndNothingElse) {
    using policy::DisclosureClass;
    const Span window{at(2027, 2, 1), at(2027, 2, 15)};
    const struct { OrderExtent extent; bool is_within; } kTable[] = {
        {{"kari@example.org", DisclosureClass::mail, window}, true},
        {{"kari@example.org", DisclosureClass::mail, Span{window.from + 1, window.until - 1}}, true},
        {{"kari@example.org", DisclosureClass::mail, Span{window.from - 1, window.until}}, false},
        {{"kari@example.org", DisclosureClass::mail, Span{window.from, window.until + 1}}, false},
        {{"kari@example.org", DisclosureClass::mail, Span{window.until, window.from}}, false},
        {{"kari@example.org", DisclosureClass::mail, Span{window.from, window.from}}, false},
        {{"kari@example.org", DisclosureClass::mail, {}}, false},
        {{"kari@example.org", DisclosureClass::calendar, window}, false},
        {{"ola@example.org", DisclosureClass::mail, window}, false},
        {{"kari@example.org", DisclosureClass::subscriber, {}}, true},
        {{"kari@example.org", DisclosureClass::subscriber, window}, false},
    };
    for (const auto& row : kTable) EXPECT_EQ(within(order(), row.extent), row.is_within) << &row - kTable;
    CourtOrder undated = order();
    undated.window = {};
    EXPECT_FALSE(within(undated, kTable[0].extent));
}

TEST(CourtOrder, IsToldToTheGateWithTheLastSecondIncluded) {
    const auto facts = facts_of(order(), {policy::AccountId{7}});
    EXPECT_FALSE(facts.validated);
    EXPECT_TRUE(facts.norwegian);
    EXPECT_EQ(facts.window_from, at(2027, 2, 1));
    EXPECT_EQ(facts.window_until, at(2027, 2, 15) - 1);
    EXPECT_EQ(facts.until, at(2027, 4, 5) - 1);
    EXPECT_TRUE(facts.four_weeks_over);  // 31 days; asked of interceptions alone
    EXPECT_FALSE(facts_of(order(), {}, true).four_weeks_over);
    EXPECT_FALSE(facts.privileged);
    CourtOrder endless = order();
    endless.in_force = {};
    EXPECT_THROW(facts_of(endless, {}), std::invalid_argument);
}

}  // namespace
}  // namespace postvern::compliance
