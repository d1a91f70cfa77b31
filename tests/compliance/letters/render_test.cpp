#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "compliance/letters/paragraphs.hpp"
#include "compliance/letters/characters.hpp"
#include "policy/case_facts.hpp"
#include "test_places.hpp"
#include "tests/compliance/letters/sample_fields.hpp"

namespace postvern::compliance {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

const LetterTemplates& built_in() { return LetterTemplates::built_in(); }

void set(LetterFields& fields, LetterField field, const LetterFields::Value& value) {
    if (const auto* each = std::get_if<std::vector<std::string>>(&value))
        fields.set_each(field, *each);
    if (const auto* one = std::get_if<std::string>(&value)) fields.set(field, *one);
    if (const auto* date = std::get_if<Day>(&value)) fields.set(field, *date);
    if (const auto* moment = std::get_if<Moment>(&value)) fields.set(field, *moment);
}

TEST(Letters, EveryLetterComesInBothLanguagesFromItsNeededFieldsAlone) {
    const LetterFields all = fields_after_order();
    for (const LetterKind kind : all_letters()) {
        LetterFields needed;
        for (const LetterField field : needed_fields(kind)) {
            set(needed, field, *all.find(field));
        }
        for (const Language language : kBoth) {
            SCOPED_TRACE(name(kind));
            EXPECT_FALSE(built_in().source(kind, language).empty());
            for (const LetterFields* fields : {&all, static_cast<const LetterFields*>(&needed)}) {
                const Letter letter = render(built_in(), kind, language, *fields);
                EXPECT_THAT(letter.text, Not(HasSubstr("{")));
                EXPECT_THAT(letter.text, Not(HasSubstr("[")));
                EXPECT_THAT(letter.text, HasSubstr(letter.subject.substr(0, 20)));
                EXPECT_LE(letters::width(letter.subject), 78U);
            }
        }
    }
}

TEST(Letters, AMissingFieldIsNamed) {
    for (const LetterKind kind : all_letters()) {
        const LetterFields all = fields_after_order();
        for (const LetterField lacking : needed_fields(kind)) {
            LetterFields fields;
            for (const LetterField field : needed_fields(kind)) {
                if (field == lacking) continue;
                set(fields, field, *all.find(field));
            }
            try {
                render(built_in(), kind, Language::english, fields);
                FAIL() << name(kind) << " without " << name(lacking);
            } catch (const FieldError& error) {
                EXPECT_EQ(error.field(), lacking);
            }
        }
    }
}

// RFC 3676 4.2-4.4, RFC 5322 2.1.1
TEST(Letters, TextIsSafeToSend) {
    LetterFields fields = fields_after_order();
    fields.set(LetterField::answer, "> quoted\n\nFrom here on\n\n--\n\n" + std::string(200, 'x') +
                                        "\n\n" + std::string(71, 'y') + " >next From y");
    for (const LetterKind kind : all_letters()) {
        for (const Language language : kBoth) {
            std::istringstream lines(render(built_in(), kind, language, fields).text);
            for (std::string line; std::getline(lines, line);) {
                SCOPED_TRACE(line);
                const bool one_word = line.find(' ', line.find_first_not_of(' ')) == line.npos;
                EXPECT_TRUE(one_word || letters::width(line) <= 72);
                EXPECT_LE(line.size(), 998U);
                EXPECT_FALSE(line.ends_with(' '));
                EXPECT_FALSE(line.starts_with('>'));
                EXPECT_FALSE(line.starts_with("From "));
                EXPECT_EQ(letters::fault_of_line(line), "");
            }
        }
    }
}

TEST(Letters, SaysWhatWhenAndOnWhatBasisInTheLanguageOfTheCase) {
    const LetterFields fields = fields_after_order();
    const std::string english =
        render(built_in(), LetterKind::owner_notice_before, Language::english, fields).text;
    EXPECT_THAT(english, HasSubstr("Date: 1 March 2027\n"));
    EXPECT_THAT(english, HasSubstr("number 27-000042ENE-EKST/01,\nof 26 February 2027"));
    EXPECT_THAT(english, HasSubstr("- kari@example.no\n"));
    EXPECT_THAT(english, HasSubstr("- mail\n- calendars\n"));
    EXPECT_THAT(english, HasSubstr("From: 30 January 2027 at 23:00 UTC\nUntil and including: 13 "
                                   "February 2027 at 22:59:59 UTC\n"));
    const std::string norwegian =
        render(built_in(), LetterKind::owner_notice_before, Language::norwegian, fields).text;
    EXPECT_THAT(norwegian, HasSubstr("Dato: 1. mars 2027\n"));
    EXPECT_THAT(norwegian, HasSubstr("- e-post\n- kalendere\n"));
    EXPECT_THAT(
        norwegian,
        HasSubstr(
            "Fra: 30. januar 2027 kl. 23.00 UTC\nTil og med: 13. februar 2027 kl. 22.59.59 UTC\n"));
    EXPECT_THAT(norwegian, HasSubstr("straffeprosessloven § 208"));
}

TEST(Letters, RejectionsNameTheRightRoad) {
    LetterFields fields = fields_before_order();
    const std::pair<const char*, const char*> roads[] = {{"council_of_europe", "Council of Europe"},
                                                         {"schengen", "public prosecutor"},
                                                         {"nordic", "Nordic states"},
                                                         {"bilateral", "Canada and Thailand"},
                                                         {"diplomatic", "diplomatic"},
                                                         {"domestic", "represented by"},
                                                         {"interception", "Kripos"},
                                                         {"european_order", "2023/1543"}};
    ASSERT_EQ(std::size(roads), kRouteCodes.size());
    for (const auto& [code, words] : roads) {
        fields.set(LetterField::right_route, code);
        for (const LetterKind kind :
             {LetterKind::rejected_foreign_authority, LetterKind::rejected_foreign_attorney,
              LetterKind::rejected_police_request, LetterKind::refused_without_order}) {
            EXPECT_THAT(on_one_line(render(built_in(), kind, Language::english, fields).text),
                        HasSubstr(words))
                << code;
        }
    }
}

TEST(Letters, NamesGoBothWays) {
    for (const LetterKind kind : all_letters()) EXPECT_EQ(letter_named(name(kind)), kind);
    EXPECT_EQ(letter_named("rejected"), std::nullopt);
    EXPECT_EQ(language_named("nb"), Language::norwegian);
    EXPECT_EQ(language_named("nn"), std::nullopt);
}

// The words of the rules: a case says them, and a letter finds their wording.
TEST(Letters, CodesAreThoseOfTheRules) {
    std::vector<std::string_view> bases, routes, classes;
    for (std::size_t at = 0; at < policy::kBasisCount; ++at)
        bases.push_back(name(static_cast<policy::Basis>(at)));
    for (std::size_t at = 0; at < policy::kRouteCount; ++at)
        routes.push_back(name(static_cast<policy::Route>(at)));
    for (std::size_t at = 0; at < policy::kDisclosureClassCount; ++at) {
        classes.push_back(name(static_cast<policy::DisclosureClass>(at)));
    }
    const auto rejected = std::ranges::find(bases, "foreign_attorney");
    for (auto basis = bases.begin(); basis != bases.end(); ++basis) {
        if (basis >= rejected) {
            EXPECT_TRUE(letter_named("rejected_" + std::string(*basis))) << *basis;
        } else if (*basis != "court_order") {
            EXPECT_THAT(kHoldCodes, testing::Contains(*basis));
        }
    }
    for (const std::string_view route : routes) EXPECT_THAT(kRouteCodes, testing::Contains(route));
    EXPECT_THAT(kClassCodes, testing::ElementsAreArray(classes));
}

struct Hostile {
    LetterField field;
    std::string value;
    const char* says;
};

TEST(LetterFields, RefuseWhatNoLetterMayCarry) {
    using F = LetterField;
    for (const Hostile& hostile :
         {Hostile{F::recipient, "a\nb", "cannot be printed"},
          Hostile{F::recipient, "a\r", "cannot be printed"},
          Hostile{F::recipient, "\xC3", "is not UTF-8"},
          Hostile{F::recipient, "\xED\xA0\x80", "is not UTF-8"},
          Hostile{F::recipient, "\xC0\xAE", "is not UTF-8"},
          Hostile{F::recipient, "a\u202Eb", "direction"},
          Hostile{F::recipient, "a\u200Bb", "invisible"}, Hostile{F::recipient, "  ", "is empty"},
          Hostile{F::recipient,
                  std::string(199, 'a') + " " + std::string(199, 'a') + " " + std::string(199, 'a'),
                  "longer than 500"},
          Hostile{F::recipient, std::string(201, 'a'), "a word of more than 200"},
          Hostile{F::answer, "a\tb", "cannot be printed"}, Hostile{F::answer, "\n \n", "is empty"},
          Hostile{F::answer, std::string(4001, ' '), "longer than 4000"},
          Hostile{F::right_route, "moon", "has no code \"moon\""},
          Hostile{F::date, "today", "is to be a date"}}) {
        LetterFields fields;
        try {
            fields.set(hostile.field, hostile.value);
            FAIL() << hostile.value;
        } catch (const FieldError& error) {
            EXPECT_EQ(error.field(), hostile.field);
            EXPECT_THAT(error.what(), HasSubstr(hostile.says));
        }
        EXPECT_EQ(fields.find(hostile.field), nullptr);
    }
    LetterFields fields;
    EXPECT_THROW(fields.set_each(F::defects, {"seal", "seal"}), FieldError);
    EXPECT_THROW(fields.set_each(F::accounts, std::vector<std::string>{}), FieldError);
    EXPECT_THROW(fields.set_each(F::accounts, std::vector<std::string>(101, "a@example.no")),
                 FieldError);
    EXPECT_THROW(fields.set(F::date, day(2027, 2, 30)), FieldError);
    EXPECT_THROW(fields.set(F::decide_by, Moment{-1}), FieldError);
}

class TemplateFolder : public testing::Test {
  protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "letters-XXXXXX").string();
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
        fs::copy(fs::path(POSTVERN_SOURCE_DIR) / "compliance/letters/templates", folder_,
                 fs::copy_options::recursive);
    }
    void TearDown() override { fs::remove_all(folder_); }
    void append(const char* file, const char* text) {
        std::ofstream(folder_ / file, std::ios::app) << text;
    }
    std::string fault() {
        try {
            LetterTemplates::from_directory(folder_);
            return "none";
        } catch (const TemplateError& error) {
            return error.what();
        }
    }
    fs::path folder_;
};

