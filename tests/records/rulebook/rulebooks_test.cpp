// The rulebooks of a site: which come into force, by whose signatures, and that none is lost.
#include "records/rulebooks.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include "records/sha256.hpp"
#include "tests/records/archive/household.hpp"
#include "tests/records/rulebook/keys.hpp"

namespace postvern::records {
namespace {

using policy::Action;
using policy::Purpose;
using policy::Resource;
using policy::StaffRole;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

using Files = std::vector<policy::RulebookFile>;

constexpr std::uint32_t kKari = 70'001;
constexpr unsigned char kDirector = 1;  // keys by number
constexpr unsigned char kSecond = 2;
constexpr std::int64_t kDay = 86'400;

Files rules(const std::string& text) { return {{"a.cedar", "// " + text + "\n"}, {"b.cedar", ""}}; }

class RulebooksTest : public testing::Test {
  protected:
    RulebooksTest() {
        enter(own, {StaffRole::managing_director, StaffRole::operator_}, kDirector);
        enter(kKari, {StaffRole::second_officer}, kSecond);
        rulebooks.honour_grants_of(*home.gate);
        rulebooks.keep_founding(rules("first"));
    }

    void enter(std::uint32_t user, std::vector<StaffRole> roles, unsigned char key,
               std::int64_t until = Household::kStaffUntil) {
        const policy::Subject director = home.staff();
        home.personnel.put(
            home.ask(director, Action::administer_staff, Resource::site()),
            {user, {std::move(roles), until, until, until, until}, signing_key(key).public_key()});
    }
    std::chrono::sys_days in_days(int days) const {
        return std::chrono::floor<std::chrono::days>(
                   std::chrono::sys_seconds(std::chrono::seconds(home.now.load()))) +
               std::chrono::days(days);
    }
    std::string note_for(const Files& files, int days = 365) const {
        std::string text = to_text(rulebooks.propose(files, in_days(days)));
        text = sign_statement(text, StaffRole::managing_director, signing_key(kDirector));
        return sign_statement(text, StaffRole::second_officer, signing_key(kSecond));
    }
    policy::Grant leave() {
        return home.ask(home.staff(), Action::install_rulebook, Resource::rulebook());
    }
    KeptRulebook install(const Files& files, int days = 365) {
        return rulebooks.install(leave(), files, note_for(files, days));
    }

