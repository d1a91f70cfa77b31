// The people of the house by the tool: how a site is founded, who may act, and what a refusal says.
#include <gmock/gmock.h>

#include <optional>

#include "services/control/reply.hpp"
#include "services/control/unix_user.hpp"
#include "tests/services/control/site.hpp"

namespace postvern::services::control {

namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using Words = std::vector<std::string>;

constexpr const char* kKari = "70001";  // nobody of this machine
constexpr std::uint64_t kLastSecond = 3'976'214'400 + 86'399;  // of 2096-01-01

class Staff : public ::testing::Test {
  protected:
    Ran put(const std::string& user, const Words& roles, Words dates = {"--until", kStaffUntil}) {
        Words words{"staff", "put", user};
        for (const std::string& role : roles) words.insert(words.end(), {"--role", role});
        words.insert(words.end(), dates.begin(), dates.end());
        return site_.tool(words);
    }
    // Somebody else who says who the people are, so that whoever runs the test can lose it.
    void enter_kari() { ASSERT_EQ(put(kKari, {"managing_director"}).code, 0); }

    ScratchSite site_;
};

TEST_F(Staff, MakeASiteByTheFirstThatIsEntered) {
    const Ran none = site_.tool({"staff", "list"});
    EXPECT_EQ(none.code, 1);
    EXPECT_THAT(none.err, HasSubstr("there is no site yet; `postvern staff put` makes it"));
    EXPECT_EQ(site_.tool({"account", "add", kAlice}, std::string(kPassword) + '\n').code, 1);
    EXPECT_FALSE(std::filesystem::exists(site_.configuration().data));
    site_.add_alice();
    EXPECT_EQ(site_.tool({"account", "show", kAlice}).code, 0);
}

TEST_F(Staff, AreFoundedThroughTheSocketToo) {
    records::Site::create(site_.configuration().house().site);
    const Daemon daemon(site_);
    const Ran empty = site_.tool({"staff", "list"});
    EXPECT_EQ(empty.code, 0) << empty.err;
    EXPECT_THAT(empty.out, HasSubstr("Nobody is on record yet"));
    site_.add_alice();
    const Ran shown = site_.tool({"ledger", "show"});
    EXPECT_THAT(shown.out, HasSubstr("founder"));
    EXPECT_THAT(shown.out, HasSubstr("entered who works for the house and what they signed"));
}

TEST_F(Staff, AreEnteredBeforeAnythingElseIsDone) {
    records::Site::create(site_.configuration().house().site);
    const Words commands[] = {
        {"account", "list"}, {"ledger", "show"}, {"backup", (site_.root() / "backup").string()}};
    for (const Words& words : commands) {
        const Ran refused = site_.tool(words);
        EXPECT_EQ(refused.code, 1) << words.front();
        EXPECT_THAT(refused.err, HasSubstr("nobody directs this house: enter the first people with "
                                           "`postvern staff put`"));
        EXPECT_THAT(refused.err, HasSubstr("the rules refuse this"));
    }
    const Ran refused = put(own_user(), {"operator"});
    EXPECT_EQ(refused.code, 1);
    EXPECT_THAT(refused.err, HasSubstr("nobody would be managing director"));
    EXPECT_EQ(put(own_user(), {"operator", "managing_director"}).code, 0);
    EXPECT_EQ(site_.tool({"account", "list"}).code, 0);
}

TEST_F(Staff, AreListedWithRolesAndTerms) {
    site_.enter_staff();
    ASSERT_EQ(put(kKari, {"support", "legal_officer", "support"},
                  {"--until", kStaffUntil, "--device-until", "2095-12-31"})
                  .code,
              0);
    const Ran listed = site_.tool({"staff", "list"});
    EXPECT_EQ(listed.code, 0) << listed.err;
    EXPECT_THAT(listed.out, HasSubstr("operator, managing_director: policy (until 2096-01-01)"));
    EXPECT_THAT(listed.out, HasSubstr("70001  (no such user here)  support, legal_officer: "));
    EXPECT_THAT(listed.out, HasSubstr("attested device (until 2095-12-31)\n"));
}

TEST_F(Staff, AreToldToMachinesWithMomentsAndNames) {
    site_.enter_staff();
    enter_kari();
    const Ran listed = site_.json({"staff", "list"});
    EXPECT_EQ(listed.code, 0) << listed.out;
    EXPECT_THAT(listed.out, HasSubstr("\"staff\""));
    EXPECT_THAT(listed.out, HasSubstr("\"managing_director\""));
    const Ran root =
        site_.json({"staff", "put", "root", "--role", "support", "--policy-until", kStaffUntil});
    ASSERT_EQ(root.code, 0) << root.out;
    EXPECT_EQ(root.number("user"), 0u);
    EXPECT_EQ(root.member("name"), "root");
    EXPECT_EQ(root.number("policy_until"), kLastSecond);
    EXPECT_THAT(root.out, Not(HasSubstr("secrecy_until")));
}

TEST_F(Staff, SayWhatIsNotInForce) {
    site_.enter_staff();
    enter_kari();
    const Ran entered = put(own_user(), {"operator", "managing_director"},
                            {"--policy-until", "2020-01-01", "--agreement-until", kStaffUntil,
                             "--device-until", kStaffUntil});
    EXPECT_EQ(entered.code, 0) << entered.err;
    EXPECT_THAT(entered.out,
                HasSubstr("Not in force: policy (until 2020-01-01), secrecy agreement (never).\n"));
    const Ran refused = site_.tool({"account", "list"});
    EXPECT_EQ(refused.code, 1);
    EXPECT_THAT(refused.err,
                HasSubstr("of user " + own_user() +
                          " is not in force: policy (until 2020-01-01), secrecy agreement (never); "
                          "the managing director enters what was signed"));
    EXPECT_THAT(refused.err, HasSubstr("ISP-62.nobody-acts-unbound"));
}

TEST_F(Staff, SayThatSomebodyIsNotOnRecord) {
    site_.enter_staff();
    enter_kari();
    EXPECT_EQ(site_.tool({"staff", "remove", own_user()}).code, 0);
    const Ran refused = site_.tool({"staff", "list"});
    EXPECT_EQ(refused.code, 1);
    EXPECT_THAT(refused.err,
                HasSubstr("user " + own_user() + " is not on record: the managing director enters "
                                                 "people with `postvern staff put`"));
}

TEST_F(Staff, SayWhichRolesDoNotSuffice) {
    site_.enter_staff();
    ASSERT_EQ(put(own_user(), {"managing_director", "support"}).code, 0);
    const Ran refused = site_.tool({"account", "add", kAlice}, std::string(kPassword) + '\n');
    EXPECT_EQ(refused.code, 1);
    EXPECT_THAT(refused.err,
                HasSubstr("user " + own_user() + " is support, managing_director (the rules refuse"));
}

TEST_F(Staff, AreNotWhatARefusedOwnerIsToldOf) {
    site_.add_alice();
    ASSERT_EQ(site_.tool({"account", "disable", kAlice}).code, 0);
    const Ran refused = site_.tool({"account", "recovery-code", kAlice}, std::string(kPassword) + '\n');
    EXPECT_EQ(refused.code, 1);
    EXPECT_THAT(refused.err, Not(HasSubstr("user " + own_user())));
}

TEST_F(Staff, KeepTheirLastManagingDirector) {
    site_.enter_staff();
    const Ran removed = site_.tool({"staff", "remove", own_user()});
    EXPECT_EQ(removed.code, 1);
    EXPECT_THAT(removed.err, HasSubstr("nobody would be managing director"));
    EXPECT_EQ(put(own_user(), {"operator"}).code, 1);
    const Ran unknown = site_.tool({"staff", "remove", kKari});
    EXPECT_EQ(unknown.code, 1);
    EXPECT_THAT(unknown.err, HasSubstr("nobody of that user id is on record"));
}

TEST_F(Staff, AreRefusedWhatIsWrittenWrongly) {
    site_.enter_staff();
    EXPECT_EQ(site_.tool({"staff", "put", kKari}).code, 2) << "no role";
    EXPECT_EQ(site_.tool({"staff", "remove"}).code, 2) << "nobody";
    const Ran role = put(kKari, {"emperor"});
    EXPECT_EQ(role.code, 2);
    EXPECT_THAT(role.err, HasSubstr("there is no role emperor"));
    for (const char* option :
         {"--until", "--policy-until", "--secrecy-until", "--agreement-until", "--device-until"}) {
        const Ran date = put(kKari, {"support"}, {option, "2096-02-30"});
        EXPECT_EQ(date.code, 2) << option;
        EXPECT_THAT(date.err, HasSubstr(std::string(option) + " must be a day"));
    }
    const Ran user = put("no-such-user-here", {"support"});
    EXPECT_EQ(user.code, 1);
    EXPECT_THAT(user.err, HasSubstr("user no-such-user-here: there is none of that name"));
    EXPECT_THAT(site_.tool({"staff", "list"}).out, Not(HasSubstr(kKari)));
}

TEST(UnixUser, IsANameOrANumber) {
    EXPECT_EQ(user_named("root"), 0u);
    EXPECT_EQ(user_named("0"), 0u);
    EXPECT_EQ(user_named("4294967294"), 4'294'967'294u);
    EXPECT_EQ(name_of_user(0), "root");
    EXPECT_EQ(name_of_user(4'000'000'000u), std::nullopt);
    for (const char* other : {"", "-1", "4294967295", "4294967296", "0x1", "1 ", " 1", "ro ot"}) {
        EXPECT_THROW(user_named(other), Refused) << other;
    }
}

}  // namespace

}  // namespace postvern::services::control
