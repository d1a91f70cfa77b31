// Requests for data by the tool.
#include <gmock/gmock.h>

#include <fstream>

#include "services/control/octets.hpp"
#include "services/control/reply.hpp"
#include "tests/compliance/police_request.hpp"
#include "tests/services/control/site.hpp"

namespace postvern::services::control {

namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Cases : public ::testing::Test {
  protected:
    Cases() {
        site_.add_alice();
        EXPECT_EQ(site_.tool({"staff", "put", own_user(), "--role", "operator", "--role", "managing_director", "--role",
                              "legal_officer", "--until", kStaffUntil}).code, 0);
    }
    std::string file(const std::string& name, const std::string& text) {
        const auto path = site_.root() / name;
        std::ofstream(path, std::ios::binary) << text;
        return path.string();
    }
    std::string open() {
        const Ran ran = site_.json({"case", "new", "--request", file("request.toml", tests::police_request()), "--enclosure",
                                    file("letter.pdf", std::string("%PDF\0\xff", 6))});
        EXPECT_EQ(ran.code, 0) << ran.err << ran.out;
        return ran.member("reference");
    }

    ScratchSite site_;
};

TEST_F(Cases, AreOpenedShownAndAnswered) {
    const std::string reference = open();
    ASSERT_EQ(reference.size(), 32u);
    EXPECT_THAT(site_.tool({"case", "list"}).out, HasSubstr(reference));
    const Ran early = site_.json({"case", "advance", reference, "reject", "--reason", "no court"});
    EXPECT_EQ(early.code, 1);
    EXPECT_THAT(early.member("error"), HasSubstr("reject lacks"));
    EXPECT_EQ(site_.tool({"case", "advance", "1", "authenticate", "--evidence", "verified_sender"}).code, 0);
    const Ran proposed = site_.json({"case", "classify", "1"});
    EXPECT_EQ(proposed.member("basis"), "police_request");
    EXPECT_EQ(site_.json({"case", "show", "1"}).member("state"), "AUTHENTICATED");
    EXPECT_EQ(site_.tool({"case", "classify", "1", "--confirm"}).code, 0);
    const Ran rejected = site_.json({"case", "advance", "1", "reject", "--reason", "no court has decided"});
    ASSERT_EQ(rejected.code, 0) << rejected.out;
    EXPECT_EQ(rejected.member("letter"), "rejected_police_request");
    const Ran shown = site_.tool({"case", "show", reference});
    EXPECT_THAT(shown.out, HasSubstr("REFUSED"));
    EXPECT_THAT(shown.out, HasSubstr("no court has decided"));
    const Ran letter = site_.tool({"case", "letters", "1", "--paper", std::to_string(rejected.number("paper"))});
    EXPECT_THAT(letter.out, HasSubstr("Ola Lund"));
    EXPECT_THAT(letter.out, Not(HasSubstr("alice")));
    EXPECT_EQ(site_.tool({"case", "close", "1"}).code, 0);
    EXPECT_THAT(site_.tool({"case", "report", "--interim", "--csv"}).out, HasSubstr(",NO,police-request,rejected,1,1,interim"));
    EXPECT_THAT(site_.tool({"case", "list"}).out, Not(HasSubstr(reference)));
    EXPECT_THAT(site_.tool({"case", "list", "--all"}).out, HasSubstr("CLOSED"));
    EXPECT_THAT(site_.tool({"case", "report", "--from", "2095"}).err, HasSubstr("has not ended"));
    const Ran report = site_.tool({"case", "report", "--from", "2020", "--csv"});
    EXPECT_EQ(report.code, 0) << report.err;
    EXPECT_THAT(report.out, HasSubstr("period,country,instrument,outcome"));
}

TEST_F(Cases, PapersComeBackAsTheyWent) {
    open();
    const auto out = site_.root() / "out.pdf";
    EXPECT_EQ(site_.tool({"case", "letters", "1", "--paper", "1", "--octets", "--out", out.string()}).code, 0);
    std::ifstream stream(out, std::ios::binary);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(stream), {}), std::string("%PDF\0\xff", 6));
}

TEST_F(Cases, WhatIsNotThereIsSaidAndWhatIsWrongIsNamed) {
    EXPECT_THAT(site_.tool({"case", "show", "7"}).err, HasSubstr("there is no such case"));
    open();
    const Ran unknown = site_.tool({"case", "advance", "1", "leap"});
    EXPECT_EQ(unknown.code, 2);
    EXPECT_THAT(unknown.err, HasSubstr("authenticate"));
    const Ran claimed = site_.tool({"case", "advance", "1", "authenticate", "--evidence", "ruling"});
    EXPECT_EQ(claimed.code, 1);
    EXPECT_THAT(claimed.err, HasSubstr("bring the paper"));
    const Ran syntax = site_.tool({"case", "new", "--request", file("bad.toml", "instrument = 1\n")});
    EXPECT_EQ(syntax.code, 2);
    EXPECT_THAT(syntax.err, HasSubstr("bad.toml:1"));
}

TEST_F(Cases, TheOrdersFormIsOfTheCase) {
    const std::string reference = open();
    const Ran form = site_.tool({"case", "order", "--form", "1"});
    EXPECT_EQ(form.code, 0) << form.err;
    EXPECT_THAT(form.out, HasSubstr("postvern court order 1\ncase: " + reference + "\n"));
    const Ran early = site_.tool({"case", "order", "--text", "1"});
    EXPECT_EQ(early.code, 1);
}

TEST(Octets, GoAndComeAsTheyAre) {
    Arguments arguments;
    std::string all;
    for (int octet = 0; octet < 256; ++octet) all += static_cast<char>(octet);
    add_octets(arguments, "papers", {"all of them.bin", all});
    add_octets(arguments, "papers", {"empty", ""});
    const auto files = octets_in(arguments, "papers");
    ASSERT_EQ(files.size(), 2u);
    EXPECT_EQ(files[0].octets, all);
    EXPECT_EQ(files[0].name, "all of them.bin");
    EXPECT_EQ(files[1].octets, "");
    EXPECT_THROW(one_in(arguments, "papers"), Refused);
    EXPECT_FALSE(one_in(arguments, "others"));
    EXPECT_THROW(from_base64("AB"), Refused);
    EXPECT_THROW(from_base64("A*=="), Refused);
}

}  // namespace

}  // namespace postvern::services::control
