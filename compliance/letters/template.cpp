#include "compliance/letters/template.hpp"

#include <algorithm>
#include <utility>

#include "compliance/letters/template_lines.hpp"

namespace postvern::compliance::letters {

namespace {

bool is_list(FieldShape shape) {
    return shape == FieldShape::lines || shape == FieldShape::list || shape == FieldShape::codes;
}

bool has(const std::vector<LetterField>& fields, LetterField field) {
    return std::ranges::find(fields, field) != fields.end();
}

std::string quoted(LetterField field) { return "{" + std::string(name(field)) + "}"; }

class Parser {
  public:
    Parser(std::string_view file, std::string_view text, TemplateForm form,
           const TemplateFields& fields)
        : lines_(file, text), form_(form), fields_(fields) {}

    Template parse() {
        Template parsed;
        parsed.file = lines_.file();
        if (form_ == TemplateForm::letter) {
            auto head = lines_.head({"source", "subject"});
            parsed.source = head["source"];
            append_pieces(parsed.subject, head["subject"]);
            refuse_texts(parsed.subject, lines_.number());
        } else {
            parsed.source = lines_.head({"source"})["source"];
        }
        lines_.end_head();
        sections_ = {Section{}};
        std::string_view line;
        while (lines_.next(line)) take(line);
        end_node();
        if (opened_at_ != 0)
            lines_.fail_at(opened_at_, "the block is not closed: [end] is missing");
        parsed.sections = std::move(sections_);
        check_whole(parsed);
        return parsed;
    }

  private:
    using When = Section::When;
    using Form = Node::Form;

    void take(std::string_view line) {
        if (line.empty()) {
            blank_ = true;
            return end_node();
        }
        if (line.front() == '[') return directive(line);
        if (line == "|" || line.starts_with("| ")) return line_node(line);
        if (line.starts_with("- ")) {
            end_node();
            begin_node(Form::item, line.substr(2));
        } else if (node_) {
            node_->pieces.push_back({Piece::Form::literal, " ", {}});
            append_pieces(node_->pieces, line.substr(line.find_first_not_of(' ')));
        } else {
            begin_node(Form::paragraph, line);
        }
    }

    void line_node(std::string_view line) {
        end_node();
        begin_node(Form::line, line.size() > 2 ? line.substr(2) : std::string_view{});
        end_node();
    }

    void begin_node(Form form, std::string_view text) {
        node_ = Node{form, {}, {}, lines_.number(), std::exchange(blank_, false)};
        append_pieces(node_->pieces, text);
    }

    void end_node() {
        if (!node_) return;
        const bool alone = node_->form == Form::paragraph && node_->pieces.size() == 1;
        if (!alone) refuse_texts(node_->pieces, node_->line);
        sections_.back().nodes.push_back(std::move(*node_));
        node_.reset();
    }

    // [word] or [word argument], alone on its line.
    void directive(std::string_view line) {
        end_node();
        if (line.back() != ']')
            lines_.fail(excerpt(line) + ": a directive is alone on its line and ends with ]");
        const std::string_view inside = line.substr(1, line.size() - 2);
        const std::size_t space = std::min(inside.find(' '), inside.size());
        const std::string_view word = inside.substr(0, space);
        const std::string_view argument = inside.substr(std::min(space + 1, inside.size()));
        if (word == "if" || word == "each")
            return open(word == "if" ? When::set : When::each, argument);
        if (word == "passage") return passage(argument);
        if (argument.empty() && word == "else") return otherwise();
        if (argument.empty() && word == "end") return close();
        if (argument.empty() && form_ == TemplateForm::frame &&
            (word == "subject" || word == "letter")) {
            if (opened_at_ != 0)
                lines_.fail("[" + std::string(word) + "] does not stand in a block");
            return append(
                Node{word == "subject" ? Form::subject : Form::letter, {}, {}, lines_.number()});
        }
        lines_.fail(
            excerpt(line) +
            " is no directive here: [if FIELD], [else], [each FIELD], [end], [passage NAME]" +
            (form_ == TemplateForm::frame ? ", [subject], [letter]" : ""));
    }

    void append(Node node) {
        blank_ = false;
        sections_.back().nodes.push_back(std::move(node));
    }

    void open(When when, std::string_view argument) {
        if (opened_at_ != 0) {
            lines_.fail("a block does not stand in another: that of line " +
                        std::to_string(opened_at_) + " is open");
        }
        const LetterField field = field_named(argument);
        if (when == When::each && !is_list(shape(field)))
            lines_.fail(quoted(field) + " is no list");
        if (when == When::set && !has(fields_.optional, field)) {
            lines_.fail(quoted(field) + " is always there: [if] is not needed");
        }
        if (when == When::each) said_.push_back(field);
        sections_.push_back(Section{when, field, {}});
        opened_at_ = lines_.number();
    }

    void otherwise() {
        if (sections_.back().when != When::set) lines_.fail("[else] without [if]");
        sections_.push_back(Section{When::not_set, sections_.back().field, {}});
    }

    void close() {
        if (opened_at_ == 0) lines_.fail("[end] without [if] or [each]");
        sections_.push_back(Section{});
        opened_at_ = 0;
    }

