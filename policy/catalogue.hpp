// The catalogue of a rulebook: every statement of the information security policy with where it is
// met, every section of law that rules cite with its sense, where both differ, and the paths of the
// law that need no court. Text that a lawyer edits (docs/rulebook.md), read strictly. Plain values;
// pure functions, thread-safe.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/assembly.hpp"

namespace postvern::policy {

using Texts = std::vector<std::string>;

// A statement of the policy, by its number in the catalogue (ISP-n).
struct PolicyStatement {
    int number = 0;
    std::string says;
    std::string binds;    // whom, in words
    std::string classes;  // "P" policy rule, "F" feature, "O" organisation, "X" out of scope; "P/F"
    Texts built;          // what the program does for it beside its rules
    Texts shown;          // tests and documents that show that: paths from the root of the source
    Texts evidence;       // of the organisation: what shows it, and where that is kept
    Texts later;          // what is not built yet
    Texts outside;        // why it is out of scope
    Texts no_rule;        // why no rule bears its number
    std::string file;
    std::size_t line = 1;

    bool is_of(char one) const { return classes.find(one) != std::string::npos; }
};

// A law, by the name that citations begin with.
struct LawSource {
    std::string name;
    std::string title;
    std::string act;  // of the official collection, e.g. 1981-05-22-25
    std::string
        version;  // since when its text has stood as it was read, YYYY-MM-DD; "—": not at hand
};

struct LawSection {
    std::string citation;  // as rules cite it, or wider: "GDPR Art. 5" stands for all of its parts
    std::string sense;     // one sentence
    std::string version;   // of the source, or its own
    std::string source;    // name of the source
    Texts no_rule{};       // why no rule cites it: how else it is met
};

// A point where policy and law differ.
struct LawConflict {
    int number = 0;
    std::string policy;
    std::string law;
    std::string house;  // what the house does about it
    Texts rules;        // ids
};

// A path of the law without a prior court order: it leads to STATUTORY_HOLD.
struct StatutoryPath {
    std::string basis;  // Case.basis, as the rules read it
    std::string law;    // citations
    std::string what;
    std::string decides;
    std::string clock;
    std::string leads_to;
};

struct Catalogue {
    std::vector<PolicyStatement> statements;  // in ascending order of numbers
    std::vector<LawSource> sources;
    std::vector<LawSection> sections;  // in the order of the files
    std::vector<LawConflict> conflicts;
    std::vector<StatutoryPath> paths;

    // The section that a single citation falls under: itself, or what it is a part of; or null.
    // Case, the number of section signs and a blank before a letter ("170 a") do not matter.
    const LawSection* find_law(std::string_view citation) const;
};

// Throws language::SyntaxError, with the place, for a text that is not of the form, a field that is
// unknown, missing or empty, anything that stands twice, and a section of no known source.
Catalogue read_catalogue(std::span<const RulebookFile> files);

// The single citations of @law: "Straffeprosessloven §§ 118, 204; GDPR Art. 48" are three.
Texts citations_of(std::string_view law);

// The numbers of @isp, in their order. Throws std::invalid_argument for what is none.
std::vector<int> statements_of(std::string_view isp);

}  // namespace postvern::policy
