// request.toml: what is read, and what is refused with its line.
#include <gmock/gmock.h>

#include "compliance/intake.hpp"
#include "compliance/requests/ascii.hpp"

namespace postvern::compliance {
namespace {

using testing::HasSubstr;

constexpr const char* kWhole = R"(instrument = "court_order"
section = "Straffeprosessloven § 210"
authority = "Fjordvik tingrett"
authority_kind = "court"
country = "NO"
on_behalf_of = "SE"
person = "Ane Solvik"
contact = "post@domstol.example"
case_number = "26-004711ENE-FJOR/01"
date = 2026-02-20
received = 2026-03-02T09:00:00+01:00
accounts = ["anna@example.org", "bo@example.no"]
bulk = false
data_classes = ["mail", "subscriber"]
window = { from = 2026-02-01T00:00:00+01:00, until = 2026-02-14T23:59:59+01:00 }
deadline = 2026-03-20T12:00:00Z
silence = "court"
silent_until = 2026-04-17T00:00:00Z
verified = true
references = ["police_chief"]
text = """
Kjennelse følger vedlagt.
"""

[[enclosure]]
name = "The order"
file = "order.pdf"
)";

TEST(Intake, IsReadWhole) {
    const Intake intake = read_intake(kWhole);
    EXPECT_EQ(intake.instrument, "court_order");
    EXPECT_EQ(intake.statute, "Straffeprosessloven § 210");
    EXPECT_EQ(intake.on_behalf_of, "SE");
    EXPECT_EQ(intake.date, "2026-02-20");
    EXPECT_EQ(intake.received, 1'772'438'400);  // date -u -d 2026-03-02T08:00:00Z +%s
    EXPECT_EQ(intake.accounts, (std::vector<std::string>{"anna@example.org", "bo@example.no"}));
    EXPECT_EQ(intake.classes,
              (std::vector{policy::DisclosureClass::mail, policy::DisclosureClass::subscriber}));
    ASSERT_TRUE(intake.window);
    EXPECT_EQ(intake.window->until - intake.window->from, 14 * 86'400 - 1);
    EXPECT_EQ(intake.window->zone, "+01:00");
    EXPECT_EQ(*intake.deadline - intake.received, 18 * 86'400 + 4 * 3'600);
    EXPECT_EQ(intake.silence, policy::Silence::court);
    EXPECT_TRUE(intake.silent_until);
    EXPECT_TRUE(intake.verified);
    EXPECT_EQ(intake.references, std::vector{policy::Office::police_chief});
    ASSERT_EQ(intake.enclosures.size(), 1U);
    EXPECT_EQ(intake.enclosures[0].file, "order.pdf");
    EXPECT_EQ(intake.text, "Kjennelse følger vedlagt.\n");
}

TEST(Intake, NeedsNothingButWhenItCame) {
    const Intake intake = read_intake("received = 2026-03-02T09:00:00Z\n");
    EXPECT_TRUE(intake.instrument.empty());
    EXPECT_FALSE(intake.verified);
    EXPECT_FALSE(intake.window);
    EXPECT_EQ(intake.silence, policy::Silence::none);
}

struct Refusal {
    const char* line;  // put after `received`
    const char* says;
};

constexpr Refusal kRefusals[] = {
    {"instrumnet = \"x\"", "request.toml:2: unknown key `instrumnet`"},
    {"country = \"Norway\"", "two capital letters"},
    {"country = \"no\"", "two capital letters"},
    {"date = \"2026-02-20\"", "is no day"},
    {"date = 2026-02-30", "TOML"},
    {"date = 1969-12-31", "is no day"},
    {"deadline = 2026-03-20T12:00:00", "is no moment"},
    {"deadline = 2026-03-20", "is no moment"},
    {"deadline = 2026-03-05TB2:00:00+01:00", "TOML"},
    {"deadline = 2026-03-20T12:00:00.5Z", "is no moment"},
    {"accounts = \"anna@example.org\"", "is no list"},
    {"accounts = [\"a@example.org\", \"a@example.org\"]", "twice"},
    {"accounts = [\"\"]", "empty entry"},
    {"accounts = [1]", "is no text"},
    {"bulk = \"no\"", "neither true nor false"},
    {"verified = 1", "neither true nor false"},
    {"data_classes = [\"passwords\"]", "choose from mail, calendar"},
    {"references = [\"interpol\"]", "choose from ministry_of_justice"},
    {"silence = \"forever\"", "choose from none, court, statutory"},
    {"silence = \"statutory\"\nsilent_until = 2026-04-17T00:00:00Z",
     "only a court's silence has an end"},
    {"window = { from = 2026-02-01T00:00:00Z }", "needs `from` and `until`"},
    {"window = { from = 2026-02-02T00:00:00Z, until = 2026-02-01T00:00:00Z }",
     "ends before it begins"},
    {"window = { from = 2026-02-01T00:00:00Z, until = 2026-02-02T00:00:00Z, zone = \"Z\" }",
     "unknown key `zone`"},
    {"enclosure = \"order.pdf\"", "is no list of tables"},
    {"[[enclosure]]\nname = \"order\"", "`file` is missing"},
    {"person = \"Ane\\u0000Solvik\"", "control or invisible"},
    {"person = \"Ane\\nSolvik\"", "control or invisible"},
    {"person = \"Ane\\u202ESolvik\"", "control or invisible"},
    {"person = \"Ane\\u0085Solvik\"", "control or invisible"},
    {"person = \"Ane\"\nperson = \"Bo\"", "TOML"},
    {"person = \"Ane", "TOML"},
    {"received = 2026-03-02T09:00:00Z", "TOML"},
};

std::string refusal(const std::string& text) {
    try {
        read_intake(text);
        return "none";
    } catch (const RequestSyntaxError& error) {
        return error.what();
    }
}

TEST(Intake, RefusesWhatIsNotAsItsFormatSays) {
    for (const Refusal& each : kRefusals)
        EXPECT_THAT(refusal(std::string("received = 2026-03-02T09:00:00Z\n") + each.line + "\n"),
                    HasSubstr(each.says))
            << each.line;
    EXPECT_THAT(refusal(""), HasSubstr("`received` is missing"));
}

TEST(Intake, RefusesWhatIsOverItsLimits) {
    const std::string received = "received = 2026-03-02T09:00:00Z\n";
    EXPECT_THAT(
        refusal(received + "person = \"" + std::string(IntakeLimits::kLine + 1, 'a') + "\"\n"),
        HasSubstr("shorten it"));
    EXPECT_EQ(refusal(received + "person = \"" + std::string(IntakeLimits::kLine, 'a') + "\"\n"),
              "none");
    EXPECT_THAT(
        refusal(received + "text = \"" + std::string(IntakeLimits::kText + 1, 'a') + "\"\n"),
        HasSubstr("shorten it"));
    EXPECT_THAT(refusal(std::string(IntakeLimits::kFile + 1, '#')),
                HasSubstr("more than 262144 octets"));
    EXPECT_THAT(refusal(received + "accounts = [\"" + std::string(321, 'a') + "\"]\n"),
                HasSubstr("320 octets"));
    std::string many = received + "accounts = [";
    for (std::size_t each = 0; each <= IntakeLimits::kAccounts; ++each)
        many += "\"a" + std::to_string(each) + "\",";
    EXPECT_THAT(refusal(many + "]\n"), HasSubstr("more than 1000"));
    EXPECT_THAT(refusal("received = " + std::string(5000, '[')), HasSubstr("TOML"));
    EXPECT_THAT(refusal("person = \"\xFF\""), HasSubstr("no UTF-8"));
}

// Octets at which version 3.3.0 of the library has undefined behaviour: its issues 190 and 295.
TEST(Intake, KeepsCharactersFromALibraryThatStumblesOverThem) {
    const std::string received = "received = 2026-03-02T09:00:00Z\n";
    EXPECT_THAT(refusal("\xCC\xAA"), HasSubstr("TOML"));
    EXPECT_THAT(refusal(received + "\u2007 = 1\n"), HasSubstr("TOML"));
    EXPECT_EQ(read_intake(received + "text = \"\"\"\\\n\u00A7\"\"\"\n").text, "\u00A7");
    EXPECT_EQ(read_intake(received + "person = '~ \u00E6\u20AC\U0001D11E ~C3;'\n").person,
              "~ \u00E6\u20AC\U0001D11E ~C3;");
    EXPECT_EQ(read_intake(received + "person = \"\\u00E6\"\n").person, "\u00E6");
    EXPECT_THAT(refusal(received + "person = \"\\u007EC3;\"\n"), HasSubstr("no text"));
    EXPECT_THAT(refusal(received + "person = \"\\u007E\"\n"), HasSubstr("no text"));
}

TEST(Ascii, TakesUtf8Alone) {
    for (const char* text : {"", "a~b", "\xC2\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
                             "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
        EXPECT_TRUE(requests::is_utf8(text)) << text;
        EXPECT_EQ(requests::from_ascii(requests::to_ascii(text)), text);
    }
    for (const char* text :
         {"\x80", "\xC1\xBF", "\xC2", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
          "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82", "\xC3("})
        EXPECT_FALSE(requests::is_utf8(text)) << text;
    for (const char* text : {"~", "~C3", "~c3;", "~CG;", "~C3;", "~20"})
        EXPECT_FALSE(requests::from_ascii(text)) << text;
}

}  // namespace
}  // namespace postvern::compliance
