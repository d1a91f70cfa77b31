#include "policy/book/contents.hpp"

#include <stdexcept>
#include <utility>

#include "policy/proof/inputs.hpp"

namespace postvern::policy::book {

Contents::Contents(const BookFiles& files)
    : rules(engine::RuleSet::parse(proof::sources_of(files.rules))),
      hash(files.hash),
      catalogue(read_catalogue(files.catalogue)) {
    if (files.decisions) decisions = decide_corpus(rules, *files.decisions);
    for (const std::string& each : decisions.different) {
        findings.push_back("a decision is not as the corpus has it: " + each);
    }
    prove(files);
    access = find_access(files.rules);
    for (const std::string& each : access.without_purpose) {
        findings.push_back("permitted without a purpose: " + each);
    }
    for (const Access& each : access.entries) {
        if (each.answer != AccessAnswer::undecided) continue;
        findings.push_back("access is not decided: " + each.who + ": " + each.action + " on " +
                           each.resource + " for " + each.purpose);
    }
    cross_reference();
}

void Contents::prove(const BookFiles& files) {
    theorems = policy::prove(files.rules, files.theorems);
    for (const auto& theorem : theorems) {
        if (theorem.outcome == ProofOutcome::proven) continue;
        findings.push_back("theorem " + theorem.id + ": " + std::string(name_of(theorem.outcome)));
    }
    for (auto& support : find_support(files.rules, files.theorems)) {
        for (const std::string& rule : support.rules)
            theorems_of_rule[rule].push_back(support.theorem);
        rules_of_theorem[support.theorem] = std::move(support.rules);
    }
}

void Contents::cross_reference() {
    for (const engine::Policy& rule : rules.policies()) {
        try {
            for (const int number : statements_of(note(rule, "isp"))) {
                rules_of_statement[number].push_back(rule.id());
            }
        } catch (const std::invalid_argument& failure) {
            findings.push_back("rule " + rule.id() + ": @isp: " + failure.what());
        }
        for (const std::string& citation : citations_of(note(rule, "law"))) {
            const LawSection* const section = catalogue.find_law(citation);
            if (section != nullptr) {
                auto& citing = rules_of_law[section->citation];
                if (citing.empty() || citing.back() != rule.id()) citing.push_back(rule.id());
            } else {
                findings.push_back("rule " + rule.id() + ": the catalogue does not know " +
                                   citation);
            }
        }
    }
}

}  // namespace postvern::policy::book
