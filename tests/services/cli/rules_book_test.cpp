// The commands that let a person read the rulebook, and the page of it that is kept in the
// documentation.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "services/cli/tool.hpp"
#include "tests/scratch.hpp"
#include "test_places.hpp"

namespace postvern::services::cli {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using Words = std::vector<std::string>;

const std::string kRulebook = POSTVERN_SOURCE_DIR "/policy/rulebook";
const fs::path kPage = POSTVERN_SOURCE_DIR "/docs/compliance/rulebook.md";

struct Ran {
    int code;
    std::string out;
    std::string err;
};

Ran run(const Words& words) {
    std::istringstream in;
    std::ostringstream out;
    std::ostringstream err;
    const int code = cli::run(words, {in, out, err});
    return {code, out.str(), err.str()};
}

std::string text_of(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

Ran what_if(Words more) {
    Words words{"rules", "what-if", "--rules", kRulebook};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
}

const Words kDisclosure{"--as", "legal_officer", "--do",      "disclose",
                        "--to", "Case",          "--purpose", "legal_request"};

Words disclosure_with(Words more) {
    Words words = kDisclosure;
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

TEST(RuleBook, IsWrittenInBothForms) {
    const tests::Scratch scratch;
    const fs::path out = scratch.path() / "new" / "book";
    const Ran ran = run({"rules", "book", "--rulebook", kRulebook, "--out", out});
    EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
    EXPECT_THAT(text_of(out / "rulebook.html"), HasSubstr("ISP-36.no-path-without-a-court"));
    EXPECT_THAT(text_of(out / "rulebook.md"), HasSubstr("ISP-36.no-path-without-a-court"));
}

TEST(RuleBook, InTheDocumentationIsThatOfTheRules) {
    const tests::Scratch scratch;
    ASSERT_EQ(run({"rules", "book", "--rulebook", kRulebook, "--out", scratch.path()}).code, 0);
    const std::string page = text_of(scratch.path() / "rulebook.md");
    if (std::getenv("POSTVERN_REGENERATE") != nullptr)
        std::ofstream(kPage, std::ios::binary) << page;
    EXPECT_TRUE(page == text_of(kPage))
        << kPage << " is not what the rules say; docs/rulebook.md tells how to write it anew";
}

TEST(RuleBook, TellsWhatIsWrongByItsExitCode) {
    const tests::Scratch scratch;
    EXPECT_EQ(run({"rules", "book", "--rulebook", kRulebook}).code, 2);
    fs::copy(kRulebook, scratch.path() / "rules", fs::copy_options::recursive);
    fs::remove(scratch.path() / "rules" / "catalogue" / "law.txt");
    const Words words{
        "rules", "book", "--rulebook", scratch.path() / "rules", "--out", scratch.path() / "out"};
    const Ran ran = run(words);
    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(
        ran.out,
        HasSubstr("finding: rule ISP-27.backup: the catalogue does not know GDPR Art. 32(1)(c)"));
    std::ofstream(scratch.path() / "rules" / "catalogue" / "law.txt") << "nonsense\n";
    EXPECT_EQ(run(words).code, 1);
    EXPECT_THAT(run(words).err, HasSubstr("law.txt:1:1"));
}

TEST(WhatIfCommand, AnswersInWordsWithRulePolicyLawClauseAndObligations) {
    const Ran denied = what_if(disclosure_with({"--fact", "basis=police_request"}));
    EXPECT_EQ(denied.code, 0) << denied.err;
    EXPECT_THAT(denied.out, HasSubstr("Denied, recorded as an entry.\n"));
    EXPECT_THAT(denied.out, HasSubstr("ISP-36.no-path-without-a-court (forbid, "));
    EXPECT_THAT(denied.out, HasSubstr("    ISP-36: "));
    EXPECT_THAT(denied.out, HasSubstr("    Straffeprosessloven § 210 (text of "));
    EXPECT_THAT(denied.out, HasSubstr("not met: resource.basis == \"court_order\""));
    EXPECT_THAT(denied.out, HasSubstr("As you said:\n  resource.basis = \"police_request\""));
    const Ran permitted = what_if(kDisclosure);
    EXPECT_THAT(permitted.out,
                HasSubstr("Permitted, recorded as an entry; the owner is told, unless lawful silence stands; kept 3 years.\n"));
}

TEST(WhatIfCommand, SpeaksNorwegianAndToMachines) {
    EXPECT_THAT(what_if(disclosure_with({"--norwegian"})).out,
                HasSubstr("en gyldig norsk kjennelse"));
    const Ran ran = what_if(disclosure_with({"--json"}));
    EXPECT_EQ(ran.code, 0) << ran.err;
    for (const char* part :
         {"\"permitted\"", "\"deciding\"", "\"sense\"", "\"retain\"", "\"facts\""}) {
        EXPECT_THAT(ran.out, HasSubstr(part));
    }
}

TEST(WhatIfCommand, RefusesWhatItDoesNotKnow) {
    const Ran ran = what_if(
        {"--as", "legal_oficer", "--do", "disclose", "--to", "Case", "--purpose", "support"});
    EXPECT_EQ(ran.code, 2);
    EXPECT_THAT(ran.err, HasSubstr("perhaps legal_officer"));
    EXPECT_EQ(what_if({"--do", "read"}).code, 2);
    EXPECT_EQ(what_if(disclosure_with({"--fact", "basis"})).code, 2);
}

}  // namespace
}  // namespace postvern::services::cli
