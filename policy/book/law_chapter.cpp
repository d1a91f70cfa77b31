// Law, where it differs from the policy, the paths that need no court, and the policy itself.
#include <utility>

#include "policy/book/chapters.hpp"

namespace postvern::policy::book {

Line law_line(const Contents& contents, const std::string& law) {
    Line line;
    for (const std::string& citation : citations_of(law)) {
        const LawSection* const section = contents.catalogue.find_law(citation);
        const Run run = section == nullptr ? plain(citation)
                                           : link(citation, anchor_of("law", section->citation));
        append(line, "; ", {run});
    }
    return line;
}

void add_law(Document& document, const Contents& contents) {
    document.blocks.push_back(Heading{1, "law", "The law that the rules cite"});
    for (const LawSource& source : contents.catalogue.sources) {
        document.blocks.push_back(Heading{2, anchor_of("source", source.name), source.name});
        const std::string version =
            source.version == "—" ? "the text was not at hand" : "text as of " + source.version;
        document.blocks.push_back(
            Paragraph{{plain(source.title + " (" + source.act + "); " + version + ".")}});
        for (const LawSection& section : contents.catalogue.sections) {
            if (section.source != source.name) continue;
            const auto found = contents.rules_of_law.find(section.citation);
            Line rules =
                found == contents.rules_of_law.end() ? Line{plain("—")} : rules_line(found->second);
            document.blocks.push_back(
                Heading{3, anchor_of("law", section.citation), section.citation});
            document.blocks.push_back(Paragraph{{plain(section.sense)}});
            rules.insert(rules.begin(), plain("Version " + section.version + ". Cited by: "));
            document.blocks.push_back(Paragraph{std::move(rules)});
            for (const std::string& why : section.no_rule) {
                document.blocks.push_back(Paragraph{{plain("No rule: " + why)}});
            }
        }
    }
}

void add_conflicts(Document& document, const Contents& contents) {
    document.blocks.push_back(Heading{1, "conflicts", "Where policy and law differ"});
    Table table{{"", "The policy says", "The law says", "The house", "Rules"}, {}};
    for (const LawConflict& conflict : contents.catalogue.conflicts) {
        table.rows.push_back({{plain(std::to_string(conflict.number))},
                              {plain(conflict.policy)},
                              {plain(conflict.law)},
                              {plain(conflict.house)},
                              rules_line(conflict.rules)});
    }
    document.blocks.push_back(std::move(table));
}

void add_paths(Document& document, const Contents& contents) {
    document.blocks.push_back(
        Heading{1, "paths", "Paths of the law without a court: STATUTORY_HOLD"});
    document.blocks.push_back(Paragraph{{plain(
        "Each of these is a basis of its own. None ever leads to a disclosure; each stops the case "
        "until somebody named here has decided, while a clock runs.")}});
    Table table{{"Basis", "Law", "What it is", "Who decides", "Clock", "Leads to"}, {}};
    for (const StatutoryPath& path : contents.catalogue.paths) {
        table.rows.push_back({{code(path.basis)},
                              law_line(contents, path.law),
                              {plain(path.what)},
                              {plain(path.decides)},
                              {plain(path.clock)},
                              {plain(path.leads_to)}});
    }
    document.blocks.push_back(std::move(table));
}

namespace {

std::string class_word(const std::string& classes) {
    std::string words;
    for (const char each : classes) {
        const std::string word = each == 'P'   ? "rule"
                                 : each == 'F' ? "feature"
                                 : each == 'O' ? "organisation"
                                               : "out of scope";
        if (each != '/') words += (words.empty() ? "" : ", ") + word;
    }
    return words;
}

void add_texts(Document& document, const std::string& label, const Texts& texts) {
    for (const std::string& text : texts) {
        document.blocks.push_back(Paragraph{{strong(label + ": "), plain(text)}});
    }
}

void add_statement(Document& document, const Contents& contents, const PolicyStatement& statement) {
    const std::string number = std::to_string(statement.number);
    document.blocks.push_back(Heading{3, anchor_of("statement", number), "ISP-" + number});
    document.blocks.push_back(Paragraph{
        {strong(statement.says),
         plain(" Binds " + statement.binds + "; " + class_word(statement.classes) + ".")}});
    const auto rules = contents.rules_of_statement.find(statement.number);
    if (rules != contents.rules_of_statement.end()) {
        Line line = rules_line(rules->second);
        line.insert(line.begin(), strong("Rules: "));
        document.blocks.push_back(Paragraph{std::move(line)});
    }
    add_texts(document, "No rule", statement.no_rule);
    add_texts(document, "Built", statement.built);
    if (!statement.shown.empty()) {
        Line line;
        for (const std::string& path : statement.shown) append(line, ", ", {code(path)});
        line.insert(line.begin(), strong("Shown by: "));
        document.blocks.push_back(Paragraph{std::move(line)});
    }
    add_texts(document, "Evidence of the organisation", statement.evidence);
    add_texts(document, "Not built yet", statement.later);
    add_texts(document, "Out of scope", statement.outside);
}

}  // namespace

void add_statements(Document& document, const Contents& contents) {
    document.blocks.push_back(
        Heading{1, "statements", "The statements of the policy, and where each is met"});
    for (const PolicyStatement& statement : contents.catalogue.statements) {
        add_statement(document, contents, statement);
    }
}

}  // namespace postvern::policy::book
