#include "compliance/letters/template_set.hpp"

#include <algorithm>
#include <fstream>

namespace postvern::compliance {

namespace {

namespace fs = std::filesystem;
using letters::LanguageTemplates;
using letters::Node;
using letters::Template;

// The sentence that every answer to everybody carries, word by word (Personal Data Act § 16;
// ISP-60).
constexpr std::array<std::string_view, kLanguageCount> kNoOracleSentence{
    "excluding anything that the Personal Data Act § 16 obliges us to withhold, which we neither "
    "confirm nor deny",
    "med unntak av det personopplysningsloven § 16 pålegger oss å holde tilbake, som vi verken "
    "bekrefter eller "
    "avkrefter"};

// A passage that letters must contain, and what the passage must name.
struct Duty {
    std::uint8_t passage;
    std::string_view name;
    std::array<std::string_view, 2> words;  // in either language
};
constexpr std::array<Duty, 3> kDuties{
    {{letters::kNoOracle, "no_oracle", {"§ 16", "§ 16"}},
     {letters::kComplaint, "complaint", {"Datatilsynet", "Personvernnemnda"}},
     {letters::kCourtReview, "court_review", {"§ 208", "§ 208"}}}};

std::string joined(const std::vector<std::string>& paragraphs) {
    std::string text;
    for (const std::string& paragraph : paragraphs) (text += paragraph) += '\n';
    return text;
}

const std::vector<std::string>& passage(const LanguageTemplates& templates,
                                        const std::string& name) {
    const auto found = templates.passages.texts.find(name);
    if (found != templates.passages.texts.end()) return found->second;
    throw TemplateError(templates.passages.file, 0, "the passage [" + name + "] is missing");
}

void check_passages(const LanguageTemplates& templates, Language language) {
    const std::string& file = templates.passages.file;
    for (const Duty& duty : kDuties) {
        const std::string text = joined(passage(templates, std::string(duty.name)));
        for (const std::string_view word : duty.words) {
            if (text.find(word) != text.npos) continue;
            throw TemplateError(
                file, 0, "[" + std::string(duty.name) + "] does not name " + std::string(word));
        }
    }
    const std::string_view sentence = kNoOracleSentence[static_cast<std::size_t>(language)];
    if (joined(passage(templates, "no_oracle")).find(sentence) == std::string::npos) {
        throw TemplateError(file, 0, "[no_oracle] does not say \"" + std::string(sentence) + "\"");
    }
    for (std::size_t at = 0; at < kLetterFieldCount; ++at) {
        const auto field = static_cast<LetterField>(at);
        for (const std::string_view code : codes(field)) {
            const std::string wanted = std::string(name(field)) + "." + std::string(code);
            if (passage(templates, wanted).size() == 1) continue;
            throw TemplateError(file, 0, "[" + wanted + "] is to be one paragraph");
        }
    }
}

bool contains(const Template& letter, std::string_view passage) {
    const auto is_it = [&](const Node& node) {
        return node.form == Node::Form::passage && node.passage == passage;
    };
    return std::ranges::any_of(letter.sections, [&](const letters::Section& section) {
        return section.when == letters::Section::When::always &&
               std::ranges::any_of(section.nodes, is_it);
    });
}

void check_letter(const LanguageTemplates& templates, const Template& letter,
                  std::uint8_t passages) {
    for (const Duty& duty : kDuties) {
        if ((passages & duty.passage) == 0 || contains(letter, duty.name)) continue;
        throw TemplateError(
            letter.file, 0,
            "lacks [passage " + std::string(duty.name) + "], which this letter needs");
    }
    for (const letters::Section& section : letter.sections) {
        for (const Node& node : section.nodes) {
            if (node.form != Node::Form::passage || templates.passages.texts.contains(node.passage))
                continue;
            throw TemplateError(letter.file, node.line, "there is no passage " + node.passage);
        }
    }
}

std::map<std::string, std::string> read_directory(const fs::path& directory) {
    std::map<std::string, std::string> files;
    for (const std::string_view language : {name(Language::english), name(Language::norwegian)}) {
        std::error_code failure;
        const fs::path folder = directory / language;
        for (fs::directory_iterator at(folder, failure), end; !failure && at != end;
             at.increment(failure)) {
            if (at->path().extension() != ".txt") continue;
            std::ifstream stream(at->path(), std::ios::binary);
            const std::string file = std::string(language) + "/" + at->path().filename().string();
            files[file].assign(std::istreambuf_iterator<char>(stream), {});
            if (!stream) throw TemplateError(at->path().string(), 0, "cannot be read");
        }
        if (failure)
            throw TemplateError(folder.string(), 0, "cannot be read: " + failure.message());
    }
    return files;
}

}  // namespace

TemplateSet::TemplateSet(const std::map<std::string, std::string>& files) {
    std::size_t used = 0;
    const auto text_of = [&](const std::string& file) -> const std::string& {
        const auto found = files.find(file);
        if (found == files.end()) throw TemplateError(file, 0, "is missing");
        ++used;
        return found->second;
    };
    for (std::size_t at = 0; at < kLanguageCount; ++at) {
        LanguageTemplates& templates = languages_[at];
        const auto language = static_cast<Language>(at);
        const std::string folder = std::string(name(language)) + "/";
        const std::string passages = folder + "passages.txt";
        templates.passages = letters::parse_passages(passages, text_of(passages));
        check_passages(templates, language);
        const std::string frame = folder + "frame.txt";
        templates.frame = letters::parse_template(
            frame, text_of(frame), letters::TemplateForm::frame, letters::fields_of_frame());
        check_letter(templates, templates.frame, 0);
        for (std::size_t row = 0; row < kLetterKindCount; ++row) {
            const auto kind = static_cast<LetterKind>(row);
            const std::string file = folder + std::string(name(kind)) + ".txt";
            templates.letters[row] = letters::parse_template(
                file, text_of(file), letters::TemplateForm::letter, letters::fields_of(kind));
            check_letter(templates, templates.letters[row], letters::passages_of(kind));
        }
    }
    if (used == files.size()) return;
    for (const auto& [file, text] : files) {
        const std::size_t slash = file.find('/');
        const std::size_t dot = file.rfind(".txt");
        const std::string stem =
            slash < dot && dot != file.npos ? file.substr(slash + 1, dot - slash - 1) : "";
        if (stem == "passages" || stem == "frame" || letter_named(stem)) continue;
        throw TemplateError(file, 0, "belongs to no letter");
    }
}

LetterTemplates::LetterTemplates(const std::map<std::string, std::string>& files)
    : set_(std::make_shared<const TemplateSet>(files)) {}

const LetterTemplates& LetterTemplates::built_in() {
    static const LetterTemplates templates(letters::built_in_files());
    return templates;
}

LetterTemplates LetterTemplates::from_directory(const fs::path& directory) {
    return LetterTemplates(read_directory(directory));
}

std::string_view LetterTemplates::source(LetterKind kind, Language language) const {
    return set_->letter(kind, language).source;
}

}  // namespace postvern::compliance
