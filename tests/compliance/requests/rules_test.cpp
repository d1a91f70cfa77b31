// The files of rules: what ships, and what the loader refuses, by file and line.
#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "compliance/cases.hpp"
#include "compliance/requests/tables.hpp"
#include "test_places.hpp"

namespace postvern::compliance {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::StartsWith;

const fs::path kSource = POSTVERN_SOURCE_DIR;
const fs::path kData = kSource / "compliance/requests/data";

std::string text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<RequestFile> shipped() {
    std::vector<RequestFile> files;
    for (const auto& each : fs::directory_iterator(kData))
        files.push_back({each.path().filename().string(), text_of(each.path())});
    return files;
}

std::string& file(std::vector<RequestFile>& files, const std::string& name) {
    for (auto& each : files)
        if (each.name == name) return each.text;
    throw std::logic_error(name);
}

// What is wrong with the rules that ship once `from` in `name` is `to`.
std::string fault(const std::string& name, const std::string& from, const std::string& to) {
    auto files = shipped();
    std::string& text = file(files, name);
    const auto at = text.find(from);
    if (at == std::string::npos) return "no " + from;
    text.replace(at, from.size(), to);
    try {
        RequestRules::read(files);
        return "none";
    } catch (const RequestSyntaxError& error) {
        return error.what();
    }
}

TEST(RequestRules, ThatShipLieBesideTheProgram) {
    const auto rules = RequestRules::read_directory(RequestRules::shipped_directory());
    EXPECT_EQ(rules.hash(), RequestRules::read_directory(kData).hash());
    EXPECT_EQ(rules.hash().size(), 64U);
}

TEST(RequestRules, HaveAHashThatAnyChangeChanges) {
    auto files = shipped();
    const std::string before = RequestRules::read(files).hash();
    std::swap(files.front(), files.back());
    EXPECT_EQ(RequestRules::read(files).hash(), before) << "the order of files says nothing";
    file(files, "clocks.toml") += "# a remark\n";
    EXPECT_NE(RequestRules::read(files).hash(), before);
}

struct Fault {
    const char* file;
    const char* from;
    const char* to;
    const char* says;
};

constexpr Fault kFaults[] = {
    {"clocks.toml", "own_term = true", "own_trem = true", "unknown key `own_trem`"},
    {"clocks.toml", "source = \"Straffeprosessloven § 215a\"\n", "", "`source` is missing"},
    {"clocks.toml", "source = \"Straffeprosessloven § 215a\"", "source = \"ISP-88\"",
     "name statements"},
    {"clocks.toml", "source = \"Straffeprosessloven § 215a\"", "source = \"the law\"",
     "name statements"},
    {"clocks.toml", "most = \"24h\"", "most = \"24 hours\"", "write hours as"},
    {"clocks.toml", "least = \"60d\"", "least = \"91d\"", "more than `most`"},
    {"clocks.toml", "id = \"term_of_order\"", "id = \"urgent_hold\"", "already"},
    {"clocks.toml", "[[clock]]", "[[clock]", "write it as TOML"},
    {"rejections.toml", "basis = \"foreign_attorney\"", "basis = \"attorney\"",
     "choose from court_order"},
    {"rejections.toml", "basis = \"foreign_attorney\"", "basis = \"duty_to_avert\"",
     "rejects outright"},
    {"rejections.toml", "code = \"owner\"", "code = \"the_owner\"", "is nowhere"},
    {"routes.toml", "over = [\"S\", \"C\"]\nwhy = \"The Nordic",
     "over = [\"C\"]\nwhy = \"The Nordic", "which wins"},
    {"routes.toml", "over = [\"C\"]", "over = [\"C\", \"N\"]", "each win over the other"},
    {"routes.toml", "over = [\"C\"]", "over = [\"S\"]", "wins over itself"},
    {"routes.toml", "over = [\"C\"]", "over = [\"X\"]", "is nowhere"},
    {"routes.toml", "all_others = true\n", "", "say which one takes the rest"},
    {"routes.toml", "home = true\n", "", "say which one is this country's"},
    {"routes.toml", "offices = [\"kripos\"]", "offices = [\"interpol\"]",
     "choose from ministry_of_justice"},
    {"countries.toml", "\"CA\", \"TH\"", "\"CA\", \"TX\"", "is no country"},
    {"countries.toml", "\"CA\", \"TH\"", "\"CA\", \"CA\"", "twice"},
    {"countries.toml", "road = \"B\"", "road = \"E\"", "does not know its road"},
    {"countries.toml", "AW = \"Aruba\"", "Aruba = \"AW\"", "two capital letters"},
    {"authorities.toml", "kind = \"police\"", "kind = \"sheriff\"", "is nowhere"},
    {"authorities.toml", "names = [\"FSA\"", "names = [\"PST\"", "already"},
    {"authorities.toml", "\"Europol\", \"Eurojust\"", "\"Eurojust\", \"PST\"",
     "is the name of two"},
    {"instruments.toml", "issuers = [\"court\"]", "issuers = [\"judge\"]", "is nowhere"},
    {"instruments.toml", "\"data_classes\"", "\"password\"", "no letter can ask for"},
    {"answers.toml", "clock = \"urgent_hold\"", "clock = \"urgent\"", "is nowhere"},
    {"answers.toml", "clock = \"urgent_hold\"\n", "", "has no clock"},
    {"answers.toml", "basis = \"duty_to_avert\"", "basis = \"court_order\"",
     "belongs to ORDER_RECEIVED"},
    {"answers.toml", "basis = \"duty_to_avert\"", "basis = \"subpoena\"", "no path of the law"},
    {"answers.toml", "answer = \"STATUTORY_HOLD\"", "answer = \"DISCLOSED\"",
     "choose from REJECTED"},
    {"answers.toml", "rejection = \"owner\"\n", "", "`rejection` is missing"},
    {"answers.toml", "rejection = \"owner\"\n", "rejection = \"owner\"\nletter = \"receipt\"\n",
     "remove them here"},
    {"answers.toml", "conflict = [2]", "conflict = [9]", "from 1 to 8"},
    {"answers.toml", "accounts = [\"bulk\"]", "accounts = [\"many\"]", "cannot be \"many\""},
    {"answers.toml", "authority = [\"owner\"]", "authority = []", "nothing meets"},
    {"answers.toml", "[[answer]]\nid = \"own_data\"\nauthority = [\"owner\"]\n",
     "[[answer]]\nid = \"own_data\"\n", "never decides"},
    {"answers.toml", "[[answer]]\nid = \"unclear\"\n",
     "[[answer]]\nid = \"unclear\"\nverified = true\n", "has conditions"},
};

TEST(RequestRules, AreRefusedWithFileLineAndWhatToDo) {
    for (const Fault& each : kFaults) {
        const std::string says = fault(each.file, each.from, each.to);
        EXPECT_THAT(says, HasSubstr(each.says))
            << each.file << ": " << each.from << " -> " << each.to;
        EXPECT_THAT(says, HasSubstr(".toml:"));
    }
    EXPECT_THAT(fault("clocks.toml", "own_term = true", "own_trem = true"),
                StartsWith("clocks.toml:9: "));
}

TEST(RequestRules, AreRefusedWhenAFileIsMissingOrStrange) {
    auto files = shipped();
    files.pop_back();
    EXPECT_THROW(RequestRules::read(files), RequestSyntaxError);
    files = shipped();
    files.push_back({"notes.toml", ""});
    EXPECT_THROW(RequestRules::read(files), RequestSyntaxError);
    files = shipped();
    files.push_back(files.front());
    EXPECT_THROW(RequestRules::read(files), RequestSyntaxError);
    EXPECT_THROW(RequestRules::read_directory("/nonexistent"), std::runtime_error);
}

TEST(RequestRules, LetTheLastAnswerHaveNoCondition) {
    auto files = shipped();
    std::string& text = file(files, "answers.toml");
    text.resize(text.rfind("[[answer]]"));
    try {
        RequestRules::read(files);
        FAIL();
    } catch (const RequestSyntaxError& error) {
        EXPECT_THAT(error.what(), HasSubstr("is the last answer and has conditions"));
    }
}

// ISO 3166-1 has 249 codes; law.md and ISP-40 to ISP-45 say what their roads are.
TEST(Roads, EveryCountryHasExactlyOne) {
    const auto rules = RequestRules::read_directory(kData);
    EXPECT_EQ(rules.tables().names.size(), 249U);
    EXPECT_EQ(rules.tables().road_of.size(), 249U);
    std::map<std::string, std::set<std::string>> states;
    for (const auto& [code, road] : rules.tables().road_of) states[road].insert(code);
    EXPECT_EQ(states["H"], (std::set<std::string>{"NO", "SJ", "BV"}));
    EXPECT_EQ(states["N"], (std::set<std::string>{"DK", "FI", "IS", "SE", "AX", "FO", "GL"}));
    EXPECT_EQ(states["B"], (std::set<std::string>{"CA", "TH"}));
    EXPECT_EQ(states["C"], (std::set<std::string>{"AD", "AL", "AM", "AZ", "BA", "GB", "GE", "MC",
                                                  "MD", "ME", "MK", "RS", "SM", "TR", "UA"}));
    EXPECT_EQ(states["S"], (std::set<std::string>{"AT", "BE", "BG", "CH", "CY", "CZ", "DE", "EE",
                                                  "ES", "FR", "GR", "HR", "HU", "IE", "IT", "LI",
                                                  "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO",
                                                  "SI", "SK", "GF", "GP", "MF", "MQ", "RE", "YT"}));
    for (const char* code : {"US", "AU", "RU", "BY", "VA", "GG", "CN", "BR", "AQ", "TW"})
        EXPECT_TRUE(states["D"].contains(code)) << code;
    EXPECT_EQ(states.size(), 6U);
}

TEST(Roads, AskForTheReferencesThatTheRulebookAsksFor) {
    const auto rules = RequestRules::read_directory(kData);
    std::set<policy::Route> known;
    for (const auto& road : rules.tables().roads) {
        if (!road.route) continue;
        EXPECT_TRUE(known.insert(*road.route).second) << road.id;
        const auto asked = references_of(*road.route);
        EXPECT_EQ(std::set(road.offices.begin(), road.offices.end()),
                  std::set(asked.begin(), asked.end()))
            << road.id;
    }
    EXPECT_EQ(known.size(), policy::kRouteCount);
}

TEST(RequestRulesPage, IsWhatTheRulesSay) {
    const fs::path page = kSource / "docs/compliance/requests.md";
    const std::string text = request_rules_document(RequestRules::read_directory(kData));
    if (std::getenv("POSTVERN_REGENERATE") != nullptr)
        std::ofstream(page, std::ios::binary) << text;
    EXPECT_TRUE(text_of(page) == text)
        << page << " is not what the rules say; run with POSTVERN_REGENERATE=1";
}

}  // namespace
}  // namespace postvern::compliance
