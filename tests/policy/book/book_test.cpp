// The book: what it tells is computed, and what it cannot tell is a finding.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "policy/book/contents.hpp"
#include "policy/book/document.hpp"
#include "policy/language/json/document.hpp"
#include "policy/rules_book.hpp"
#include "test_places.hpp"

namespace postvern::policy::book {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const fs::path kRulebook = POSTVERN_SOURCE_DIR "/policy/rulebook";

RulebookFile read_file(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {path.filename().string(), {std::istreambuf_iterator<char>(stream), {}}};
}

BookFiles shipped_files() {
    BookFiles files;
    files.rules = read_rulebook(kRulebook.string());
    files.theorems = read_rulebook((kRulebook / "theorems").string());
    for (const auto& entry : fs::directory_iterator(kRulebook / "catalogue"))
        files.catalogue.push_back(read_file(entry));
    files.decisions = read_file(kRulebook / "decisions.json");
    files.hash = "00ff";
    return files;
}

const BookPages& shipped() {
    static const BookPages pages = write_book(shipped_files());
    return pages;
}

TEST(Book, OfTheShippedRulebookHasNoFindings) { EXPECT_THAT(shipped().findings, IsEmpty()); }

TEST(Book, TellsEveryRuleTheoremAndStatement) {
    const Contents contents(shipped_files());
    for (const auto& rule : contents.rules.policies()) {
        const std::string anchor = "id=\"" + anchor_of("rule", rule.id()) + "\"";
        EXPECT_THAT(shipped().html, HasSubstr(anchor));
        EXPECT_THAT(shipped().markdown, HasSubstr(anchor));
    }
    for (const auto& theorem : contents.theorems)
        EXPECT_THAT(shipped().html, HasSubstr(theorem.statement));
    for (const auto& statement : contents.catalogue.statements) {
        EXPECT_THAT(
            shipped().html,
            HasSubstr("id=\"" + anchor_of("statement", std::to_string(statement.number)) + "\""));
    }
}

TEST(Book, IsOnePageThatNeedsNothingElse) {
    const std::string& html = shipped().html;
    EXPECT_THAT(html, Not(HasSubstr("<script")));
    EXPECT_THAT(html, Not(HasSubstr("src=")));
    EXPECT_THAT(html, Not(HasSubstr("http://")));
    EXPECT_THAT(html, Not(HasSubstr("https://")));
    EXPECT_THAT(html, Not(HasSubstr("url(")));
    EXPECT_THAT(html, HasSubstr("default-src 'none'"));
}

TEST(Book, LinksToWhatIsThereAndNamesNothingTwice) {
    std::set<std::string> anchors;
    const std::string& html = shipped().html;
    const std::regex id(" id=\"([^\"]*)\"");
    for (std::sregex_iterator each(html.begin(), html.end(), id), end; each != end; ++each) {
        EXPECT_TRUE(anchors.insert((*each)[1]).second) << (*each)[1];
    }
    const std::regex target("href=\"#([^\"]*)\"");
    for (std::sregex_iterator each(html.begin(), html.end(), target), end; each != end; ++each) {
        EXPECT_TRUE(anchors.contains((*each)[1])) << (*each)[1];
    }
}

TEST(Book, ReportsADecisionThatIsNotAsTheCorpusHasIt) {
    BookFiles files = shipped_files();
    files.rules.push_back({"added.cedar",
                           "@id(\"added\") @isp(\"1\") @explain(\"All.\") @record(\"entry\") "
                           "forbid (principal is Owner, action == Action::\"watch\", resource);"});
    EXPECT_THAT(
        write_book(files).findings,
        Contains(HasSubstr("a decision is not as the corpus has it: Owner::1 asks to watch")));
}

TEST(Book, ReportsLawThatTheCatalogueDoesNotKnowAndTheoremsThatFall) {
    BookFiles files = shipped_files();
    files.rules.push_back({"added.cedar",
                           "@id(\"added\") @law(\"Lex 1\") @explain(\"All.\") @record(\"entry\") "
                           "permit (principal is Authority, action, resource);"});
    std::erase_if(files.rules,
                  [](const RulebookFile& file) { return file.name == "authorities.cedar"; });
    const auto findings = write_book(files).findings;
    EXPECT_THAT(findings, Contains("rule added: the catalogue does not know Lex 1"));
    EXPECT_THAT(findings, Contains("theorem T2.no-authority-acts: refuted"));
}

TEST(Book, RefusesACorpusThatIsNone) {
    BookFiles files = shipped_files();
    files.decisions->text = "{\"entities\": []}";
    EXPECT_THROW(write_book(files), std::runtime_error);
    files.decisions->text = "{\"entities\": [], \"requests\": [], \"more\": 1}";
    EXPECT_THROW(write_book(files), std::runtime_error);
}

// What the engine permits must be in the matrix that the prover gave.
TEST(Book, HasEveryPermittedRequestOfTheCorpusInItsMatrix) {
    const Contents contents(shipped_files());
    std::set<std::string> cells;
    for (const Access& each : contents.access.entries) {
        for (const std::string& permit : each.permits) {
            cells.insert(each.action + " " + each.resource + " " + each.purpose + " " + permit);
        }
    }
    const RulebookFile file = read_file(kRulebook / "decisions.json");
    const language::json::Document corpus({file.name, file.text});
    std::size_t permitted = 0;
    for (const auto& node : *corpus.root().as_object()->find("requests")->as_array()) {
        const auto& request = *node.as_object();
        if (*request.find("decision")->as_string() != "allow") continue;
        const auto part = [&](const char* of, const char* name) {
            return *request.find(of)->as_object()->find(name)->as_string();
        };
        for (const auto& rule : *request.find("reason")->as_array()) {
            const std::string cell = part("action", "id") + " " + part("resource", "type") + " " +
                                     part("context", "purpose") + " " + *rule.as_string();
            EXPECT_TRUE(cells.contains(cell)) << cell;
            ++permitted;
        }
    }
    EXPECT_GT(permitted, 0U);
}

TEST(Document, EscapesWhatWouldBeMarkup) {
    Document document{"A & B", {}};
    document.blocks.push_back(Heading{1, "a", "<one>"});
    document.blocks.push_back(
        Paragraph{{plain("a_b*c <d> & \"e\""), strong(" x: "), code("f`|g"), link("h", "a")}});
    document.blocks.push_back(Table{{"k"}, {{{code("l|m")}}}});
    document.blocks.push_back(Listing{"n < o\n"});
    document.blocks.push_back(List{{{plain("p")}}});
    const std::string html = to_html(document);
    EXPECT_THAT(html, HasSubstr("<title>A &amp; B</title>"));
    EXPECT_THAT(html, HasSubstr("<h2 id=\"a\">&lt;one&gt;</h2>"));
    EXPECT_THAT(html, HasSubstr("a_b*c &lt;d&gt; &amp; &quot;e&quot;<strong> x: "
                                "</strong><code>f`|g</code><a href=\"#a\">h</a>"));
    EXPECT_THAT(html, HasSubstr("<pre>n &lt; o\n</pre>"));
    const std::string markdown = to_markdown(document);
    EXPECT_THAT(markdown, HasSubstr("a\\_b\\*c \\<d\\> & \"e\"** x:** `` f`|g ``[h](#a)"));
    EXPECT_THAT(markdown, HasSubstr("| `l\\|m` |"));
    EXPECT_THAT(markdown, HasSubstr("```cedar\nn < o\n```"));
}

TEST(Document, MakesAnchorsOfNames) {
    EXPECT_EQ(anchor_of("law", "GDPR Art. 5(1)(b)"), "law-gdpr-art-5-1-b");
    EXPECT_EQ(anchor_of("law", "Straffeprosessloven §§ 216a-216k"),
              "law-straffeprosessloven-216a-216k");
}

}  // namespace
}  // namespace postvern::policy::book
