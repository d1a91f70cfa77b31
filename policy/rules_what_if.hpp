// A question to the rules as a person would put it, and an answer that a person can use: who may do
// what, by which rule and law, or what stood in the way. What the question does not say is taken to
// be in order, and the answer tells what was taken so. Nothing here grants anything. Pure
// functions, thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "policy/assembly.hpp"

namespace postvern::policy {

struct WhatIfQuestion {
    // A role ("legal_officer"; several by commas), a job ("retention"), a kind ("owner",
    // "processor") or Type::id.
    std::string as;
    std::string act;      // "disclose"
    std::string to;       // "Case" or Type::id; empty: of an owner the own account
    std::string purpose;  // empty: of owners and deliverers service_delivery; "none" is none
    // NAME, holder.NAME or NAME.PART of what is known of principal, resource and context, with its
    // value; an empty value takes the fact away. Times may be "now", "+30d", "-12h", "2026-01-31".
    std::vector<std::pair<std::string, std::string>> facts;
    std::int64_t now = 0;  // Unix seconds
};

// A part of a rule, and what it saw.
struct RuleClause {
    std::string text;   // on one line
    std::string found;  // " (resource.basis = \"subpoena\")", or nothing
};

struct RuleStatement {
    std::string id;
    std::string effect;  // "permit" or "forbid"
    std::string place;   // file:line
    std::string explain;
    std::string explain_nb;  // in Norwegian; may be empty
    std::string isp;
    std::string law;
    // Of a permit that decided: none. Of a forbid that decided: the conditions that it met, and the
    // parts of its exceptions that failed. Of any other: the parts that kept it from applying.
    std::vector<RuleClause> clauses;
};

struct KnownFact {
    std::string name;  // "resource.basis"
    std::string value;
    bool told = false;  // otherwise it was taken to be so
};

struct WhatIfAnswer {
    bool permitted = false;
    std::string asked;   // the question in one sentence
    std::string record;  // "none", "tally" or "entry"
    std::vector<std::string> notify;
    std::vector<std::string> retain;        // ISO 8601 durations
    std::vector<RuleStatement> deciding;    // empty where nothing permits it
    std::vector<RuleStatement> overridden;  // of a denial: the permits that applied
    std::vector<RuleStatement>
        nearest;  // where none applied: those that came nearest, three at most
    std::vector<KnownFact> known;
};

// What the rules would say, as the Gate decides. Throws std::invalid_argument for a word that is no
// role, action, resource, purpose or fact, with the nearest that is, and for values that are not of
// the type of their fact; language::SyntaxError if a file does not load.
WhatIfAnswer answer_what_if(std::span<const RulebookFile> files, const WhatIfQuestion& question);

}  // namespace postvern::policy
