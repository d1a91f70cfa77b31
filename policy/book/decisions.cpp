#include "policy/book/decisions.hpp"

#include <utility>

#include "policy/engine/house_schema.hpp"
#include "policy/engine/verdict.hpp"
#include "policy/language/json/document.hpp"
#include "policy/tools/reading.hpp"

namespace postvern::policy::book {

namespace {

namespace json = language::json;

constexpr std::size_t kExamples = 2;

std::string name_of(const language::EntityUid& uid) { return uid.type + "::" + uid.id; }

// "Staff::4 (legal_officer) asks to disclose Case::sound for legal_request, with class "mail""
std::string sentence_of(const engine::Request& request, const engine::Entities& entities) {
    std::string text = name_of(request.principal);
    const auto* const principal = entities.find(request.principal);
    std::string roles;
    if (principal != nullptr) {
        for (const auto& role : principal->parents) roles += (roles.empty() ? "" : ", ") + role.id;
    }
    if (!roles.empty()) text += " (" + roles + ")";
    text += " asks to " + request.action.id + " " + name_of(request.resource);
    std::string with;
    for (const auto& field : request.context.fields()) {
        if (field.name == "purpose" && field.value.as_string() != nullptr) {
            text += " for " + *field.value.as_string();
        } else if (field.name != "moment" && field.name != "channel") {
            with += (with.empty() ? ", with " : ", ") + field.name + " " +
                    language::to_text(field.value);
        }
    }
    return text + with;
}

class Corpus {
  public:
    Corpus(const engine::RuleSet& rules, const RulebookFile& file)
        : rules_(rules), document_({file.name, file.text}) {}

    Decisions decide() {
        const json::Object& root = document_.object(document_.root(), "a corpus, an object");
        document_.only_members(root, {"entities", "requests"});
        const json::Node& known = document_.member(document_.root(), root, "entities");
        for (auto& entity : tools::read_entities(document_, known, nullptr)) {
            entities_.add(std::move(entity));
        }
        for (auto& action : engine::house_actions()) entities_.add(std::move(action));
        const json::Node& requests = document_.member(document_.root(), root, "requests");
        for (const json::Node& node : document_.array(requests, "the requests, an array"))
            one(node);
        for (auto& [rule, alone] : alone_) {
            auto& examples = found_.by_rule[rule].examples;
            examples.insert(examples.begin(), alone.begin(), alone.end());
            if (examples.size() > kExamples) examples.resize(kExamples);
        }
        return std::move(found_);
    }

  private:
    void one(const json::Node& node) {
        const json::Object& object = document_.object(node, "a request, an object");
        const auto request =
            tools::read_request(document_, node, nullptr, tools::RequestCheck::none);
        const auto verdict = engine::decide(rules_, entities_, request, engine::Strictness::house);
        ++found_.requests;
        if (verdict.permitted) ++found_.permitted;
        const std::string sentence =
            sentence_of(request, entities_) + ": " + (verdict.permitted ? "permitted" : "denied");
        const std::string wanted =
            document_.string(document_.member(node, object, "decision"), "the decision");
        std::string reason;
        for (const auto* policy : verdict.determining)
            reason += (reason.empty() ? "" : " ") + policy->id();
        if ((wanted == "allow") != verdict.permitted || reason != reason_in(node, object)) {
            found_.different.push_back(sentence +
                                       (reason.empty() ? " by no rule" : " by " + reason));
        }
        for (const auto* policy : verdict.determining) {
            RuleDecisions& rule = found_.by_rule[policy->id()];
            ++rule.count;
            auto& examples = verdict.determining.size() == 1 ? alone_[policy->id()] : rule.examples;
            if (examples.size() < kExamples) examples.push_back(sentence);
        }
    }

    std::string reason_in(const json::Node& node, const json::Object& object) const {
        std::string reason;
        for (const json::Node& id :
             document_.array(document_.member(node, object, "reason"), "the reason")) {
            reason += (reason.empty() ? "" : " ") + document_.string(id, "an id, a string");
        }
        return reason;
    }

    const engine::RuleSet& rules_;
    json::Document document_;
    engine::Entities entities_;
    Decisions found_;
    std::map<std::string, std::vector<std::string>> alone_;
};

}  // namespace

Decisions decide_corpus(const engine::RuleSet& rules, const RulebookFile& corpus) {
    return Corpus(rules, corpus).decide();
}

}  // namespace postvern::policy::book