    void passage(std::string_view argument) {
        if (!is_word(argument)) lines_.fail("[passage NAME] names a passage of passages.txt");
        append(Node{Form::passage, {}, std::string(argument), lines_.number()});
    }

    LetterField field_named(std::string_view word) const {
        const auto field = letter_field_named(word);
        if (field) {
            for (const auto* list : {&fields_.needed, &fields_.optional, &fields_.common}) {
                if (has(*list, *field)) return *field;
            }
        }
        lines_.fail((field ? "this letter has no field " : "there is no field ") + excerpt(word) +
                    "; it has " + field_names());
    }

    std::string field_names() const {
        std::string names;
        for (const auto* list : {&fields_.needed, &fields_.optional, &fields_.common}) {
            for (const LetterField field : *list) {
                if (!names.empty()) names += ", ";
                names += name(field);
            }
        }
        return names;
    }

    void append_pieces(std::vector<Piece>& pieces, std::string_view text) {
        while (!text.empty()) {
            const std::size_t brace = std::min(text.find_first_of("{}"), text.size());
            if (brace > 0)
                pieces.push_back({Piece::Form::literal, std::string(text.substr(0, brace)), {}});
            text.remove_prefix(brace);
            if (text.empty()) break;
            const std::size_t end = text.find('}');
            if (text.front() == '}' || end == text.npos)
                lines_.fail("a brace without its other: {field}");
            pieces.push_back(piece_of(text.substr(1, end - 1)));
            text.remove_prefix(end + 1);
        }
    }

    void refuse_texts(const std::vector<Piece>& pieces, std::size_t line) const {
        const auto is_text = [](const Piece& piece) {
            return piece.form == Piece::Form::field && shape(piece.field) == FieldShape::text;
        };
        if (std::ranges::none_of(pieces, is_text)) return;
        lines_.fail_at(line, "a field of several paragraphs stands alone as a paragraph");
    }

    Piece piece_of(std::string_view word) {
        const bool in_each = !sections_.empty() && sections_.back().when == When::each;
        if (word == "item") {
            if (!in_each) lines_.fail("{item} outside [each]");
            return {Piece::Form::item, {}, {}};
        }
        const LetterField field = field_named(word);
        if (is_list(shape(field)))
            lines_.fail(quoted(field) + " is a list: [each " + std::string(word) + "]");
        const bool asked = !sections_.empty() && sections_.back().when == When::set &&
                           sections_.back().field == field;
        if (!asked && has(fields_.optional, field)) {
            lines_.fail(quoted(field) + " is not always there: it stands in [if " +
                        std::string(word) + "]");
        }
        const bool in_block = !sections_.empty() && sections_.back().when != When::always;
        if (!in_block) said_.push_back(field);
        return {Piece::Form::field, {}, field};
    }

    void check_whole(const Template& parsed) const {
        for (const LetterField field : fields_.needed) {
            if (!has(said_, field))
                lines_.fail_at(0, "never says " + quoted(field) + ", as this letter must");
        }
        if (form_ == TemplateForm::letter) return;
        for (const Form form : {Form::subject, Form::letter}) {
            std::size_t times = 0;
            for (const Section& section : parsed.sections) {
                times +=
                    static_cast<std::size_t>(std::ranges::count(section.nodes, form, &Node::form));
            }
            if (times != 1) lines_.fail_at(0, "has [subject] and [letter] once each");
        }
    }

    TemplateLines lines_;
    TemplateForm form_;
    const TemplateFields& fields_;
    std::vector<Section> sections_{};
    std::size_t opened_at_ = 0;  // line of the open block; 0: none
    std::optional<Node> node_{};
    bool blank_ = true;                // the line before
    std::vector<LetterField> said_{};  // outside blocks, where they are said in any case
};

}  // namespace

Template parse_template(std::string_view file, std::string_view text, TemplateForm form,
                        const TemplateFields& fields) {
    return Parser(file, text, form, fields).parse();
}

Passages parse_passages(std::string_view file, std::string_view text) {
    TemplateLines lines(file, text);
    Passages passages{lines.file(), lines.head({"source"})["source"], {}};
    lines.end_head();
    std::vector<std::string>* passage = nullptr;
    std::size_t named_at = 0;
    bool open = false;
    const auto check_passage = [&] {
        if (passage != nullptr && passage->empty()) lines.fail_at(named_at, "the passage is empty");
    };
    std::string_view line;
    while (lines.next(line)) {
        if (line.starts_with('#')) continue;
        if (line.find_first_of("{}") != line.npos) lines.fail("a passage has no fields");
        if (line.starts_with('[')) {
            check_passage();
            if (line.back() != ']' || !is_word(line.substr(1, line.size() - 2))) {
                lines.fail(excerpt(line) + " is no name of a passage: [name] alone on its line");
            }
            const auto [place, added] =
                passages.texts.try_emplace(std::string(line.substr(1, line.size() - 2)));
            if (!added) lines.fail("the passage " + excerpt(line) + " is there already");
            passage = &place->second;
            named_at = lines.number();
            open = false;
        } else if (line.empty()) {
            open = false;
        } else if (passage == nullptr) {
            lines.fail("text before the first [name]");
        } else if (open) {
            (passage->back() += ' ') += line;
        } else {
            passage->emplace_back(line);
            open = true;
        }
    }
    check_passage();
    return passages;
}

}  // namespace postvern::compliance::letters
