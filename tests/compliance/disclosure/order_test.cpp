#include "compliance/disclosure/order.hpp"

#include <gtest/gtest.h>

#include "compliance/disclosure/refused.hpp"
#include "tests/compliance/disclosure/house.hpp"

namespace postvern::compliance::disclosure {
namespace {

using tests::Changes;
using tests::order_text;

TEST(CourtOrder, IsReadAsItStands) {
    const CourtOrder order = parse_order(order_text({.account = "account: alice@example.org\naccount: bob@example.no\n"}));
    EXPECT_EQ(order.accounts, (std::vector<std::string>{"alice@example.org", "bob@example.no"}));
    EXPECT_EQ(order.classes, (std::vector<OrderedClass>{OrderedClass::mail, OrderedClass::calendar}));
    EXPECT_EQ(to_moment(order.window_from), "2027-01-01T23:00:00Z");
    EXPECT_EQ(order.hash, sha256(order.text));
    EXPECT_TRUE(order.defects.empty());
    EXPECT_EQ(order.lines[1], (std::pair<std::string, std::string>("court", "Ytre Fiktiv tingrett")));
}

TEST(CourtOrder, NamesWhatItLacks) {
    struct Row {
        Changes changes;
        std::vector<std::string> defects;
    };
    const std::vector<Row> rows = {
        {{.suspicion = "suspicion: none\n"}, {"suspicion"}},
        {{.counsel = "counsel: required\n"}, {"counsel"}},
        {{.window = "window-from: none\nwindow-until: none\nzone: none\n"}, {"window-from", "window-until"}},
        {{.window = "window-from: 2027-01-01T23:00:00Z\nwindow-until: 2027-01-15T23:00:00Z\nzone: none\n"}, {"zone"}},
        {{.in_force = "in-force-from: 2027-03-01T00:00:00Z\nin-force-until: none\n"}, {"in-force-until"}},
        {{.privilege = "privilege: flagged\n", .tail = "court-recipient-sha256: none\n"}, {"court-recipient-sha256"}},
        {{.classes = "class: subscriber\n", .window = "window-from: none\nwindow-until: none\nzone: none\n"}, {}},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(parse_order(order_text(row.changes)).defects, row.defects) << order_text(row.changes);
    }
}

TEST(CourtOrder, IsRefusedInAnyOtherForm) {
    const std::vector<Changes> rows = {
        {.account = ""},
        {.account = "account: alice\n"},
        {.account = "account: alice@example.org\naccount: alice@example.org\n"},
        {.account = "account: alice@example.org \n"},
        {.account = "account: al\xe2\x80\xae" "ice@example.org\n"},  // turns the direction of writing
        {.account = "account: \xff@example.org\n"},
        {.classes = "class: mails\n"},
        {.classes = "class: mail\nclass: mail\n"},
        {.window = "window-from: 2027-01-15T23:00:00Z\nwindow-until: 2027-01-15T23:00:00Z\nzone: Z\n"},
        {.window = "window-from: 2027-01-15T23:00:00+01:00\nwindow-until: 2027-01-16T23:00:00Z\nzone: Z\n"},
        {.window = "window-from: 2027-02-30T23:00:00Z\nwindow-until: 2027-03-16T23:00:00Z\nzone: Z\n"},
        {.window = "window-from: 2027-02-10T23:00:00Z\nwindow-until: 2027-03-16T23:00:00Z\nzone: +24:00\n"},
        {.suspicion = "suspicion: owner\r\n"},
        {.suspicion = "suspicion: owner\n\n"},
        {.privilege = "privilege: flagged\n"},
        {.tail = "more: text\n"},
        {.tail = "court-recipient-sha256: none\n"},
    };
    for (const Changes& changes : rows) {
        EXPECT_THROW(parse_order(order_text(changes)), SyntaxError) << order_text(changes);
    }
    EXPECT_THROW(parse_order(""), SyntaxError);
    EXPECT_THROW(parse_order(order_text().substr(0, order_text().size() - 1)), SyntaxError);
    EXPECT_THROW(parse_order(std::string(kLargestOrder + 1, 'a')), SyntaxError);
}

TEST(CourtOrder, NamesTheLineThatIsWrong) {
    try {
        parse_order(order_text({.suspicion = "suspicion: perhaps\n"}));
        FAIL();
    } catch (const SyntaxError& error) {
        EXPECT_EQ(error.line, 17U);
        EXPECT_STREQ(error.what(), "line 17: suspicion takes one of owner, none");
    }
}

TEST(CourtOrder, TouchesTheDaysThatHaveAMomentInItsWindow) {
    const CourtOrder order = parse_order(order_text());  // 01-01 23:00 to 01-15 23:00
    EXPECT_FALSE(in_window(order, tests::kFirstDay - 2));
    EXPECT_TRUE(in_window(order, tests::kFirstDay - 1));
    EXPECT_TRUE(in_window(order, tests::kFirstDay + 13));
    EXPECT_FALSE(in_window(order, tests::kFirstDay + 14));
    const CourtOrder to_midnight = parse_order(order_text(
        {.window = "window-from: 2027-01-02T00:00:00Z\nwindow-until: 2027-01-03T00:00:00Z\nzone: Z\n"}));
    EXPECT_FALSE(in_window(to_midnight, tests::kFirstDay - 1));
    EXPECT_TRUE(in_window(to_midnight, tests::kFirstDay));
    EXPECT_FALSE(in_window(to_midnight, tests::kFirstDay + 1));
    const CourtOrder undated = parse_order(order_text(
        {.classes = "class: subscriber\n", .window = "window-from: none\nwindow-until: none\nzone: none\n"}));
    EXPECT_FALSE(in_window(undated, 0));
    EXPECT_FALSE(names_class(undated, 5));
}

}  // namespace
}  // namespace postvern::compliance::disclosure
