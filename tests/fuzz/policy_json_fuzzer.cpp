// Any octets as JSON: a policy, a policy set, entities and a request are read or refused with a
// SyntaxError; what is read comes back from its own JSON and from its own text as the same.
// Input: JSON.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "policy/language/format/policy_text.hpp"
#include "policy/language/json/entities.hpp"
#include "policy/language/json/policies.hpp"
#include "policy/language/json/value_writer.hpp"
#include "policy/language/syntax_error.hpp"

namespace {

namespace language = postvern::policy::language;
namespace json = postvern::policy::language::json;

using json::Document;
using language::PolicySet;
using language::SyntaxError;

PolicySet read_set(const std::string& text) {
    const Document document(language::Source{"fuzz.json", text});
    return json::read_policy_set(document, document.root());
}

// The policies and templates of `set`, each under its own id, from their text.
PolicySet through_text(const PolicySet& set) {
    PolicySet again;
    for (const auto entries : {set.policies(), set.templates()}) {
        for (const auto& entry : entries) {
            if (entry.link) continue;
            PolicySet one;
            one.read({"fuzz.cedar", language::to_text(entry.syntax)});
            const bool slotted = one.policies().empty();
            again.add(entry.id, slotted ? one.templates()[0].syntax : one.policies()[0].syntax, {});
        }
    }
    for (const auto& entry : set.policies()) {
        if (entry.link) again.link(entry.link->template_id, entry.id, entry.link->values);
    }
    return again;
}

void exercise_set(const Document& document) {
    const PolicySet set = json::read_policy_set(document, document.root());
    try {
        const std::string text = json::to_json(set);
        if (json::to_json(read_set(text)) != text) std::abort();
        if (json::to_json(through_text(set)) != text) std::abort();
    } catch (const std::length_error&) {
        return;  // deeper than JSON is written
    }
}

void exercise_entities(const Document& document) {
    json::Writer writer;
    writer.begin_array();
    for (const auto& entity : json::read_entities(document, document.root(), nullptr)) {
        json::write_entity(writer, entity);
    }
    writer.end_array();
    const Document again(language::Source{"again.json", writer.text()});
    json::read_entities(again, again.root(), nullptr);
}

template <class Exercise>
void attempt(const Document& document, Exercise exercise) {
    try {
        exercise(document);
    } catch (const SyntaxError& error) {
        if (error.problem().find('\n') != std::string::npos) std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const Document document(
            language::Source{"fuzz.json", {reinterpret_cast<const char*>(data), size}});
        attempt(document, exercise_set);
        attempt(document, [](const Document& read) { json::read_policy(read, read.root()); });
        attempt(document, exercise_entities);
        attempt(document,
                [](const Document& read) { json::read_request(read, read.root(), nullptr); });
    } catch (const SyntaxError& error) {
        if (error.problem().find('\n') != std::string::npos) std::abort();
    }
    return 0;
}
