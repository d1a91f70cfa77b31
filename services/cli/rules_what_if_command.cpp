#include <Poco/JSON/Array.h>

#include <chrono>
#include <filesystem>
#include <stdexcept>

#include "policy/catalogue.hpp"
#include "policy/rules_what_if.hpp"
#include "records/sha256.hpp"
#include "services/cli/rule_files.hpp"
#include "services/cli/rules_commands.hpp"

namespace postvern::services::cli {

using control::Refused;
using control::Reply;
using control::Status;
using policy::RuleStatement;
using policy::WhatIfAnswer;

namespace {

// "P3Y" in words; what is not of one unit as it stands.
std::string in_words(const std::string& duration) {
    const auto digits = duration.find_first_not_of("0123456789", 1);
    if (duration.size() < 3 || duration[0] != 'P' || digits != duration.size() - 1) return duration;
    const std::string count = duration.substr(1, digits - 1);
    const char unit = duration.back();
    const std::string word = unit == 'Y'   ? "year"
                             : unit == 'M' ? "month"
                             : unit == 'D' ? "day"
                                           : "";
    if (word.empty()) return duration;
    return count + " " + word + (count == "1" ? "" : "s");
}

// "recorded as an entry; the owner is told; kept 3 years"
std::string obligations_of(const WhatIfAnswer& answer) {
    std::string text = answer.record == "none"    ? "not recorded"
                       : answer.record == "tally" ? "counted in a daily tally"
                                                  : "recorded as an entry";
    for (const std::string& whom : answer.notify) text += "; the " + whom + " is told, unless lawful silence stands";
    for (const std::string& term : answer.retain) text += "; kept " + in_words(term);
    return text;
}

// How a command answers: in which language, and with the policy and law that are at hand.
struct Telling {
    const policy::Catalogue& catalogue;
    bool norwegian;

    std::string explain(const RuleStatement& rule) const {
        return norwegian && !rule.explain_nb.empty() ? rule.explain_nb : rule.explain;
    }

    std::string sources_of(const RuleStatement& rule) const {
        std::string text;
        for (const int number : policy::statements_of(rule.isp)) {
            for (const auto& statement : catalogue.statements) {
                if (statement.number != number) continue;
                text += "    ISP-" + std::to_string(number) + ": " + statement.says + '\n';
            }
        }
        for (const std::string& citation : policy::citations_of(rule.law)) {
            text += "    " + citation;
            if (const auto* const section = catalogue.find_law(citation)) {
                text +=
                    " (" +
                    (section->version == "—" ? "text not at hand" : "text of " + section->version) +
                    "): " + section->sense;
            }
            text += '\n';
        }
        return text;
    }

    std::string tell(const RuleStatement& rule, const std::string& clauses) const {
        std::string text = "  " + rule.id + " (" + rule.effect + ", " + rule.place + ")\n";
        text += "    " + explain(rule) + '\n';
        for (const auto& clause : rule.clauses)
            text += "    " + clauses + clause.text + clause.found + '\n';
        return text + sources_of(rule);
    }

