// The corpora as data that ships with the rulebook (policy/rulebook/decisions.json), for the book.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include "policy/engine/house_schema.hpp"
#include "policy/language/json/value_writer.hpp"
#include "policy/language/validation/conformance.hpp"
#include "tests/policy/rulebook/world.hpp"
#include "test_places.hpp"

namespace postvern::policy::engine::testing {
namespace {

using language::json::Writer;

constexpr const char* kFile = POSTVERN_SOURCE_DIR "/policy/rulebook/decisions.json";

// Entities that a schema and the questions know: those that are asked with or about, and what they
// are in.
std::set<EntityUid> asked_for() {
    std::set<EntityUid> uids;
    for (const DecisionRow& row : every_row()) {
        uids.insert(uid(row.principal));
        uids.insert(uid(row.resource));
    }
    return uids;
}

std::string entity_line(const Entity& entity) {
    Writer writer(Writer::Layout::one_line);
    language::json::write_entity(writer, entity);
    return writer.text();
}

std::string request_line(const Request& request, const DecisionRow& row) {
    Writer writer(Writer::Layout::one_line);
    writer.begin_object();
    const auto write = [&](const char* name, const EntityUid& value) {
        writer.name(name);
        language::json::write_uid(writer, value);
    };
    write("principal", request.principal);
    write("action", request.action);
    write("resource", request.resource);
    writer.name("context");
    language::json::write_value(writer, request.context);
    writer.string("decision", row.permitted ? "allow" : "deny");
    writer.name("reason");
    writer.begin_array();
    std::istringstream rules(row.rules);
    for (std::string rule; rules >> rule;) writer.string(rule);
    writer.end_array();
    writer.end_object();
    return writer.text();
}

// One entity and one request a line. Requests that the schema does not know (of a principal that
// there is not, for an act that there is not) are left out: no person asks them.
std::string corpus_in_json() {
    const Entities entities = facts();
    std::string text = "{\"entities\": [\n";
    const char* divider = "";
    for (const EntityUid& each : asked_for()) {
        const Entity* const entity = entities.find(each);
        if (entity == nullptr) continue;
        text += divider + entity_line(*entity);
        divider = ",\n";
    }
    text += "\n], \"requests\": [\n";
    divider = "";
    for (const DecisionRow& row : every_row()) {
        const Request request =
            make_request(row.principal, row.action, row.resource, row.purpose, row.how);
        if (language::validation::check_request(house_schema(), request)) continue;
        text += divider + request_line(request, row);
        divider = ",\n";
    }
    return text + "\n]}\n";
}

TEST(Decisions, ThatShipAreThoseOfTheCorpora) {
    const std::string text = corpus_in_json();
    if (std::getenv("POSTVERN_REGENERATE") != nullptr)
        std::ofstream(kFile, std::ios::binary) << text;
    std::ifstream stream(kFile, std::ios::binary);
    const std::string shipped(std::istreambuf_iterator<char>(stream), {});
    EXPECT_TRUE(shipped == text)
        << kFile << " is not what the corpora say; docs/rulebook.md tells how to write it anew";
}

}  // namespace
}  // namespace postvern::policy::engine::testing
