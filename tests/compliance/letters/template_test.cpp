#include "compliance/letters/template.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/compliance/letters/sample_fields.hpp"
#include "tests/printed.hpp"

namespace postvern::compliance::letters {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// A letter that needs {received} and {missing}, and may have {answer_by}.
Template parse(const std::string& body, TemplateForm form = TemplateForm::letter) {
    const std::string head =
        form == TemplateForm::letter ? "source: s\nsubject: s\n\n" : "source: s\n\n\n";
    return parse_template("t.txt", head + body, form, fields_of(LetterKind::missing_fields));
}

struct Fault {
    const char* body;  // from line 4
    std::size_t line;
    const char* says;
};
void PrintTo(const Fault& fault, std::ostream* out) { tests::print(fault.body, out); }

class TemplateFaults : public testing::TestWithParam<Fault> {};

TEST_P(TemplateFaults, AreToldWithFileAndLine) {
    const Fault& fault = GetParam();
    try {
        parse(fault.body);
        FAIL() << fault.body;
    } catch (const TemplateError& error) {
        EXPECT_EQ(error.file(), "t.txt");
        EXPECT_EQ(error.line(), fault.line) << error.what();
        EXPECT_THAT(error.what(), HasSubstr(fault.says));
        const std::string place =
            fault.line == 0 ? "t.txt: " : "t.txt:" + std::to_string(fault.line) + ": ";
        EXPECT_THAT(error.what(), testing::StartsWith(place));
    }
}

INSTANTIATE_TEST_SUITE_P(
    Body, TemplateFaults,
    testing::Values(
        Fault{"text {nonsense}\n", 4,
              "there is no field \"nonsense\"; it has received, missing, answer_by"},
        Fault{"text {court}\n", 4, "this letter has no field \"court\""},
        Fault{"a\n\n{received\n", 6, "a brace without its other"},
        Fault{"a }\n", 4, "a brace without its other"}, Fault{"{}\n", 4, "there is no field"},
        Fault{"{answer_by}\n", 4, "{answer_by} is not always there: it stands in [if answer_by]"},
        Fault{"[if answer_by]\nx\n[else]\n{answer_by}\n[end]\n", 7, "is not always there"},
        Fault{"[if received]\n[end]\n", 4, "{received} is always there: [if] is not needed"},
        Fault{"{missing}\n", 4, "{missing} is a list: [each missing]"},
        Fault{"[each received]\n[end]\n", 4, "{received} is no list"},
        Fault{"[each missing]\n[if answer_by]\n", 5,
              "a block does not stand in another: that of line 4 is open"},
        Fault{"{item}\n", 4, "{item} outside [each]"}, Fault{"[else]\n", 4, "[else] without [if]"},
        Fault{"[each missing]\n[else]\n", 5, "[else] without [if]"},
        Fault{"[if answer_by]\n[else]\n[else]\n", 6, "[else] without [if]"},
        Fault{"[end]\n", 4, "[end] without [if] or [each]"},
        Fault{"x\n[if answer_by]\ny\n", 5, "the block is not closed"},
        Fault{"[if answer_by] x\n", 4, "alone on its line"},
        Fault{"[fi answer_by]\n", 4, "is no directive here"},
        Fault{"[letter]\n", 4, "is no directive here"},
        Fault{"[end x]\n", 4, "is no directive here"},
        Fault{"[passage ../x]\n", 4, "names a passage of passages.txt"},
        Fault{"{received}\n", 0, "never says {missing}, as this letter must"},
        Fault{"[if answer_by]\n{received}\n[end]\n[each missing]\n- {item}\n[end]\n", 0,
              "never says {received}"},
        Fault{"a \x01\n", 4, "cannot be printed"}, Fault{"a \xff\n", 4, "is not UTF-8"},
        Fault{"a \xe2\x80\xae\n", 4, "turns the direction of writing"}));

struct HeadFault {
    const char* text;
    std::size_t line;
    const char* says;
};

TEST(Template, NamesItsSourceAndSubjectInItsHead) {
    for (const HeadFault& fault :
         {HeadFault{"subject: s\n\nx\n", 1, "\"source: ...\""},
          HeadFault{"source: s\n\nx\n", 2, "lacks \"subject: ...\""},
          HeadFault{"source: s\nsubject: s\nmore: s\n\n", 3, "an empty line is to follow"},
          HeadFault{"source: s\nsubject: {reasons}\n\n", 2, "this letter has no field"},
          HeadFault{"", 0, "lacks"}}) {
        try {
            parse_template("t.txt", fault.text, TemplateForm::letter,
                           fields_of(LetterKind::receipt));
            FAIL() << fault.text;
        } catch (const TemplateError& error) {
            EXPECT_EQ(error.line(), fault.line) << error.what();
            EXPECT_THAT(error.what(), HasSubstr(fault.says));
        }
    }
}

TEST(Template, FieldsOfSeveralParagraphsStandAlone) {
    const TemplateFields fields = fields_of(LetterKind::complaint_answer);
    const std::string head = "source: s\nsubject: s\n\n{received}\n\n";
    EXPECT_NO_THROW(parse_template("t.txt", head + "{answer}\n", TemplateForm::letter, fields));
    for (const char* body :
         {"It is {answer}\n", "- {answer}\n", "| {answer}\n", "{answer}\nand more\n"}) {
        EXPECT_THROW(parse_template("t.txt", head + body, TemplateForm::letter, fields),
                     TemplateError)
            << body;
    }
}

TEST(Template, KeepsFormsApart) {
    const Template parsed = parse(
        "Of {received}\nit lacks:\n[each missing]\n- {item}\n  and\n[end]\n| one\n|\n| "
        "two\n\n[passage x]\n");
    ASSERT_EQ(parsed.sections.size(), 3U);
    const auto forms = [](const Section& section) {
        std::vector<Node::Form> found;
        for (const Node& node : section.nodes) found.push_back(node.form);
        return found;
    };
    using Form = Node::Form;
    EXPECT_THAT(forms(parsed.sections[0]), ElementsAre(Form::paragraph));
    EXPECT_THAT(forms(parsed.sections[1]), ElementsAre(Form::item));
    EXPECT_THAT(forms(parsed.sections[2]),
                ElementsAre(Form::line, Form::line, Form::line, Form::passage));
    EXPECT_EQ(parsed.sections[0].nodes[0].pieces.size(), 4U);
    EXPECT_EQ(parsed.sections[0].nodes[0].pieces[3].literal, "it lacks:");
}

TEST(Template, TheFrameHoldsSubjectAndLetterOnceEach) {
    const TemplateFields none{};
    const auto frame = [&](const std::string& body) {
        return parse_template("frame.txt", "source: s\n\n" + body, TemplateForm::frame, none);
    };
    EXPECT_NO_THROW(frame("[subject]\n[letter]\n"));
    EXPECT_THROW(frame("[letter]\n"), TemplateError);
    EXPECT_THROW(frame("[subject]\n[letter]\n[letter]\n"), TemplateError);
}

TEST(Passages, AreParagraphsByName) {
    const Passages passages = parse_passages(
        "p.txt", "source: s\n\n# told to readers\n[a.b]\none\ntwo\n\nthree\n[c]\nfour");
    EXPECT_THAT(passages.texts.at("a.b"), ElementsAre("one two", "three"));
    EXPECT_THAT(passages.texts.at("c"), ElementsAre("four"));
}

TEST(Passages, FaultsAreToldWithTheirLine) {
    for (const HeadFault& fault :
         {HeadFault{"source: s\n\ntext\n", 3, "text before the first [name]"},
          HeadFault{"source: s\n\n[a]\nx\n[a]\ny\n", 5, "is there already"},
          HeadFault{"source: s\n\n[a]\n\n[b]\ny\n", 3, "the passage is empty"},
          HeadFault{"source: s\n\n[a]\n", 3, "the passage is empty"},
          HeadFault{"source: s\n\n[A]\nx\n", 3, "is no name of a passage"},
          HeadFault{"source: s\n\n[a]\n{court}\n", 4, "a passage has no fields"}}) {
        try {
            parse_passages("p.txt", fault.text);
            FAIL() << fault.text;
        } catch (const TemplateError& error) {
            EXPECT_EQ(error.line(), fault.line) << error.what();
            EXPECT_THAT(error.what(), HasSubstr(fault.says));
        }
    }
}

}  // namespace
}  // namespace postvern::compliance::letters
