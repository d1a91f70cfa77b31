// The commands on the rulebook, run in this process: what they say, and what goes over the socket.
#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>

#include "services/control/desk.hpp"
#include "services/control/rule_files.hpp"
#include "tests/records/rulebook/keys.hpp"
#include "tests/services/control/site.hpp"

namespace postvern::services::control {

namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kKari = "70001";  // nobody of this machine
constexpr std::int64_t kYear = std::int64_t{365} * 86'400;

class Rulebook : public ::testing::Test {
  protected:
    void SetUp() override {
        site_.enter_staff();
        write("director.pub", records::kPublicPem);
        write("director.pem", records::kEncryptedPem);
    }
    std::string write(const std::string& name, const std::string& text) {
        std::ofstream(site_.root() / name) << text;
        return path(name);
    }
    std::string path(const std::string& name) const { return (site_.root() / name).string(); }
    std::string rules() const { return site_.configuration().rulebook.string(); }

    ScratchSite site_;
};

TEST_F(Rulebook, IsFoundedByTheDirectory) {
    const Ran status = site_.tool({"rules", "status"});
    EXPECT_EQ(status.code, 0) << status.err;
    EXPECT_THAT(status.out, HasSubstr("In force: no. 1  SHA-256 "));
    EXPECT_THAT(status.out, HasSubstr("of the founding: nobody has signed it"));
    EXPECT_EQ(site_.json({"rules", "history"}).code, 0);
    const Ran fetched = site_.tool(
        {"rules", "fetch", site_.json({"rules", "status"}).member("sha256"), "--out", path("out")});
    EXPECT_EQ(fetched.code, 0) << fetched.err;
    EXPECT_EQ(policy::read_rulebook(path("out")), policy::read_rulebook(rules()));
    EXPECT_THAT(site_.tool({"rules", "fetch", "00000000"}).err, HasSubstr("--out DIR is missing"));
}

TEST_F(Rulebook, IsSignedWithThePassphraseOfTheKey) {
    const std::string statement = path("statement");
    ASSERT_EQ(
        site_.tool({"rules", "statement", rules(), "--review", "2096-01-01", "--out", statement})
            .code,
        0);
    const std::vector<std::string> words{
        "rules", "sign", statement, "--as", "managing_director", "--key", path("director.pem"),
        "--yes"};
    EXPECT_EQ(site_.tool(words, "wrong\n").code, 1);
    const Ran is_signed = site_.tool(words, "secret\n");
    EXPECT_EQ(is_signed.code, 0) << is_signed.err;
    EXPECT_THAT(is_signed.err, HasSubstr("As managing_director, with the key "));
    EXPECT_THAT(is_signed.err, HasSubstr("comes into force as its no. 2"));
    EXPECT_THAT(is_signed.err, HasSubstr("to be looked at again by 2096-01-01"));
    EXPECT_THAT(site_.tool(words, "secret\n").err,
                HasSubstr("signed as managing_director already"));
    EXPECT_EQ(
        site_.tool({"rules", "sign", statement, "--as", "emperor", "--key", path("director.pem")})
            .code,
        2);
}

TEST_F(Rulebook, IsOverdueByTheClockOfTheHouse) {
    const Ran put = site_.tool({"staff", "put", own_user(), "--key", path("director.pub")});
    ASSERT_EQ(put.code, 0) << put.err;
    EXPECT_THAT(put.out, HasSubstr("signs with the key "));
    const std::string second = write("second.pem", records::private_pem(2));
    auto settings = site_.configuration().house();
    std::int64_t now = 1'800'000'000;
    settings.site.clock = [&now] { return now; };
    house::House house(settings);
    const Parts parts = house.control_parts();
    const auto director = static_cast<std::uint32_t>(::getuid());
    const auto grant = [&] {
        const auto staff = house.gate().admit(
            policy::StaffClaim{director, house.site().house_token()}, policy::Channel::control);
        return house.gate().ask_and_wait({*staff, policy::Action::administer_staff,
                                          policy::Resource::site(), policy::Purpose::administration,
                                          policy::Channel::control});
    };
    const std::int64_t until = now + 10 * kYear;
    house.personnel().put(grant(),
                          {70'001,
                           {{policy::StaffRole::second_officer}, until, until, until, until},
                           records::signing_key(2).public_key()});

    const auto files = policy::read_rulebook(rules());
    const auto review = std::chrono::floor<std::chrono::days>(
        std::chrono::sys_seconds(std::chrono::seconds(now + kYear)));
    std::string note = records::to_text(house.rules().kept().propose(files, review));
    note = records::sign_statement(note, policy::StaffRole::managing_director,
                                   records::OfficerSigningKey::read(records::kPrivatePem, {}));
    note =
        records::sign_statement(note, policy::StaffRole::second_officer, records::signing_key(2));
    Request install{"rules install", {}};
    set_rule_files(install.arguments, files);
    install.arguments.set("statement", note);
    const Reply installed = answer(parts, director, install);
    ASSERT_EQ(installed.status, Status::done) << installed.text;
    EXPECT_EQ(answer(parts, director, Request{"rules status", {}}).status, Status::done);
    Request stray{"rules status", {}};
    stray.arguments.set("fields", "of another command");
    const Reply refused = answer(parts, director, stray);
    EXPECT_EQ(refused.status, Status::usage);
    EXPECT_THAT(refused.text, HasSubstr("takes no argument fields"));
    now += kYear + 86'400;
    const Reply overdue = answer(parts, director, Request{"rules status", {}});
    EXPECT_EQ(overdue.status, Status::refused);
    EXPECT_THAT(overdue.text, HasSubstr("Found wanting: its review date is past"));
    EXPECT_EQ(answer(parts, director, Request{"account list", {}}).status, Status::done)
        << "and no outage";
}

TEST_F(Rulebook, IsRefusedFromWhoeverRunsTheTool) {
    const Ran wrong = site_.tool({"staff", "put", own_user(), "--key", path("director.pem")});
    EXPECT_EQ(wrong.code, 2);
    EXPECT_THAT(wrong.err, HasSubstr("director.pem: holds a private key"));
    EXPECT_EQ(site_.tool({"staff", "put", own_user(), "--key", path("nothing")}).code, 2);
    EXPECT_THAT(site_.tool({"staff", "put", kKari, "--key", path("director.pub")}).err,
                HasSubstr("nobody of that user id is on record"));
    EXPECT_THAT(site_
                    .tool({"staff", "put", own_user(), "--until", kStaffUntil, "--key",
                           path("director.pub")})
                    .err,
                HasSubstr("role is missing"));
    EXPECT_THAT(site_.tool({"staff", "list"}).out, Not(HasSubstr("signs with")));
}

TEST(RuleFiles, TravelWholeAndInOrder) {
    const std::vector<policy::RulebookFile> files{
        {"a b.cedar", "// \xc3\xa6 \"quoted\" \\ /\t\r\n"},
        {"a.cedar", ""},
        {"\xc3\xa5.cedar", "x"}};
    Request request{"rules install", {}};
    set_rule_files(request.arguments, files);
    request.arguments.set("statement", "rules/");
    const auto received = parse_request(to_line(request));
    ASSERT_TRUE(received);
    EXPECT_EQ(rule_files_in(received->arguments), files);

    Reply reply(Status::done, "");
    set_rule_files(reply, files);
    EXPECT_EQ(rule_files_in(reply), files);
    const auto answered = parse_reply(to_line(reply));
    ASSERT_TRUE(answered);
    EXPECT_EQ(rule_files_in(*answered), files);
    EXPECT_TRUE(rule_files_in(Reply(Status::done, "")).empty());
    EXPECT_THROW(rule_files_in(Arguments()), Refused);
}

}  // namespace

}  // namespace postvern::services::control
