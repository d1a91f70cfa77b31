// The access record by the tool: as people see it by their password, as officers filter it, as
// tables.
#include <Poco/JSON/Array.h>
#include <Poco/JSON/Parser.h>
#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "services/control/calendar_day.hpp"
#include "tests/services/control/site.hpp"

namespace postvern::services::control {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

using Words = std::vector<std::string>;

const std::string kSecret = std::string(kPassword) + '\n';
constexpr const char* kBob = "bob@example.org";

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

class OwnRecord : public testing::Test {
  protected:
    void SetUp() override {
        site_.add_alice();
        EXPECT_EQ(site_.tool({"account", "add", kBob}, kSecret).code, 0);
        EXPECT_EQ(site_.tool({"account", "quota", kAlice, "4096"}).code, 0);
        EXPECT_EQ(site_.tool({"account", "quota", kBob, "8192"}).code, 0);
    }
    Ran mine(Words more = {}) {
        Words words{"ledger", "mine", kAlice};
        words.insert(words.end(), more.begin(), more.end());
        return site_.tool(std::move(words), kSecret);
    }
    Poco::JSON::Array::Ptr entries(Words words, const std::string& secret = {}) {
        const Ran ran = site_.json(std::move(words), secret);
        EXPECT_EQ(ran.code, 0) << ran.err << ran.out;
        return Poco::JSON::Parser().parse(ran.out).extract<Poco::JSON::Object::Ptr>()->getArray(
            "entries");
    }
    std::size_t count(Words more) {
        Words words{"ledger", "show"};
        words.insert(words.end(), more.begin(), more.end());
        return entries(std::move(words))->size();
    }

    ScratchSite site_;
};

TEST_F(OwnRecord, TellsWhoTouchedWhatIsTheirsAndNothingOfOthers) {
    const Ran ran = mine();
    EXPECT_EQ(ran.code, 0) << ran.err;
    const auto lines = lines_of(ran.out);
    ASSERT_GE(lines.size(), 2U) << ran.out;
    EXPECT_THAT(lines[0], AllOf(StartsWith("1  On "),
                                HasSubstr(" UTC an operator administered your account, to "
                                          "administer the service, under ISP-52 [")));
    EXPECT_THAT(lines[1], AllOf(StartsWith("On "), HasSubstr(" you came by control: ")));
    EXPECT_EQ(lines.size(), 2U) << ran.out;
}

TEST_F(OwnRecord, TellsOwnDecisionsAsOnesOwn) {
    ASSERT_EQ(site_.tool({"consent", "give", kAlice, "retrieval", "--text", "1"}, kSecret).code, 0);
    ASSERT_EQ(site_.tool({"rights", "restrict", kAlice}, kSecret).code, 0);
    const Ran ran = mine();
    EXPECT_THAT(
        ran.out,
        HasSubstr(
            " UTC you gave consent to optional processing of your data, in exercise of your rights, under "
            "ISP-55 ["));
    EXPECT_THAT(
        ran.out,
        HasSubstr(
            " UTC you restricted the processing of your data, in exercise of your rights, under ISP-60 ["));
    EXPECT_THAT(mine({"--class", "consent"}).out,
                AllOf(HasSubstr("2  On "), Not(HasSubstr("restricted"))));
}

TEST_F(OwnRecord, IsShownWhileTheAccountIsDisabled) {
    ASSERT_EQ(site_.tool({"account", "disable", kAlice}).code, 0);
    const Ran ran = mine();
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("\n2  On "));
}

TEST_F(OwnRecord, IsForWhoeverKnowsThePassword) {
    const Ran refused = site_.tool({"ledger", "mine", kAlice}, "not the password\n");
    EXPECT_EQ(refused.code, 1);
    EXPECT_THAT(refused.err, HasSubstr("the address or the password is not right"));
    EXPECT_EQ(refused.out, "");
}

TEST_F(OwnRecord, ComesAsDataAndAsTables) {
    const auto list = entries({"ledger", "mine", kAlice}, kSecret);
    ASSERT_EQ(list->size(), 1U);
    const auto entry = list->getObject(0);
    EXPECT_EQ(entry->getValue<int>("sequence"), 1);
    EXPECT_FALSE(entry->has("leaf")) << "it is not published yet";
    EXPECT_EQ(entry->getValue<std::string>("class"), "staff-access");
    EXPECT_EQ(entry->getValue<int>("rounded_to"), 900);
    EXPECT_FALSE(entry->getValue<bool>("restricted"));
    EXPECT_THAT(entry->getValue<std::string>("sentence"), HasSubstr("your account"));

    const auto table = lines_of(mine({"--csv"}).out);
    ASSERT_EQ(table.size(), 2U);
    EXPECT_THAT(table[0], StartsWith("sequence,leaf,moment,rounded_to_seconds,role,"));
    EXPECT_EQ(table[0].back(), '\r');
    EXPECT_THAT(table[1], AllOf(StartsWith("1,,20"), HasSubstr(":00Z,900,staff,,"),
                                HasSubstr(",administer_accounts,administration,")));

    const auto tallies = lines_of(mine({"--csv", "--tallies"}).out);
    ASSERT_EQ(tallies.size(), 2U);
    EXPECT_EQ(tallies[0], "day,channel,count\r");
    EXPECT_THAT(tallies[1], HasSubstr(",control,"));
    EXPECT_EQ(mine({"--csv", "--json"}).code, 2);
}

