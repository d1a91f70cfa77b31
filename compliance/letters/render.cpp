// A letter from its template: fields put into blocks, blocks into text.
#include <array>
#include <cstdio>
#include <utility>

#include "compliance/letters.hpp"
#include "compliance/letters/paragraphs.hpp"
#include "compliance/letters/template_set.hpp"

namespace postvern::compliance {

namespace {

using letters::Node;
using letters::Piece;
using letters::Section;
using letters::Template;
using Blocks = std::vector<LetterBlock>;

constexpr std::array<std::array<std::string_view, 12>, kLanguageCount> kMonths{
    {{"January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December"},
     {"januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober",
      "november", "desember"}}};

// U+00A0 where a line must not end.
std::string in_words(Day day, Language language) {
    const std::string number = std::to_string(static_cast<unsigned>(day.day()));
    const std::string month(
        kMonths.at(static_cast<std::size_t>(language)).at(static_cast<unsigned>(day.month()) - 1));
    const char* const then = language == Language::norwegian ? ".\u00A0" : "\u00A0";
    return number + then + month + " " + std::to_string(static_cast<int>(day.year()));
}

// In UTC; seconds only where there are some.
std::string in_words(Moment moment, Language language) {
    using namespace std::chrono;
    const sys_seconds instant{seconds(moment.unix_seconds)};
    const sys_days day = floor<days>(instant);
    const hh_mm_ss time(instant - day);
    const char mark = language == Language::norwegian ? '.' : ':';
    std::array<char, 16> clock{};
    std::snprintf(clock.data(), clock.size(), "%02d%c%02d", static_cast<int>(time.hours().count()),
                  mark, static_cast<int>(time.minutes().count()));
    std::string said = clock.data();
    if (time.seconds().count() != 0) {
        std::snprintf(clock.data(), clock.size(), "%c%02d", mark,
                      static_cast<int>(time.seconds().count()));
        said += clock.data();
    }
    const char* const at = language == Language::norwegian ? " kl.\u00A0" : " at\u00A0";
    return in_words(Day(day), language) + at + said + "\u00A0UTC";
}

class Writer {
  public:
    Writer(const TemplateSet& set, LetterKind kind, Language language, const LetterFields& fields)
        : templates_(set.in(language)),
          letter_(set.letter(kind, language)),
          language_(language),
          fields_(fields) {
        for (const LetterField field : needed_fields(kind)) {
            if (fields.find(field) != nullptr) continue;
            throw FieldError(
                field, "is missing, and a letter \"" + std::string(name(kind)) + "\" needs it");
        }
        if (stage(kind) == LetterStage::before_order) check_texts(kind);
        subject_ = said(letter_.subject, {});
        body_ = blocks_of(letter_);
    }

    const std::string& subject() const { return subject_; }
    Blocks blocks() const { return blocks_of(templates_.frame); }

  private:
    // INVARIANT: what an officer writes into a letter before an order names no account by its
    // address.
    void check_texts(LetterKind kind) const {
        for (const LetterField field : possible_fields(kind)) {
            if (shape(field) != FieldShape::text || fields_.find(field) == nullptr) continue;
            if (value<std::string>(field).find('@') == std::string::npos) continue;
            throw FieldError(field, "has an address (@), which no letter before an order may name");
        }
    }

    Blocks blocks_of(const Template& written) const {
        Blocks blocks;
        for (const Section& section : written.sections) append(blocks, section);
        return blocks;
    }

    void append(Blocks& blocks, const Section& section) const {
        const bool is_set =
            section.when == Section::When::always || fields_.find(section.field) != nullptr;
        if (section.when == Section::When::each) {
            if (!is_set) return;
            bool first = true;
            for (const std::string& item : items_of(section.field)) {
                append_nodes(blocks, section, item, std::exchange(first, false));
            }
        } else if (is_set != (section.when == Section::When::not_set)) {
            append_nodes(blocks, section, {}, true);
        }
    }

    // What is repeated stands apart from itself by nothing.
    void append_nodes(Blocks& blocks, const Section& section, const std::string& item,
                      bool first) const {
        for (const Node& node : section.nodes) append(blocks, node, item, first);
    }

    void append(Blocks& blocks, const Node& node, const std::string& item, bool first) const {
        using Form = LetterBlock::Form;
        const bool apart = node.apart && first;
        switch (node.form) {
            case Node::Form::item:
                blocks.push_back({Form::item, said(node.pieces, item), apart});
                return;
            case Node::Form::line:
                blocks.push_back({Form::line, said(node.pieces, item), apart});
                return;
            case Node::Form::subject:
                blocks.push_back({Form::heading, subject_});
                return;
            case Node::Form::letter:
                blocks.insert(blocks.end(), body_.begin(), body_.end());
                return;
            case Node::Form::passage:
                for (const auto& text : passage(node.passage))
                    blocks.push_back({Form::paragraph, text});
                return;
            case Node::Form::paragraph:
                break;
        }
        const Piece& piece = node.pieces.front();
        if (piece.form == Piece::Form::field && shape(piece.field) == FieldShape::text) {
            for (auto& text : letters::paragraphs_of(value<std::string>(piece.field))) {
                blocks.push_back({Form::paragraph, std::move(text)});
            }
        } else {
            blocks.push_back({Form::paragraph, said(node.pieces, item)});
        }
    }

    std::string said(const std::vector<Piece>& pieces, const std::string& item) const {
        std::string text;
        for (const Piece& piece : pieces) {
            switch (piece.form) {
                case Piece::Form::literal:
                    text += piece.literal;
                    break;
                case Piece::Form::item:
                    text += item;
                    break;
                case Piece::Form::field:
                    text += said(piece.field);
                    break;
            }
        }
        return text;
    }

    std::string said(LetterField field) const {
        switch (shape(field)) {
            case FieldShape::date:
                return in_words(value<Day>(field), language_);
            case FieldShape::moment:
                return in_words(value<Moment>(field), language_);
            case FieldShape::code:
                return wording(field, value<std::string>(field));
            default:
                return value<std::string>(field);
        }
    }

    std::vector<std::string> items_of(LetterField field) const {
        std::vector<std::string> items = value<std::vector<std::string>>(field);
        if (shape(field) != FieldShape::codes) return items;
        for (std::string& item : items) item = wording(field, item);
        return items;
    }

    const std::vector<std::string>& passage(std::string_view name) const {
        return templates_.passages.texts.find(name)->second;  // checked when it was read
    }

    const std::string& wording(LetterField field, const std::string& code) const {
        return passage(std::string(name(field)) + "." + code).front();
    }

    template <typename Value>
    const Value& value(LetterField field) const {
        return std::get<Value>(*fields_.find(field));  // the shape was checked when it was set
    }

    const letters::LanguageTemplates& templates_;
    const Template& letter_;
    Language language_;
    const LetterFields& fields_;
    std::string subject_{};
    Blocks body_{};
};

}  // namespace

Letter render(const LetterTemplates& templates, LetterKind kind, Language language,
              const LetterFields& fields) {
    const Writer writer(templates.set(), kind, language, fields);
    Letter letter{kind, language, {}, letters::with_plain_spaces(writer.subject()), writer.blocks(),
                  {}};
    letter.date = std::get<Day>(*fields.find(LetterField::date));
    letter.text = letters::plain_text(letter.blocks);
    return letter;
}

}  // namespace postvern::compliance
