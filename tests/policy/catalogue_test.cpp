// The catalogue: its form, and that the one that ships has no blank row.
#include "policy/catalogue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "policy/engine/rule_set.hpp"
#include "policy/language/policy_parser.hpp"
#include "policy/language/source.hpp"
#include "test_places.hpp"

namespace postvern::policy {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const fs::path kRoot = POSTVERN_SOURCE_DIR;

Catalogue read_text(const std::string& text) {
    const RulebookFile file{"c.txt", text};
    return read_catalogue(std::span(&file, 1));
}

std::string fault_of(const std::string& text) {
    try {
        read_text(text);
    } catch (const language::SyntaxError& error) {
        return error.what();
    }
    return "none";
}

constexpr const char* kStatement = "[statement 7]\nsays: A\nbinds: us\nclass: F\nlater: B\n";

TEST(Catalogue, ReadsBlocksCommentsAndContinuedLines) {
    const auto catalogue = read_text(
        "# why\n\n[statement 7]\nsays: One\n  and two.\nbinds: us\nclass: P/F\nbuilt: it\nshown: "
        "a/b c\nshown: d\n");
    ASSERT_EQ(catalogue.statements.size(), 1U);
    EXPECT_EQ(catalogue.statements[0].says, "One and two.");
    EXPECT_THAT(catalogue.statements[0].shown, ElementsAre("a/b", "c", "d"));
    EXPECT_TRUE(catalogue.statements[0].is_of('F'));
    EXPECT_FALSE(catalogue.statements[0].is_of('X'));
}

TEST(Catalogue, RefusesWhatIsNotOfTheFormWithItsPlace) {
    const std::string good = kStatement;
    const struct {
        std::string text;
        const char* fault;
    } rows[] = {
        {"says: A\n", "c.txt:1:1"},
        {"[statement 7\n", "expected [kind name]"},
        {"[statement]\n", "expected [kind name]"},
        {"[ ]\n", "expected [kind name]"},
        {good + "colour: red\n", "c.txt:6:1"},
        {good + "says: B\n", "expected says once"},
        {good + "nothing\n", "expected field: text"},
        {good + ": B\n", "expected field: text"},
        {good + "built:\n", "expected a text after built:"},
        {good + "built: something\n", "expected shown: with what is built"},
        {good + good, "again"},
        {"[statement 7]\n  more\n", "expected a field before"},
        {"[statement 0]\nsays: A\nbinds: us\nclass: F\n", "expected a number from 1"},
        {"[statement 7x]\nsays: A\nbinds: us\nclass: F\n", "expected a number from 1"},
        {"[statement 7]\nsays: A\nbinds: us\nclass: Q\n", "expected class:"},
        {"[statement 7]\nsays: A\nbinds: us\nclass: P/\n", "expected class:"},
        {"[statement 7]\nsays: A\nclass: P\n", "expected binds:"},
        {"[poem 7]\nsays: A\n", "expected [statement n]"},
        {"[law X § 1]\nsense: A\n", "expected a section of a known [source]"},
        {"[source X]\ntitle: A\nact: B\nversion: lately\n", "expected version:"},
        {"[path a]\nlaw: X\n", "expected what:"},
    };
    for (const auto& row : rows) EXPECT_THAT(fault_of(row.text), HasSubstr(row.fault)) << row.text;
}

TEST(Catalogue, TakesCitationsApart) {
    EXPECT_THAT(
        citations_of("Straffeprosessloven §§ 118, 205(3); GDPR Art. 48"),
        ElementsAre("Straffeprosessloven § 118", "Straffeprosessloven § 205(3)", "GDPR Art. 48"));
    EXPECT_THAT(citations_of("ekomloven § 3-10"), ElementsAre("ekomloven § 3-10"));
    EXPECT_THAT(citations_of(" ; "), ElementsAre());
    EXPECT_THAT(statements_of("35, 36"), ElementsAre(35, 36));
    EXPECT_THAT(statements_of(""), ElementsAre());
    EXPECT_THROW(statements_of("35a"), std::invalid_argument);
    EXPECT_THROW(statements_of("ISP-35"), std::invalid_argument);
}

TEST(Catalogue, FindsTheSectionOrWhatItIsAPartOf) {
    const auto law = read_text(
        "[source GDPR]\ntitle: A\nact: B\nversion: 2022-01-01\n[law GDPR Art. 5]\nsense: all\n"
        "[law GDPR Art. 5(1)(b)]\nsense: purpose\nversion: 2023-02-03\n"
        "[source Lov]\ntitle: A\nact: B\nversion: —\n[law Lov § 170a]\nsense: s\n[law Lov §§ "
        "1-3]\nsense: t\n");
    const auto sense = [&](std::string_view citation) {
        const LawSection* const found = law.find_law(citation);
        return found == nullptr ? std::string("none") : found->sense + " " + found->version;
    };
    EXPECT_EQ(sense("GDPR Art. 5(1)(b)"), "purpose 2023-02-03");
    EXPECT_EQ(sense("GDPR Art. 5(1)(c)"), "all 2022-01-01");
    EXPECT_EQ(sense("GDPR Art. 5(1)-(2)"), "all 2022-01-01");
    EXPECT_EQ(sense("GDPR Art. 55"), "none");
    EXPECT_EQ(sense("lov § 170 a"), "s —");
    EXPECT_EQ(sense("Lov § 1-3"), "t —");
}

// --- The one that ships -------------------------------------------------------------------------

std::vector<RulebookFile> files_in(const fs::path& directory, const std::string& extension) {
    std::vector<RulebookFile> files;
    for (const auto& entry : fs::directory_iterator(directory)) {
        if (entry.path().extension() != extension) continue;
        std::ifstream stream(entry.path(), std::ios::binary);
        files.push_back(
            {entry.path().filename().string(), {std::istreambuf_iterator<char>(stream), {}}});
    }
    return files;
}

const Catalogue& shipped() {
    static const Catalogue catalogue =
        read_catalogue(files_in(kRoot / "policy/rulebook/catalogue", ".txt"));
    return catalogue;
}

struct Citing {
    std::string id;
    std::string isp;
    std::string law;
};

// Rules, or theorems.
std::vector<Citing> citing_in(const fs::path& directory) {
    std::vector<Citing> all;
    for (const RulebookFile& file : files_in(directory, ".cedar")) {
        const language::SourceText source({file.name, file.text});
        for (const auto& policy : language::parse_policies(source)) {
            const auto note = [&](std::string_view name) {
                const auto* const found = policy.annotation(name);
                return found == nullptr ? std::string() : found->value.value_or("");
            };
            all.push_back({note("id"), note("isp"), note("law")});
        }
    }
    return all;
}

std::vector<Citing> rules() { return citing_in(kRoot / "policy/rulebook"); }
std::vector<Citing> theorems() { return citing_in(kRoot / "policy/rulebook/theorems"); }

TEST(ShippedCatalogue, HasEveryStatementOnce) {
    constexpr int kStatements = 87;
    ASSERT_EQ(shipped().statements.size(), static_cast<std::size_t>(kStatements));
    for (int number = 1; number <= kStatements; ++number) {
        EXPECT_EQ(shipped().statements[static_cast<std::size_t>(number) - 1].number, number);
    }
}

TEST(ShippedCatalogue, HasARuleForEveryPolicyStatementOrSaysWhyNot) {
    std::set<int> ruled;
    for (const Citing& rule : rules()) {
        for (const int number : statements_of(rule.isp)) ruled.insert(number);
    }
    for (const PolicyStatement& statement : shipped().statements) {
        const bool is_ruled = ruled.contains(statement.number);
        EXPECT_TRUE(statement.no_rule.empty() || !is_ruled)
            << statement.file << ":" << statement.line << ": a rule names it: take `no rule` away";
        if (!statement.is_of('P')) continue;
        EXPECT_TRUE(is_ruled || !statement.no_rule.empty())
            << statement.file << ":" << statement.line;
    }
}

TEST(ShippedCatalogue, SaysOfEveryOtherStatementWhereItIsMet) {
    for (const PolicyStatement& statement : shipped().statements) {
        const std::string place = statement.file + ":" + std::to_string(statement.line);
        const bool is_met = !statement.built.empty();
        EXPECT_TRUE(is_met || !statement.is_of('F') || !statement.later.empty()) << place;
        EXPECT_TRUE(is_met || !statement.is_of('O') || !statement.evidence.empty()) << place;
        EXPECT_EQ(statement.is_of('X'), !statement.outside.empty()) << place;
    }
}

TEST(ShippedCatalogue, NamesOnlyWhatIsThere) {
    for (const PolicyStatement& statement : shipped().statements) {
        for (const std::string& path : statement.shown) {
            EXPECT_TRUE(fs::exists(kRoot / path))
                << statement.file << ":" << statement.line << ": " << path;
        }
    }
}

TEST(ShippedCatalogue, KnowsEveryStatementThatRulesAndTheoremsName) {
    const auto knows = [](int number) {
        return std::any_of(shipped().statements.begin(), shipped().statements.end(),
                           [&](const auto& each) { return each.number == number; });
    };
    for (const auto& all : {rules(), theorems()}) {
        for (const Citing& each : all) {
            for (const int number : statements_of(each.isp))
                EXPECT_TRUE(knows(number)) << each.id << ": " << number;
        }
    }
}

TEST(ShippedCatalogue, KnowsTheLawThatIsCited) {
    for (const auto& all : {rules(), theorems()}) {
        for (const Citing& each : all) {
            for (const std::string& citation : citations_of(each.law)) {
                EXPECT_NE(shipped().find_law(citation), nullptr) << each.id << ": " << citation;
            }
        }
    }
    for (const StatutoryPath& path : shipped().paths) {
        for (const std::string& citation : citations_of(path.law)) {
            EXPECT_NE(shipped().find_law(citation), nullptr) << path.basis << ": " << citation;
        }
    }
}

// The sections that rules, theorems and paths cite, and what these are parts of.
std::set<std::string> cited_sections() {
    std::set<std::string> cited;
    const auto cite = [&cited](const std::string& law) {
        for (const std::string& citation : citations_of(law)) {
            if (const auto* const section = shipped().find_law(citation)) cited.insert(section->citation);
        }
    };
    for (const auto& all : {rules(), theorems()}) {
        for (const Citing& each : all) cite(each.law);
    }
    for (const StatutoryPath& path : shipped().paths) cite(path.law);
    std::set<std::string> wider;
    for (const LawSection& section : shipped().sections) {
        const bool has_cited_part =
            std::any_of(cited.begin(), cited.end(), [&](const std::string& part) {
                return part.starts_with(section.citation + '(');
            });
        if (has_cited_part) wider.insert(section.citation);
    }
    cited.merge(wider);
    return cited;
}

TEST(ShippedCatalogue, SaysOfLawThatNoRuleCitesHowElseItIsMet) {
    const auto cited = cited_sections();
    for (const LawSection& section : shipped().sections) {
        EXPECT_NE(cited.contains(section.citation), !section.no_rule.empty()) << section.citation;
    }
}

TEST(ShippedCatalogue, TellsEveryConflictWithRulesThatAreThere) {
    std::set<std::string> known;
    for (const Citing& rule : rules()) known.insert(rule.id);
    ASSERT_EQ(shipped().conflicts.size(), 8U);
    for (const LawConflict& conflict : shipped().conflicts) {
        EXPECT_FALSE(conflict.rules.empty());
        for (const std::string& rule : conflict.rules) {
            EXPECT_TRUE(known.contains(rule)) << "conflict " << conflict.number << ": " << rule;
        }
    }
}

}  // namespace
}  // namespace postvern::policy
