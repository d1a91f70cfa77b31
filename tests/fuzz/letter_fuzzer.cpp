// Any octets as a template of a letter, as a frame and as passages: each is read or refused with a
// TemplateError. And as what fields say: they are refused with a FieldError, or the letter is safe
// to send and to typeset. Input: the file.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "compliance/letters/characters.hpp"
#include "compliance/letters/paragraphs.hpp"
#include "compliance/letters/roff.hpp"
#include "compliance/letters/template.hpp"

namespace {

using namespace postvern::compliance;

template <typename Parse>
void read_or_refuse(const Parse& parse) {
    try {
        parse();
    } catch (const TemplateError&) {
    }
}

// Every line of roff is one of ours, or begins with what prints nothing and has no escape but a
// glyph.
void check(const LetterBlock& block) {
    const std::string text = letters::roff_text(block.text);
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] < ' ' || text[at] > '~') std::abort();
        if (text[at] == '\\' && text[at + 1] != '[' && text[at + 1] != '~') std::abort();
    }
}

void check_plain(const std::string& text) {
    std::size_t begin = 0;
    for (std::size_t end; (end = text.find('\n', begin)) != text.npos; begin = end + 1) {
        const std::string line = text.substr(begin, end - begin);
        if (line.starts_with('>') || line.starts_with("From ") || line.ends_with(' ')) std::abort();
        if (line.size() > 998 || !letters::fault_of_line(line).empty()) std::abort();
    }
}

void set_fields(const std::string& text) {
    try {
        LetterFields fields;
        fields.set(LetterField::answer, text);
        std::vector<LetterBlock> blocks;
        for (const std::string& paragraph : letters::paragraphs_of(text)) {
            blocks.push_back({LetterBlock::Form::paragraph, paragraph});
            check(blocks.back());
        }
        check_plain(letters::plain_text(blocks));
    } catch (const FieldError&) {
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using letters::TemplateForm;
    const std::string text(reinterpret_cast<const char*>(data), size);
    for (const LetterKind kind :
         {LetterKind::missing_fields, LetterKind::complaint_answer, LetterKind::hand_over}) {
        read_or_refuse([&] {
            letters::parse_template("fuzz", text, TemplateForm::letter, letters::fields_of(kind));
        });
    }
    read_or_refuse([&] {
        letters::parse_template("fuzz", text, TemplateForm::frame, letters::fields_of_frame());
    });
    read_or_refuse([&] { letters::parse_passages("fuzz", text); });
    set_fields(text);
    return 0;
}