    const std::uint32_t own = ::getuid();
    Scratch scratch;
    Household home{scratch};
    Rulebooks rulebooks{home.site.store(), home.site.ledger().origin()};
};

TEST_F(RulebooksTest, OfTheFoundingAreKeptWhereTheyDiffer) {
    rulebooks.keep_founding(rules("first"));
    EXPECT_EQ(rulebooks.history().size(), 1U);
    rulebooks.keep_founding(rules("second"));
    rulebooks.keep_founding(rules("first"));
    const auto history = rulebooks.history();
    ASSERT_EQ(history.size(), 3U);
    EXPECT_EQ(history[0].hash, history[2].hash);
    EXPECT_EQ(history[2].number, 3U);
    for (const auto& each : history) {
        EXPECT_FALSE(each.is_signed());
        EXPECT_FALSE(each.fault);
        EXPECT_FALSE(each.is_overdue(home.now + 100 * 365 * kDay));
    }
    EXPECT_EQ(rulebooks.files(history[1].hash), rules("second"));
}

TEST_F(RulebooksTest, ComeIntoForceBySignatures) {
    const auto installed = install(rules("signed"));
    EXPECT_EQ(installed.number, 2U);
    EXPECT_EQ(installed.since, home.now);
    const auto last = rulebooks.in_force();
    ASSERT_TRUE(last);
    EXPECT_EQ(last->hash, installed.hash);
    EXPECT_FALSE(last->fault) << *last->fault;
    ASSERT_EQ(last->signers.size(), 2U);
    EXPECT_EQ(last->signers[0].user, own);
    EXPECT_EQ(last->signers[1].user, kKari);
    EXPECT_EQ(last->signers[1].key, signing_key(kSecond).public_key());
    EXPECT_EQ(last->statement->review, in_days(365));
    EXPECT_EQ(rulebooks.files(last->hash), rules("signed"));
    EXPECT_THROW(rulebooks.keep_founding(rules("first")), Unacceptable);
    EXPECT_EQ(rulebooks.history().size(), 2U);
}

TEST_F(RulebooksTest, AreVerifiedWithTheKeysOfTheirDay) {
    install(rules("signed"));
    enter(kKari, {StaffRole::support}, 9);
    EXPECT_FALSE(rulebooks.in_force()->fault);
}

TEST_F(RulebooksTest, AreFoundByTheDigitsThatStandInRecords) {
    const auto installed = install(rules("signed"));
    const std::string digits = hexadecimal(installed.hash);
    EXPECT_EQ(rulebooks.find(digits), installed.hash);
    EXPECT_EQ(rulebooks.find(digits.substr(0, 16)), installed.hash);
    EXPECT_EQ(rulebooks.find(digits.substr(0, 8)), installed.hash);
    for (const std::string& wrong :
         {std::string(), digits.substr(0, 7), std::string("ABCDEF01"), digits + "g"}) {
        EXPECT_THROW(rulebooks.find(wrong), Unacceptable) << wrong;
    }
    EXPECT_THROW(rulebooks.find("00000000"), NotFound);
    EXPECT_THROW(rulebooks.find(digits + "00"), NotFound);
}

TEST_F(RulebooksTest, AreOverdueTheDayAfterTheirReview) {
    const auto installed = install(rules("signed"), 1);
    const std::int64_t last_second = (home.now / kDay + 2) * kDay - 1;
    EXPECT_FALSE(installed.is_overdue(last_second));
    EXPECT_TRUE(installed.is_overdue(last_second + 1));
}

TEST_F(RulebooksTest, AreNotProposedWithAReviewOfToday) {
    EXPECT_THROW(rulebooks.propose(rules("signed"), in_days(0)), Unacceptable);
    EXPECT_NO_THROW(rulebooks.propose(rules("signed"), in_days(1)));
}

TEST_F(RulebooksTest, AreNotInstalledOnceTheReviewIsPast) {
    const std::string note = note_for(rules("signed"), 2);
    home.now += 2 * kDay;
    EXPECT_THAT([&] { rulebooks.install(leave(), rules("signed"), note); },
                ThrowsMessage<Unacceptable>(HasSubstr("is not in the future")));
    EXPECT_EQ(rulebooks.history().size(), 1U);
}

TEST_F(RulebooksTest, AreInstalledByAGrantForThatOnly) {
    const auto files = rules("signed");
    const std::string note = note_for(files);
    EXPECT_THROW(
        rulebooks.install(home.ask(home.staff(), Action::administer_staff, Resource::site()), files,
                          note),
        policy::Denied);
    auto old = leave();
    home.now += 61;
    EXPECT_THROW(rulebooks.install(std::move(old), files, note), policy::Denied);
    Rulebooks unserved(home.site.store(), home.site.ledger().origin());
    EXPECT_THROW(unserved.install(leave(), files, note), policy::Denied);
    EXPECT_THROW(rulebooks.honour_grants_of(*home.gate), std::logic_error);
    EXPECT_EQ(rulebooks.history().size(), 1U);
    EXPECT_NO_THROW(rulebooks.install(leave(), files, note));
}

TEST_F(RulebooksTest, TakeAStatementOnceAndAtTheirSiteOnly) {
    const auto files = rules("signed");
    const std::string note = note_for(files);
    const Rulebooks elsewhere(home.site.store(), "another.site/ledger");
    EXPECT_THAT(
        [&] { elsewhere.examine(files, note); },
        ThrowsMessage<Unacceptable>(HasSubstr("is for the site " + home.site.ledger().origin())));
    EXPECT_THAT(
        [&] { rulebooks.examine(rules("others"), note); },
        ThrowsMessage<Unacceptable>(HasSubstr("install the very files that were signed for")));
    rulebooks.install(leave(), files, note);
    EXPECT_THROW(rulebooks.install(leave(), files, note), Unacceptable);
    // Not even where the rules that it replaced are in force again.
    install(rules("first"));
    EXPECT_EQ(rulebooks.in_force()->hash, rulebooks.history()[0].hash);
    EXPECT_THAT([&] { rulebooks.install(leave(), files, note); },
                ThrowsMessage<Unacceptable>(HasSubstr("it was used already")));
}

TEST_F(RulebooksTest, AreNotSignedWithTheKeyOfAnother) {
    const policy::Subject director = home.staff();
    const auto put_key = [&](std::uint32_t user, unsigned char key) {
        home.personnel.put_key(home.ask(director, Action::administer_staff, Resource::site()), user,
                               signing_key(key).public_key());
    };
    EXPECT_THROW(put_key(kKari, kDirector), AlreadyExists);
    EXPECT_THROW(put_key(kKari + 1, 3), NotFound);
    EXPECT_NO_THROW(put_key(kKari, kSecond));
    put_key(kKari, 3);
    EXPECT_THAT([&] { rulebooks.examine(rules("signed"), note_for(rules("signed"))); },
                ThrowsMessage<Unacceptable>(HasSubstr("a key that nobody on record has")));
}

TEST_F(RulebooksTest, ConsistOfFilesThatCanBeWrittenBack) {
    const std::string zero("// \0", 4);
    const Files wrong[] = {
        {},
        {{"a.txt", ""}},
        {{".cedar", ""}},
        {{"../a.cedar", ""}},
        {{"x/a.cedar", ""}},
        {{"a\n.cedar", ""}},
        {{std::string(250, 'a') + ".cedar", ""}},
        {{"a.cedar", zero}},
        {{"b.cedar", ""}, {"a.cedar", ""}},
        {{"a.cedar", ""}, {"a.cedar", ""}},
        {{"a.cedar", std::string((std::size_t{1} << 20) + 1, ' ')}},
    };
    for (const Files& files : wrong) {
        EXPECT_THROW(require_rulebook_form(files), Unacceptable);
        EXPECT_THROW(rulebooks.propose(files, in_days(1)), Unacceptable);
        EXPECT_THROW(rulebooks.keep_founding(files), Unacceptable);
    }
    EXPECT_NO_THROW(
        require_rulebook_form(Files{{"a.cedar", std::string(std::size_t{1} << 20, ' ')}}));
}

}  // namespace
}  // namespace postvern::records
