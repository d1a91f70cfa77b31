#include "services/cli/concrete_cases.hpp"

#include <Poco/JSON/Parser.h>

#include <sstream>

namespace postvern::services::cli {

namespace {

std::string indented(const std::string& text) {
    std::istringstream lines(text);
    std::string moved;
    for (std::string line; std::getline(lines, line);) moved += "    " + line + '\n';
    return moved;
}

}  // namespace

Poco::JSON::Object to_json(const policy::ConcreteCase& example) {
    Poco::JSON::Parser request;
    Poco::JSON::Parser entities;
    Poco::JSON::Object object;
    object.set("request", request.parse(example.request));
    object.set("entities", entities.parse(example.entities));
    object.set("sentence", example.sentence);
    object.set("decision", example.decision);
    return object;
}

std::string to_text(const policy::ConcreteCase& example) {
    return example.sentence + ": " + example.decision + "\n  request:\n" +
           indented(example.request) + "  entities:\n" + indented(example.entities);
}

}  // namespace postvern::services::cli