TEST_F(OwnRecord, EntriesAreHandedOutByTheirOwnNumbers) {
    const Ran early = site_.tool({"ledger", "mine", kAlice, "--export", "1"}, kSecret);
    EXPECT_EQ(early.code, 1);
    EXPECT_THAT(early.err, HasSubstr("is not published yet"));
    ASSERT_EQ(site_.tool({"backup", (site_.root() / "copy").string()}).code, 0);  // publishes
    const auto file = site_.root() / "entry";
    const Ran out =
        site_.tool({"ledger", "mine", kAlice, "--export", "1", "--out", file.string()}, kSecret);
    EXPECT_EQ(out.code, 0) << out.err;
    std::stringstream text;
    text << std::ifstream(file).rdbuf();
    EXPECT_THAT(text.str(), StartsWith("c2sp.org/tlog-proof@v1\nextra "));
    const Ran none = site_.tool({"ledger", "mine", kAlice, "--export", "2"}, kSecret);
    EXPECT_EQ(none.code, 1);
    EXPECT_THAT(none.err, HasSubstr("there is no entry 2"));
}

TEST_F(OwnRecord, FiltersAsOfficersDo) {
    EXPECT_THAT(mine({"--class", "legal", "--to", "2001-01-01"}).out,
                HasSubstr("Nothing was recorded that fits."));
    const Ran page = site_.json({"ledger", "mine", kAlice, "--limit", "1"}, kSecret);
    EXPECT_EQ(page.number("after"), 1U) << page.out;
    EXPECT_THAT(mine({"--rule", "ISP-52"}).out, HasSubstr("administered your account"));
}

TEST_F(OwnRecord, OfficersFilterByWhatTheWordsTell) {
    EXPECT_EQ(count({"--action", "administer_accounts", "--account", kAlice}), 1U);
    EXPECT_EQ(count({"--action", "administer_staff", "--purpose", "administration", "--class",
                     "staff-access"}),
              1U);
    EXPECT_EQ(count({"--outcome", "refused"}), 0U);
    EXPECT_EQ(count({"--rule", "ISP-62.founder-enters-the-first"}), 1U);
    EXPECT_EQ(count({"--case", std::string(32, 'A')}), 0U);
    const Ran table = site_.tool({"ledger", "show", "--csv", "--action", "administer_staff"});
    EXPECT_THAT(table.out, HasSubstr(",founder,,"));
    EXPECT_EQ(site_.tool({"ledger", "show", "--tallies"}).code, 2);
    EXPECT_THAT(site_.tool({"ledger", "show", "--tallies", "--account", kBob}).out,
                HasSubstr("Nothing"));
}

TEST_F(OwnRecord, OptionsTellTheWordsTheyTake) {
    struct Wrong {
        Words option;
        const char* told;
    };
    const std::vector<Wrong> wrong = {
        {{"--class", "staff"},
         "--class must be one of: staff-access, legal, rulebook, consent, rights-request, breach"},
        {{"--purpose", "fun"}, "--purpose must be one of: service_delivery, retention, "},
        {{"--action", "peek"}, "--action must be one of: deliver, sign_in, list, "},
        {{"--outcome", "maybe"}, "--outcome must be one of: granted, refused"},
        {{"--case", "12"}, "32 hexadecimal digits"},
        {{"--case", std::string(31, '0') + "g"}, "32 hexadecimal digits"},
        {{"--rule", ""}, "--rule must be the id of a rule"},
        {{"--rule", "two words"}, "--rule must be the id of a rule"},
        {{"--rule", std::string(201, 'x')}, "--rule must be the id of a rule"},
    };
    for (const Wrong& each : wrong) {
        Words words{"ledger", "show"};
        words.insert(words.end(), each.option.begin(), each.option.end());
        const Ran ran = site_.tool(std::move(words));
        EXPECT_EQ(ran.code, 2) << each.told;
        EXPECT_THAT(ran.err, HasSubstr(each.told));
    }
}

TEST_F(OwnRecord, TalliesAreSwitchedOffAndOnByTheOwner) {
    EXPECT_THAT(mine().out, HasSubstr("you came by control"));
    const Ran off = site_.tool({"rights", "tallies", "off", kAlice}, kSecret);
    EXPECT_EQ(off.code, 0) << off.err;
    for (int again = 0; again < 2; ++again) {  // each run opens the site anew
        EXPECT_THAT(mine().out, AllOf(Not(HasSubstr("you came by")),
                                      HasSubstr("Your own accesses are not counted")));
    }
    EXPECT_THAT(site_.tool({"rights", "show", kAlice}, kSecret).out,
                HasSubstr("own accesses are not counted"));
    EXPECT_EQ(site_.tool({"rights", "tallies", "on", kAlice}, kSecret).code, 0);
    EXPECT_THAT(mine().out, AllOf(HasSubstr("you came by control"), Not(HasSubstr("not counted"))));
    EXPECT_THAT(site_.tool({"rights", "show", kAlice}, kSecret).out,
                HasSubstr("own accesses are counted by day"));
    EXPECT_EQ(site_.tool({"rights", "tallies", "off", kAlice}, "wrong\n").code, 1);
}

TEST(Moments, AreWrittenForPeopleAndForMachines) {
    EXPECT_EQ(iso_moment(1'772'547'301), "2026-03-03T14:15:01Z");
    EXPECT_EQ(iso_moment(59), "1970-01-01T00:00:59Z");
    EXPECT_EQ(iso_moment(-1), "1969-12-31T23:59:59Z");
    EXPECT_EQ(day_in_words(1'772'547'301), "3 March 2026");
    EXPECT_EQ(day_in_words(951'782'400), "29 February 2000");
}

}  // namespace
}  // namespace postvern::services::control