TEST_F(TemplateFolder, ServesAsTheOnesBuiltIn) {
    const LetterTemplates templates = LetterTemplates::from_directory(folder_);
    const LetterFields fields = fields_after_order();
    for (const LetterKind kind : all_letters()) {
        for (const Language language : kBoth) {
            EXPECT_EQ(render(templates, kind, language, fields).text,
                      render(built_in(), kind, language, fields).text);
        }
    }
    append("en/receipt.txt", "\nA sentence of the house's lawyer.\n");
    EXPECT_THAT(render(LetterTemplates::from_directory(folder_), LetterKind::receipt,
                       Language::english, fields)
                    .text,
                HasSubstr("A sentence of the house's lawyer."));
}

TEST_F(TemplateFolder, IsRefusedWhenAFileIsWrongMissingOrTooMany) {
    append("nb/receipt.txt", "\n{kontoen}\n");
    EXPECT_THAT(fault(),
                testing::MatchesRegex("nb/receipt.txt:[0-9]+: there is no field \"kontoen\".*"));
    fs::remove(folder_ / "nb/receipt.txt");
    EXPECT_EQ(fault(), "nb/receipt.txt: is missing");
    fs::copy_file(folder_ / "en/receipt.txt", folder_ / "nb/receipt.txt");
    append("en/reciept.txt", "source: s\n");
    EXPECT_EQ(fault(), "en/reciept.txt: belongs to no letter");
    fs::remove(folder_ / "en/reciept.txt");
    append("en/recall.txt", "\n[passage kind_regards]\n");
    EXPECT_THAT(fault(), HasSubstr("there is no passage kind_regards"));
    fs::remove_all(folder_ / "nb");
    EXPECT_THAT(fault(), HasSubstr("cannot be read"));
}

TEST(PlainText, HasNoLineThatFlowsOrQuotesBecauseOfASpaceThatKeepsWordsTogether) {
    const auto text_of = [](const std::string& text) {
        return letters::plain_text({{LetterBlock::Form::paragraph, text}});
    };
    EXPECT_EQ(text_of("#\u00A0"), "#\n");
    EXPECT_EQ(text_of("From\u00A0here"), " From here\n");
    EXPECT_EQ(text_of("\u00A0"), "\n");
}

}  // namespace
}  // namespace postvern::compliance
