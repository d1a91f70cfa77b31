// The language of templates, parsed: docs/operating/letters.md. Values without state.
//
//   source: Straffeprosessloven § 210; ISP-36      head: where the wording comes from
//   subject: Your letter of {received}             of a letter; not of the frame or of passages
//                                                  an empty line ends the head
//   A paragraph with {fields}, until an empty line or another form.
//   - an item
//   | a line that stays one
//   [if field] ... [else] ... [end]                for a field that is not always there
//   [each field] ... {item} ... [end]              for lines, lists and codes; nothing if it is not
//   there [passage name]                                 from passages.txt [subject]  [letter] in
//   frame.txt, each once
//
// Blocks do not stand within blocks. Lines of the head that begin with "#" are for the reader.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compliance/letters/catalogue.hpp"

namespace postvern::compliance::letters {

// Literal text, a field, or what [each] is at.
struct Piece {
    enum class Form : std::uint8_t { literal, field, item };
    Form form = Form::literal;
    std::string literal{};
    LetterField field{};
};

struct Node {
    enum class Form : std::uint8_t { paragraph, item, line, passage, subject, letter };
    Form form = Form::paragraph;
    std::vector<Piece> pieces{};
    std::string passage{};
    std::size_t line = 0;  // of the file, 1-based
    bool apart = true;     // by an empty line from what stands before it
};

struct Section {
    enum class When : std::uint8_t { always, set, not_set, each };
    When when = When::always;
    LetterField field{};
    std::vector<Node> nodes{};
};

struct Template {
    std::string file{};
    std::string source{};
    std::vector<Piece> subject{};
    std::vector<Section> sections{};
};

enum class TemplateForm : std::uint8_t { letter, frame };

// Throws TemplateError: a word that is not of the language, a field that is not among `fields`, one
// of another shape than its place wants, one that is not always there outside [if] and [each], or a
// needed one that is never said.
Template parse_template(std::string_view file, std::string_view text, TemplateForm form,
                        const TemplateFields& fields);

// Paragraphs by the passage's name.
struct Passages {
    std::string file{};
    std::string source{};
    std::map<std::string, std::vector<std::string>, std::less<>> texts{};
};

// Throws TemplateError. A passage begins with its name in brackets on a line of its own.
Passages parse_passages(std::string_view file, std::string_view text);

}  // namespace postvern::compliance::letters
