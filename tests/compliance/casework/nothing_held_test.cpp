// What the authority is told of an extraction is what the extraction found.
#include <gmock/gmock.h>

#include "compliance/bag.hpp"
#include "compliance/transparency_report.hpp"
#include "records/errors.hpp"
#include "tests/compliance/casework/extraction_bench.hpp"

namespace postvern::compliance {
namespace {

using policy::DisclosureClass;
using testing::HasSubstr;

class NothingHeldTest : public ExtractionBench {
  protected:
    // Of a message that came at `home().now`, on the same day as the end of the window: its key is on the list, whatever
    // the window has of it.
    std::string extracted(bool in_window, std::vector<DisclosureClass> classes = {DisclosureClass::mail}) {
        home().deliver(alice, records::letter("a letter"));
        const std::int64_t until = in_window ? home().now + 1 : home().now - kHour;
        home().now += 100;
        const std::string reference = classified(kCourt);
        CourtOrder order = order_until_now(reference);
        order.window = Span{until - kDay, until};
        order.classes = std::move(classes);
        EXPECT_EQ(take(kOfficer, reference, entering(order)).refusal, "");
        validate(reference);
        clear(reference);
        notify(reference);
        const auto asked = request(reference);
        EXPECT_EQ(asked.keys.size(), 1U);
        approve(reference, asked);
        EXPECT_EQ(extract(reference, partials(asked)).refusal, "");
        return reference;
    }
    CaseOutcome write(const std::string& reference, const char* letter) {
        CaseAct act = step(CaseStep::attach);
        act.letter = letter;
        return take(kOfficer, reference, act);
    }
    CaseOutcome deliver(const std::string& reference) {
        CaseAct act = step(CaseStep::deliver);
        act.papers = {{"receipt", "receipt.pdf", "signed"}};
        return take(kOfficer, reference, act);
    }
    // The line of the year's report that counts it.
    std::string outcome_once_closed(const std::string& reference) {
        EXPECT_EQ(take(kOfficer, reference, CaseStep::close).refusal, "");
        const ReportSettings year{"Example Mail AS", "postvern.00ff/ledger", "2026", "2026", "2026-12-31", "", true};
        const std::string csv = to_csv(casework().report(house().by(kOfficer), year));
        const auto begin = csv.find('\n') + 1;
        return csv.substr(begin, csv.find_first_of("\r\n", begin) - begin);
    }
};

TEST_F(NothingHeldTest, IsSaidOfAnExtractionThatFoundNothing) {
    const std::string reference = extracted(false);
    const CaseOutcome written = write(reference, "nothing_held");
    ASSERT_EQ(written.refusal, "");
    EXPECT_THAT(text_of(reference, written), HasSubstr("We hold nothing that the order covers."));
    EXPECT_THAT(write(reference, "hand_over_receipt").refusal, HasSubstr("the extraction found nothing"));
    // The bag may go to the authority with its evidence; no letter says that data are in it.
    const CaseOutcome delivered = deliver(reference);
    ASSERT_EQ(delivered.refusal, "");
    EXPECT_EQ(delivered.letter->id, "nothing_held");
    EXPECT_NE(delivered.letter->paper, 0U) << delivered.letter->lacks;
    EXPECT_THAT(write(reference, "hand_over_receipt").refusal, HasSubstr("the extraction found nothing"));
}

TEST_F(NothingHeldTest, IsToldTheOwnerAndCounted) {
    const std::string reference = extracted(false);
    ASSERT_EQ(deliver(reference).refusal, "");
    const CaseOutcome told = take(kOfficer, reference, CaseStep::notify);
    ASSERT_EQ(told.refusal, "");
    EXPECT_EQ(told.letter->id, "owner_notice_unused");
    EXPECT_THAT(text_of(reference, told), HasSubstr("nothing had been handed over on it."));
    EXPECT_EQ(outcome_once_closed(reference), "2026,NO,court-order,nothing-held,1,1,interim");
}

TEST_F(NothingHeldTest, IsNotCountedOfAnExtractionThatFoundSomething) {
    const std::string reference = extracted(true);
    ASSERT_EQ(deliver(reference).refusal, "");
    const CaseOutcome told = take(kOfficer, reference, CaseStep::notify);
    ASSERT_EQ(told.refusal, "");
    EXPECT_EQ(told.letter->id, "owner_notice_after");
    EXPECT_EQ(outcome_once_closed(reference), "2026,NO,court-order,disclosed,1,1,interim");
}

TEST_F(NothingHeldTest, IsNotSaidOfAnExtractionThatFoundSomething) {
    const std::string reference = extracted(true);
    EXPECT_THAT(write(reference, "nothing_held").refusal, HasSubstr("the extraction found 1 file, as the receipt of its bag says"));
    EXPECT_EQ(write(reference, "hand_over_receipt").refusal, "");
    reopen();
    EXPECT_FALSE(write(reference, "nothing_held").taken);
    EXPECT_EQ(deliver(reference).letter->id, "hand_over");
}

// An account that is here has subscriber data.
TEST_F(NothingHeldTest, IsNotSaidWhereSubscriberDataWereExtracted) {
    const std::string reference = extracted(false, {DisclosureClass::mail, DisclosureClass::subscriber});
    EXPECT_THAT(write(reference, "nothing_held").refusal, HasSubstr("the extraction found 1 file,"));
}

// Somebody encloses a paper that says otherwise: the receipt that counts came with the extraction.
TEST_F(NothingHeldTest, IsNotSaidForAnotherReceiptThanTheExtractions) {
    const std::string reference = extracted(true);
    CaseAct act = step(CaseStep::attach);
    act.papers = {{"enclosure", "a.pdf", "a letter"}, {"bag-receipt", "bag-receipt.txt", to_text(BagReceipt{})}};
    ASSERT_EQ(take(kOfficer, reference, act).refusal, "");
    EXPECT_THAT(write(reference, "nothing_held").refusal, HasSubstr("the extraction found 1 file,"));
}

TEST(BagReceiptText, TellsItsItemsOrIsNone) {
    BagReceipt receipt;
    receipt.items = 17;
    receipt.items_by_class = {{"mail", 17}};
    EXPECT_EQ(items_in_receipt(to_text(receipt)), 17U);
    for (const char* const text : {"", "postvern bag receipt 1\n", "postvern bag receipt 1\nitems: \n", "items: 1\n",
                                   "postvern bag receipt 1\nitems: 1x\n", "postvern bag receipt 1\nitems-mail: 1\n",
                                   "postvern bag receipt 2\nitems: 0\n", "postvern bag receipt 1\nitems: 18446744073709551616\n"}) {
        EXPECT_THROW(items_in_receipt(text), records::StorageError) << text;
    }
}

}  // namespace
}  // namespace postvern::compliance
