// No letter tells whether an account exists before there is a valid order.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compliance/letters/catalogue.hpp"
#include "compliance/letters/roff.hpp"
#include "compliance/letters/template.hpp"
#include "tests/compliance/letters/sample_fields.hpp"

namespace postvern::compliance {
namespace {

using testing::HasSubstr;
using testing::Not;

const LetterTemplates& built_in() { return LetterTemplates::built_in(); }

TEST(NoOracle, LettersBeforeAnOrderAreTheSameForKnownAndUnknownAccounts) {
    // Of the known account the case knows all there is; of the other nothing but what the sender
    // wrote.
    const LetterFields known = fields_after_order("kari@example.no");
    const LetterFields unknown = fields_before_order();
    std::size_t compared = 0;
    for (const LetterKind kind : all_letters()) {
        if (stage(kind) != LetterStage::before_order) continue;
        for (const Language language : kBoth) {
            SCOPED_TRACE(name(kind));
            const Letter one = render(built_in(), kind, language, known);
            const Letter other = render(built_in(), kind, language, unknown);
            EXPECT_EQ(one.text, other.text);
            EXPECT_EQ(one.subject, other.subject);
            EXPECT_THAT(one.text, Not(HasSubstr("kari")));
            EXPECT_EQ(letters::roff(one), letters::roff(other));
            ++compared;
        }
    }
    EXPECT_EQ(compared, 2U * 22U);
    const auto on_paper = [](const LetterFields& fields) {
        return pdf(
            render(built_in(), LetterKind::rejected_no_account, Language::norwegian, fields));
    };
    EXPECT_EQ(on_paper(known), on_paper(unknown));
}

TEST(NoOracle, FieldsOfLettersBeforeAnOrderComeFromHouseSenderAndHandlingAlone) {
    for (const LetterKind kind : all_letters()) {
        if (stage(kind) != LetterStage::before_order) continue;
        for (const LetterField field : possible_fields(kind)) {
            EXPECT_NE(origin(field), FieldOrigin::order) << name(kind) << " " << name(field);
            EXPECT_NE(origin(field), FieldOrigin::holdings) << name(kind) << " " << name(field);
        }
    }
}

TEST(NoOracle, TemplatesOfLettersBeforeAnOrderCannotNameWhatDependsOnAnAccount) {
    for (const LetterKind kind : all_letters()) {
        if (stage(kind) != LetterStage::before_order) continue;
        for (std::size_t at = 0; at < kLetterFieldCount; ++at) {
            const auto field = static_cast<LetterField>(at);
            if (origin(field) != FieldOrigin::order && origin(field) != FieldOrigin::holdings)
                continue;
            const std::string word(name(field));
            for (const std::string& said : {"{" + word + "}", "[if " + word + "]\nx\n[end]",
                                            "[each " + word + "]\n- {item}\n[end]"}) {
                try {
                    letters::parse_template("t.txt", "source: s\nsubject: s\n\n" + said + "\n",
                                            letters::TemplateForm::letter,
                                            letters::fields_of(kind));
                    FAIL() << name(kind) << " may say " << said;
                } catch (const TemplateError& error) {
                    EXPECT_EQ(error.line(), 4U);
                    EXPECT_THAT(error.what(),
                                HasSubstr("this letter has no field \"" + word + "\""));
                }
            }
        }
    }
}

// Personal Data Act § 16, and where complaints go: GDPR Art. 77.
TEST(NoOracle, EveryAnswerCarriesTheSentenceAndTheComplaintBodies) {
    for (const LetterKind kind : all_letters()) {
        const std::string id(name(kind));
        const bool to_owner = id.starts_with("owner_");
        if (stage(kind) != LetterStage::before_order && !to_owner) continue;
        SCOPED_TRACE(id);
        const LetterFields fields = fields_after_order();
        std::string english = render(built_in(), kind, Language::english, fields).text;
        std::string norwegian = render(built_in(), kind, Language::norwegian, fields).text;
        std::ranges::replace(english, '\n', ' ');
        std::ranges::replace(norwegian, '\n', ' ');
        EXPECT_THAT(
            english,
            HasSubstr(
                "excluding anything that the Personal Data Act § 16 obliges us to withhold, which "
                "we neither confirm nor deny"));
        EXPECT_THAT(norwegian, HasSubstr("som vi verken bekrefter eller avkrefter"));
        for (const std::string& text : {english, norwegian}) {
            EXPECT_THAT(text, HasSubstr("Datatilsynet"));
            EXPECT_THAT(text, HasSubstr("Personvernnemnda"));
            EXPECT_EQ(text.find("§ 208") != text.npos, to_owner);
        }
    }
}

TEST(NoOracle, AnOfficerCannotWriteAnAddressIntoALetterBeforeAnOrder) {
    LetterFields fields = fields_after_order();
    fields.set(LetterField::answer, "kari@example.no is no customer of ours.");
    EXPECT_THROW(render(built_in(), LetterKind::complaint_answer, Language::english, fields),
                 FieldError);
    EXPECT_NO_THROW(render(built_in(), LetterKind::owner_answer, Language::english, fields));
}

TEST(NoOracle, ALawyerCannotLeaveTheSentenceOut) {
    const std::string passages =
        "source: s\n\n[no_oracle]\nWe say all.\n\n[complaint]\nDatatilsynet, "
        "Personvernnemnda\n\n[court_review]\n§ 208\n";
    try {
        LetterTemplates({{"en/passages.txt", passages}});
        FAIL();
    } catch (const TemplateError& error) {
        EXPECT_THAT(error.what(), HasSubstr("en/passages.txt: [no_oracle] does not name § 16"));
    }
}

}  // namespace
}  // namespace postvern::compliance
