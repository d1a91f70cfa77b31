#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "compliance/letters/paragraphs.hpp"
#include "compliance/letters/roff.hpp"
#include "compliance/letters/typesetter.hpp"
#include "tests/compliance/letters/sample_fields.hpp"

namespace postvern::compliance {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

const LetterTemplates& built_in() { return LetterTemplates::built_in(); }

// What stands on the paper, as pdftotext(1) of poppler-utils reads it, with one space between
// words.
std::string text_of(const std::string& document) {
    const auto said = letters::run_typesetter(
        "/usr/bin/pdftotext", {"-raw", "-enc", "UTF-8", "-", "-"}, {}, document, 20s);
    EXPECT_TRUE(said.succeeded) << said.complaints;
    std::string text;
    for (const char octet : said.output) {
        const bool blank = octet == '\n' || octet == ' ' || octet == '\f';
        if (!blank || !text.ends_with(' ')) text += blank ? ' ' : octet;
    }
    return text;
}

// All letters of a language, one after the other.
Letter all_in_one(Language language) {
    Letter letter = render(built_in(), LetterKind::receipt, language, fields_after_order());
    for (const LetterKind kind : all_letters()) {
        const Letter next = render(built_in(), kind, language, fields_after_order());
        letter.blocks.insert(letter.blocks.end(), next.blocks.begin(), next.blocks.end());
    }
    return letter;
}

TEST(Pdf, SaysWhatTheTextSays) {
    for (const Language language : kBoth) {
        const Letter letter = all_in_one(language);
        std::string paper = text_of(pdf(letter));
        std::size_t at = 0;
        for (const LetterBlock& block : letter.blocks) {
            // A page's number may stand within a paragraph; words are in order.
            for (const std::string& word :
                 letters::words_of(letters::with_plain_spaces(block.text))) {
                const std::size_t found = paper.find(word, at);
                ASSERT_NE(found, paper.npos) << word << " after " << paper.substr(at, 60);
                ASSERT_LE(found - at, 6U) << word << " after " << paper.substr(at, 60);
                at = found + word.size();
            }
        }
    }
}

TEST(Pdf, IsTheSameForTheSameLetter) {
    const Letter letter =
        render(built_in(), LetterKind::recall, Language::norwegian, fields_after_order());
    const std::string first = pdf(letter);
    EXPECT_EQ(first, pdf(letter));
    EXPECT_THAT(first, HasSubstr("D:20270301000000"));
    EXPECT_THAT(first, Not(HasSubstr("/tmp")));
}

// Requests, escapes and names of roff are text, wherever a field has them.
TEST(Pdf, NothingThatAFieldSaysIsExecuted) {
    const std::filesystem::path witness =
        std::filesystem::temp_directory_path() / "letters-witness";
    std::filesystem::remove(witness);
    const std::string touch = "touch " + witness.string();
    const std::vector<std::string> hostile{
        ".sy " + touch,
        "'sy " + touch,
        ".pso " + touch,
        ".so /etc/passwd",
        ".open x " + witness.string(),
        ".de page-foot",
        "..",
        "\\X'ps: exec showpage'",
        "\\X'pdf: /Launch'",
        "\\!.sy " + touch,
        "\\*[x] \\n[.C] \\$1 \\{ \\} \\\" comment",
        "\\",
        "\\\\",
        ".ec %",
        "a \\c",
        "\"quoted\" 'single' `back` ^ ~ - -- . .. % #",
        "<<EOF $(" + touch + ") | ; & " + touch,
        "\\[u202E] \\N'46'sy",
    };
    LetterFields fields = fields_before_order();
    std::string answer;
    for (const std::string& value : hostile) answer += value + "\n\n";
    fields.set(LetterField::answer, answer);
    fields.set_each(LetterField::recipient_address, {hostile.begin(), hostile.begin() + 8});
    for (const std::string& value : {hostile.front(), hostile.back()}) {
        fields.set(LetterField::recipient, value);
        const Letter letter =
            render(built_in(), LetterKind::complaint_answer, Language::english, fields);
        for (const char octet : letters::roff(letter)) {
            ASSERT_TRUE(octet == '\n' || (octet >= ' ' && octet <= '~'));
        }
        const std::string paper = text_of(pdf(letter));
        for (const std::string& said : hostile) EXPECT_THAT(paper, HasSubstr(said));
        EXPECT_FALSE(std::filesystem::exists(witness));
    }
}

TEST(Pdf, RoffTextHasNoEscapesButGlyphs) {
    EXPECT_EQ(letters::roff_text(".sy 'x' \\X"), ".sy \\[aq]x\\[aq] \\[rs]X");
    EXPECT_EQ(letters::roff_text("\"-`^~"), "\\[dq]\\[hy]\\[ga]\\[ha]\\[ti]");
    EXPECT_EQ(letters::roff_text("Ærø, 2 §"), "\\[u00C6]r\\[u00F8], 2 \\[u00A7]");
    EXPECT_EQ(letters::roff_text("\U0001F600"), "\\[u1F600]");
}

TEST(Pdf, ACharacterWithoutASignIsAnErrorAndTheTextStays) {
    LetterFields fields = fields_before_order();
    fields.set(LetterField::recipient, "Жанна");
    const Letter letter = render(built_in(), LetterKind::receipt, Language::english, fields);
    EXPECT_THAT(letter.text, HasSubstr("Жанна"));
    try {
        pdf(letter);
        FAIL();
    } catch (const TypesettingError& error) {
        EXPECT_THAT(error.what(), HasSubstr("u0416"));
    }
}

TEST(Pdf, AMissingTypesetterIsAClearError) {
    const Letter letter =
        render(built_in(), LetterKind::receipt, Language::english, fields_before_order());
    try {
        pdf(letter, "/usr/bin/no-such-groff");
        FAIL();
    } catch (const TypesettingError& error) {
        EXPECT_THAT(error.what(), HasSubstr("/usr/bin/no-such-groff: No such file or directory"));
        EXPECT_THAT(error.what(), HasSubstr("is the package groff installed?"));
    }
    EXPECT_THROW(pdf(letter, "/bin/false"), TypesettingError);
    EXPECT_THROW(pdf(letter, "/bin/true"), TypesettingError);
    EXPECT_FALSE(letter.text.empty());
}

TEST(Typesetter, HasNothingOfOurs) {
    ::setenv("LETTERS_SECRET", "x", 1);
    const auto said = letters::run_typesetter("/usr/bin/env", {}, {"A=b"}, "", 20s);
    EXPECT_EQ(said.output, "A=b\n");
    const auto open = letters::run_typesetter("/bin/ls", {"/proc/self/fd"}, {}, "", 20s);
    EXPECT_EQ(open.output, "0\n1\n2\n3\n");  // 3: the folder itself
    EXPECT_EQ(letters::run_typesetter("/bin/pwd", {}, {}, "", 20s).output, "/\n");
}

TEST(Typesetter, IsEndedWhenItTakesTooLongOrSaysTooMuch) {
    EXPECT_THROW(letters::run_typesetter("/bin/sh", {"-c", "sleep 600 & sleep 600"}, {}, "", 100ms),
                 TypesettingError);
    EXPECT_THROW(
        letters::run_typesetter("/bin/sh", {"-c", "exec >&- 2>&-; sleep 600"}, {}, "", 300ms),
        TypesettingError);
    EXPECT_THROW(letters::run_typesetter("/usr/bin/yes", {}, {}, "", 20s), TypesettingError);
}

}  // namespace
}  // namespace postvern::compliance
