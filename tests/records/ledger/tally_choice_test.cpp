// Owners who want no counts of their own accesses.
#include <gmock/gmock.h>

#include <array>

#include "records/sql/statement.hpp"
#include "tests/records/ledger/gated_house.hpp"

namespace postvern::records::ledger {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

class TallyChoice : public LedgerView {
  protected:
    void want(bool wanted, AccountId account = AccountId{7}) {
        ledger->want_tallies(choosing(static_cast<std::size_t>(account)), wanted, [] {});
    }
    std::vector<AccessTally> tallies(AccountId account = AccountId{7}) {
        return ledger->tallies(reading(*gate), account);
    }
    std::int64_t rows() {
        sql::Connection connection(database(), sql::Access::read_only);
        return *sql::Statement(connection, "SELECT count(*) FROM tallies").integer();
    }
};

TEST_F(TallyChoice, NothingIsCountedFromThenOnAndNothingStays) {
    ledger->tally(access(AccountId{7}));
    ledger->flush_tallies();
    ASSERT_EQ(rows(), 1);
    ledger->tally(access(AccountId{7}, policy::Channel::pop3));  // in memory
    ledger->tally(access(AccountId{8}));
    want(false);
    EXPECT_EQ(rows(), 0) << "at once";
    ledger->tally(access(AccountId{7}));
    ledger->flush_tallies();
    EXPECT_THAT(tallies(), IsEmpty());
    EXPECT_THAT(tallies(AccountId{8}), SizeIs(1)) << "others are counted as before";
    EXPECT_EQ(rows(), 1);
}

TEST_F(TallyChoice, IsTakenBack) {
    want(false);
    want(true);
    ledger->tally(access(AccountId{7}));
    const auto counted = tallies();
    ASSERT_THAT(counted, SizeIs(1));
    EXPECT_EQ(counted[0].count, 1U);
}

TEST_F(TallyChoice, HoldsFromTheStartWhereItWasMadeBefore) {
    open();
    const std::array chosen = {AccountId{7}};
    ledger->leave_uncounted(chosen);
    ledger->tally(access(AccountId{7}));
    ledger->tally(access(AccountId{8}));
    EXPECT_THAT(tallies(), IsEmpty());
    EXPECT_THAT(tallies(AccountId{8}), SizeIs(1));
}

TEST_F(TallyChoice, ThatIsNotKeptIsNotMade) {
    const auto fail = [] { throw Unavailable("the disk is full"); };
    EXPECT_THROW(ledger->want_tallies(choosing(7), false, fail), Unavailable);
    ledger->tally(access(AccountId{7}));
    EXPECT_THAT(tallies(), SizeIs(1)) << "still counted";
    want(false);
    EXPECT_THROW(ledger->want_tallies(choosing(7), true, fail), Unavailable);
    ledger->tally(access(AccountId{7}));
    EXPECT_THAT(tallies(), IsEmpty()) << "still not counted";
}

TEST_F(TallyChoice, IsTheOwnersAlone) {
    bool kept = false;
    const auto keep = [&kept] { kept = true; };
    EXPECT_THROW(ledger->want_tallies(erasing(AccountId{7}), false, keep), policy::Denied);
    EXPECT_THROW(ledger->want_tallies(owner_exporting(7), false, keep), policy::Denied);
    EXPECT_FALSE(kept);
    ledger->tally(access(AccountId{7}, policy::Channel::imap));
    EXPECT_THAT(tallies(),
                testing::Contains(testing::Field(&AccessTally::channel, policy::Channel::imap)));
}

}  // namespace
}  // namespace postvern::records::ledger
