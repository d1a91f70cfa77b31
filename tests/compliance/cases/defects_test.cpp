// What makes an order no valid one, each by itself.
#include <gtest/gtest.h>

#include <functional>

#include "tests/compliance/cases/examples.hpp"

namespace postvern::compliance {
namespace {

using namespace examples;  // NOLINT: the examples are this test's own words

struct Spoilt {
    std::function<void(CourtOrder&, CaseView&)> spoil;
    std::string text;  // keys of the letter, blank between them
};

std::string texts(const CourtOrder& order, const CaseView& view, std::int64_t now = kNow) {
    std::string all;
    for (const OrderDefect& defect : defects(order, view, now)) {
        EXPECT_FALSE(defect.finding.empty());
        EXPECT_FALSE(defect.source.empty());
        all.append(all.empty() ? "" : " ").append(defect.text);
    }
    return all;
}

void check(const std::vector<Spoilt>& table) {
    for (const Spoilt& row : table) {
        CourtOrder spoilt = order();
        CaseView view = examples::view(CaseState::order_received);
        row.spoil(spoilt, view);
        EXPECT_EQ(texts(spoilt, view), row.text) << "row " << &row - table.data();
    }
}

TEST(Defects, AreNoneOfAnOrderAsItShouldBe) {
    EXPECT_EQ(texts(order(), view(CaseState::order_received)), "");
}

TEST(Defects, OfTheInstrument) {
    check({
        {[](auto& order, auto&) { order.court.clear(); }, "court"},
        {[](auto& order, auto&) { order.number.clear(); }, "number"},
        {[](auto& order, auto&) { order.date = {}; }, "date"},
        {[](auto& order, auto&) { order.date = std::chrono::sys_days{std::chrono::year(2027) / 3 / 11}; }, "date"},
        {[](auto& order, auto&) { order.section.clear(); }, "section"},
        {[](auto& order, auto&) { order.section = "§ 211"; }, "section"},
        {[](auto& order, auto&) { order.section = "Strpl § 192"; }, "section"},
        {[](auto& order, auto&) { order.section = "Strpl §§ 203, 210"; }, ""},
        {[](auto& order, auto&) { order.section = "Strpl § 210 første ledd"; }, ""},
        {[](auto& order, auto&) { order.section = "Strpl § 210 b"; }, "wider_than_statute"},
        {[](auto& order, auto&) { order.section = "Strpl § 216a"; }, "section wider_than_statute counsel"},
        {[](auto& order, auto&) { order.seal = OrderSeal::none; }, "seal"},
        {[](auto& order, auto&) { order.seal = OrderSeal::signature; }, "seal"},
        {[](auto& order, auto& view) {
             order.seal = OrderSeal::signature;
             view.order_signature.emplace();
         }, "seal"},
        {[](auto& order, auto& view) {
             order.seal = OrderSeal::signature;
             view.order_signature.emplace().verified = true;
         }, ""},
    });
}

TEST(Defects, OfExtentAndTerm) {
    using policy::DisclosureClass;
    check({
        {[](auto& order, auto&) { order.accounts.clear(); }, "account"},
        {[](auto& order, auto&) { order.accounts.push_back("ola@example.org"); }, "account"},
        {[](auto& order, auto&) { order.classes.clear(); }, "classes"},
        {[](auto& order, auto&) { order.window = {}; }, "window"},
        {[](auto& order, auto&) { order.window = {}, order.classes = {DisclosureClass::subscriber}; }, ""},
        {[](auto& order, auto&) { order.zone.clear(); }, "time_zone"},
        {[](auto& order, auto&) { order.window->until = at(2027, 3, 7); }, ""},
        {[](auto& order, auto&) { order.window->until = at(2027, 3, 7) + 1; }, "wider_than_statute"},
        {[](auto& order, auto&) { order.in_force = {}; }, "expiry"},
        {[](auto& order, auto&) { order.in_force->from = kNow + 1; }, "not_in_force"},
        {[](auto& order, auto&) { order.in_force->from = kNow; }, ""},
        {[](auto& order, auto&) { order.in_force->until = kNow; }, "expired"},
        {[](auto& order, auto&) { order.in_force->until = kNow + 1; }, ""},
    });
}

TEST(Defects, OfRights) {
    check({
        {[](auto& order, auto&) { order.counsel = Counsel::required; }, "counsel"},
        {[](auto& order, auto&) { order.counsel = Counsel::appointed; }, ""},
        // § 100a: a court that defers notice appoints counsel
        {[](auto& order, auto&) {
             order.silence = policy::Silence::court;
             order.silent_until = at(2027, 4, 20);
         },
         "counsel"},
        {[](auto& order, auto&) {
             order.silence = policy::Silence::court;
             order.silent_until = at(2027, 5, 1);
             order.counsel = Counsel::appointed;
         },
         ""},
        {[](auto& order, auto&) {
             order.silence = policy::Silence::court;
             order.silent_until = at(2027, 5, 2);
             order.counsel = Counsel::appointed;
         },
         "wider_than_statute"},
        {[](auto& order, auto& view) {
             order.silence = policy::Silence::court;
             order.silent_until = at(2027, 9, 6);
             order.counsel = Counsel::appointed;
             view.chapter_17 = true;
         },
         ""},
        {[](auto& order, auto&) { order.silence = policy::Silence::statutory; }, "wider_than_statute"},
        {[](auto& order, auto& view) {
             order.silence = policy::Silence::statutory;
             view.preserved = Span{kNow - kDay, kNow + kDay};
         },
         ""},
        {[](auto& order, auto&) { order.secrecy = SecrecyRelease::none; }, "secrecy"},
        {[](auto& order, auto&) { order.privilege = Privilege::flagged; }, "privilege"},
        {[](auto& order, auto&) {
             order.privilege = Privilege::flagged;
             order.court_recipient = DocumentHash{};
         },
         ""},
        {[](auto& order, auto&) { order.appeal = Appeal::pending; }, "appeal"},
        {[](auto& order, auto&) { order.appeal = Appeal::waived; }, ""},
        {[](auto& order, auto&) { order.recipient = {}; }, "recipient_certificate"},
        // ISP-38 against §§ 203, 210: a hold, no defect
        {[](auto& order, auto&) { order.suspicion = Suspicion::none; }, ""},
    });
}

TEST(Defects, OfAnInterception) {
    CourtOrder tapping = order();
    tapping.section = "Straffeprosessloven §§ 216a, 216b";
    tapping.counsel = Counsel::appointed;
    CaseView view = examples::view(CaseState::order_received);
    view.route = policy::Route::interception;
    tapping.in_force = Span{at(2027, 3, 5), at(2027, 4, 2)};
    EXPECT_EQ(texts(tapping, view), "");
    tapping.in_force->until += 1;
    EXPECT_EQ(texts(tapping, view), "wider_than_statute");
    view.chapter_17 = true;
    tapping.in_force->until = at(2027, 4, 30);
    EXPECT_EQ(texts(tapping, view), "");
    tapping.in_force->until += 1;
    EXPECT_EQ(texts(tapping, view), "wider_than_statute");
    tapping.section = "Straffeprosessloven § 210";
    EXPECT_EQ(texts(tapping, view), "section wider_than_statute");
}

TEST(Defects, AreAllFoundAtOnceAndLackNoWordOfTheLetters) {
    EXPECT_EQ(texts(CourtOrder{}, CaseView{}),
              "court number date section seal account classes window expiry counsel secrecy privilege appeal "
              "recipient_certificate");
}

}  // namespace
}  // namespace postvern::compliance