    std::string tell(const std::string& heading, const std::vector<RuleStatement>& rules,
                     const std::string& clauses) const {
        std::string text = rules.empty() ? "" : '\n' + heading + '\n';
        for (const RuleStatement& rule : rules) text += tell(rule, clauses);
        return text;
    }
};

std::string text_of(const WhatIfAnswer& answer, const Telling& telling) {
    std::string text = (answer.permitted ? "Permitted, " : "Denied, ") + obligations_of(answer) +
                       ".\n" + answer.asked + '\n';
    text += telling.tell(answer.permitted ? "Permitted by" : "Forbidden by", answer.deciding,
                         "because: ");
    if (!answer.permitted && answer.deciding.empty()) {
        text +=
            "\nNo rule permits it" + std::string(answer.nearest.empty() ? " to anybody.\n" : ".\n");
    }
    text += telling.tell("Otherwise permitted by", answer.overridden, "because: ");
    text += telling.tell("The permits that came nearest", answer.nearest, "fails at: ");
    std::string told;
    std::string assumed;
    for (const auto& fact : answer.known)
        (fact.told ? told : assumed) += "  " + fact.name + " = " + fact.value + '\n';
    if (!told.empty()) text += "\nAs you said:\n" + told;
    if (!assumed.empty())
        text += "\nTaken to be so (--fact NAME=VALUE says otherwise):\n" + assumed;
    return text;
}

Poco::JSON::Array to_json(const std::vector<RuleStatement>& rules, const Telling& telling) {
    Poco::JSON::Array list;
    for (const RuleStatement& rule : rules) {
        Poco::JSON::Array law;
        for (const std::string& citation : policy::citations_of(rule.law)) {
            Poco::JSON::Object section;
            section.set("citation", citation);
            if (const auto* const found = telling.catalogue.find_law(citation)) {
                section.set("version", found->version);
                section.set("sense", found->sense);
            }
            law.add(section);
        }
        Poco::JSON::Array clauses;
        for (const auto& clause : rule.clauses) clauses.add(clause.text + clause.found);
        Poco::JSON::Object object;
        object.set("rule", rule.id);
        object.set("effect", rule.effect);
        object.set("place", rule.place);
        object.set("explain", telling.explain(rule));
        object.set("isp", rule.isp);
        object.set("law", law);
        object.set("clauses", clauses);
        list.add(object);
    }
    return list;
}

template <class Texts>
Poco::JSON::Array array_of(const Texts& texts) {
    Poco::JSON::Array array;
    for (const auto& text : texts) array.add(text);
    return array;
}

Poco::JSON::Object to_json(const WhatIfAnswer& answer, const Telling& telling) {
    Poco::JSON::Array facts;
    for (const auto& fact : answer.known) {
        Poco::JSON::Object object;
        object.set("name", fact.name);
        object.set("value", fact.value);
        object.set("told", fact.told);
        facts.add(object);
    }
    Poco::JSON::Object object;
    object.set("permitted", answer.permitted);
    object.set("asked", answer.asked);
    object.set("record", answer.record);
    object.set("notify", array_of(answer.notify));
    object.set("retain", array_of(answer.retain));
    object.set("deciding", to_json(answer.deciding, telling));
    object.set("overridden", to_json(answer.overridden, telling));
    object.set("nearest", to_json(answer.nearest, telling));
    object.set("facts", facts);
    return object;
}

policy::WhatIfQuestion question_of(const control::Arguments& arguments) {
    policy::WhatIfQuestion question;
    question.as = arguments.text("as");
    question.act = arguments.text("do");
    question.to = arguments.find("to").value_or("");
    question.purpose = arguments.find("purpose").value_or("");
    question.facts = pairs_of(arguments, "fact");
    question.now = std::chrono::duration_cast<std::chrono::seconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                       .count();
    return question;
}

}  // namespace

Reply answer_what_if(const Invocation& invocation) {
    const auto& arguments = invocation.arguments;
    const auto rules = rule_files_or_rulebook(values_of(arguments, "rules"), invocation.general);
    const policy::Catalogue catalogue = policy::read_catalogue(catalogue_files(rules.front()));
    const Telling telling{catalogue, arguments.has("norwegian")};
    try {
        const WhatIfAnswer answer = policy::answer_what_if(rules, question_of(arguments));
        Reply reply;
        reply.text = text_of(answer, telling);
        reply.data = to_json(answer, telling);
        // Which rules were asked is part of the answer: those that officers installed may be others.
        const std::string hash = records::hexadecimal(policy::hash_rulebook(
            rules, [](std::string_view text) { return records::sha256(text); }));
        const std::string directory =
            std::filesystem::path(rules.front().name).parent_path().string();
        reply.text += "\nBy the rules in " + directory + ", SHA-256 " + hash +
                      "; `postvern rules status` tells which are in force.\n";
        reply.data.set("rulebook", hash);
        return reply;
    } catch (const std::invalid_argument& failure) {
        throw Refused(Status::usage, failure.what());
    }
}

}  // namespace postvern::services::cli
