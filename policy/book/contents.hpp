// All that the book tells, found out: rules, theorems, decisions, access, law. Refers to nothing
// outside of it. Made by one thread; then any number may read.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "policy/book/decisions.hpp"
#include "policy/catalogue.hpp"
#include "policy/engine/rule_set.hpp"
#include "policy/rules_access.hpp"
#include "policy/rules_book.hpp"
#include "policy/rules_proof.hpp"

namespace postvern::policy::book {

struct Contents {
    explicit Contents(const BookFiles& files);

    // What a rule says under @name; empty if nothing.
    static std::string note(const engine::Policy& rule, std::string_view name) {
        return std::string(rule.annotation(name).value_or(""));
    }

    engine::RuleSet rules;
    std::string hash;
    Catalogue catalogue;
    Decisions decisions;
    std::vector<TheoremReport> theorems;
    std::map<std::string, std::vector<std::string>> theorems_of_rule;  // that fall without the rule
    std::map<std::string, std::vector<std::string>> rules_of_theorem;
    AccessMatrix access;
    std::map<int, std::vector<std::string>> rules_of_statement;    // by the number in @isp
    std::map<std::string, std::vector<std::string>> rules_of_law;  // by the section's citation
    std::vector<std::string> findings;

  private:
    void prove(const BookFiles& files);
    void cross_reference();
};

}  // namespace postvern::policy::book
