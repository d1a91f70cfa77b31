// Preface, rules and theorems.
#include <filesystem>
#include <utility>

#include "policy/book/chapters.hpp"
#include "policy/catalogue.hpp"

namespace postvern::policy::book {

namespace {

void add(Document& document, Block block) { document.blocks.push_back(std::move(block)); }

std::string counted(std::size_t count, const std::string& one, const std::string& many) {
    return std::to_string(count) + " " + (count == 1 ? one : many);
}

// The law of a rule, each section with its sense.
void add_law_of(Document& document, const Contents& contents, const std::string& law) {
    List list;
    for (const std::string& citation : citations_of(law)) {
        const LawSection* const section = contents.catalogue.find_law(citation);
        if (section == nullptr) {
            list.items.push_back({strong(citation), plain(": not in the catalogue")});
            continue;
        }
        const bool at_hand = section->version != "—";
        list.items.push_back(
            {link(citation, anchor_of("law", section->citation)),
             plain((at_hand ? " (text of " + section->version + "): " : " (text not at hand): ") +
                   section->sense)});
    }
    if (!list.items.empty()) add(document, std::move(list));
}

Line statements_line(const Contents& contents, const std::string& isp) {
    Line line;
    try {
        for (const int number : statements_of(isp)) {
            const std::string name = "ISP-" + std::to_string(number);
            Line one{link(name, anchor_of("statement", std::to_string(number)))};
            for (const PolicyStatement& statement : contents.catalogue.statements) {
                if (statement.number == number) one.push_back(plain(" " + statement.says));
            }
            append(line, " · ", std::move(one));
        }
    } catch (const std::invalid_argument&) {
        line = {plain(isp)};  // a finding says what is wrong
    }
    return line;
}

void add_obligations(Document& document, const engine::Policy& rule) {
    Line line{strong("Recorded"), plain(" as " + Contents::note(rule, "record"))};
    const std::string notify = Contents::note(rule, "notify");
    const std::string retain = Contents::note(rule, "retain");
    if (!notify.empty()) line.push_back(plain("; told to: " + notify));
    if (!retain.empty()) line.push_back(plain("; kept " + retain));
    line.push_back(plain("."));
    add(document, Paragraph{std::move(line)});
}

void add_tests(Document& document, const Contents& contents, const engine::Policy& rule) {
    if (contents.decisions.requests == 0) return;
    const auto found = contents.decisions.by_rule.find(rule.id());
    const std::size_t count = found == contents.decisions.by_rule.end() ? 0 : found->second.count;
    add(document, Paragraph{{strong("Tests: "),
                             plain("decides " + std::to_string(count) + " of " +
                                   counted(contents.decisions.requests, "request", "requests") +
                                   " of the corpus" + (count == 0 ? "." : ", for example:"))}});
    if (count == 0) return;
    List list;
    for (const std::string& example : found->second.examples)
        list.items.push_back({plain(example + ".")});
    add(document, std::move(list));
}

void add_theorems_of(Document& document, const Contents& contents, const engine::Policy& rule) {
    const auto found = contents.theorems_of_rule.find(rule.id());
    Line line;
    if (found != contents.theorems_of_rule.end()) {
        for (const std::string& theorem : found->second) {
            append(line, ", ", {link(theorem, anchor_of("theorem", theorem))});
        }
    } else {
        line = {plain("every theorem is proven without it as well")};
    }
    line.insert(line.begin(), strong("Falls without it: "));
    line.push_back(plain("."));
    add(document, Paragraph{std::move(line)});
}

void add_rule(Document& document, const Contents& contents, const engine::Policy& rule) {
    const bool permits = rule.effect() == engine::Effect::permit;
    add(document, Heading{3, anchor_of("rule", rule.id()), rule.id()});
    add(document, Paragraph{{strong(permits ? "Permits. " : "Forbids. "),
                             plain(Contents::note(rule, "explain"))}});
    const std::string norwegian = Contents::note(rule, "explain_nb");
    if (!norwegian.empty()) add(document, Paragraph{{plain("På norsk: " + norwegian)}});
    const std::string isp = Contents::note(rule, "isp");
    if (!isp.empty()) {
        Line line{strong("Policy: ")};
        append(line, "", statements_line(contents, isp));
        add(document, Paragraph{std::move(line)});
    }
    const std::string law = Contents::note(rule, "law");
    if (!law.empty()) add(document, Paragraph{{strong("Law:")}});
    add_law_of(document, contents, law);
    add_obligations(document, rule);
    const auto& syntax = rule.syntax();
    const auto begin =
        syntax.annotations.empty() ? syntax.span.begin : syntax.annotations.back().span.end;
    std::string text(rule.text_of({begin, syntax.span.end}));
    text.erase(0, std::min(text.find_first_not_of(" \n"), text.size()));
    add(document, Listing{std::move(text)});
    add_tests(document, contents, rule);
    add_theorems_of(document, contents, rule);
}

}  // namespace

Line rules_line(const std::vector<std::string>& ids) {
    Line line;
    for (const std::string& id : ids) append(line, ", ", {link(id, anchor_of("rule", id))});
    return line;
}

void add_preface(Document& document, const Contents& contents) {
    const auto& decisions = contents.decisions;
    add(document, Heading{1, "preface", "How to read this"});
    add(document,
        Paragraph{
            {plain("These are the rules that the server asks before anything is done to personal "
                   "data. What no rule permits is refused; a rule that forbids beats any that "
                   "permit; a rule that cannot be evaluated forbids. This page is written by "),
             code("postvern rules book"),
             plain(" from the rules themselves and is part of no decision: engineering, not legal "
                   "advice.")}});
    add(document,
        Paragraph{{plain("Rulebook "), code(contents.hash),
                   plain(": " + counted(contents.rules.policies().size(), "rule", "rules") + ", " +
                         counted(contents.theorems.size(), "theorem", "theorems") + ", " +
                         counted(decisions.requests, "decision test", "decision tests") + " (" +
                         std::to_string(decisions.permitted) + " permitted).")}});
    List list;
    list.items = {
        {strong("Tests"),
         plain(": the corpus was decided anew for this page; the counts are of these decisions.")},
        {strong("Theorems"),
         plain(": proven for all requests and all facts. A theorem is named at a rule if it is "
               "no longer proven once that rule alone is taken away; where two rules promise the "
               "same, neither is named.")},
        {strong("Access"),
         plain(": asked of the prover. What is not in the matrix is never permitted, whatever is "
               "known.")},
        {strong("Law"),
         plain(": the version date says since when the text has stood that was read. Where it says "
               "that a text was not at hand, the sense is from general knowledge and is to be "
               "checked.")},
    };
    add(document, std::move(list));
    if (contents.findings.empty()) return;
    add(document, Paragraph{{strong("Findings: this book is not clean.")}});
    List findings;
    for (const std::string& finding : contents.findings) findings.items.push_back({plain(finding)});
    add(document, std::move(findings));
}

void add_rules(Document& document, const Contents& contents) {
    add(document, Heading{1, "rules", "The rules"});
    std::string file;
    for (const engine::Policy& rule : contents.rules.policies()) {
        const std::string name = std::filesystem::path(rule.file()).filename().string();
        if (name != file) add(document, Heading{2, anchor_of("file", name), name});
        file = name;
        add_rule(document, contents, rule);
    }
}

void add_theorems(Document& document, const Contents& contents) {
    add(document, Heading{1, "theorems", "What is proven of them"});
    for (const TheoremReport& theorem : contents.theorems) {
        add(document, Heading{3, anchor_of("theorem", theorem.id), theorem.id});
        add(document, Paragraph{{strong(std::string(name_of(theorem.outcome)) + ". "),
                                 plain(theorem.statement)}});
        const auto found = contents.rules_of_theorem.find(theorem.id);
        const bool single = found != contents.rules_of_theorem.end() && !found->second.empty();
        Line line =
            single ? rules_line(found->second)
                   : Line{plain("no rule alone; it holds by several, or by what no rule permits")};
        line.insert(line.begin(), plain("Needs: "));
        line.push_back(plain("."));
        add(document, Paragraph{std::move(line)});
    }
}

}  // namespace postvern::policy::book
