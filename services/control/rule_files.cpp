#include "services/control/rule_files.hpp"

#include <Poco/JSON/Array.h>

#include "services/control/arguments.hpp"

namespace postvern::services::control {

namespace {

constexpr std::string_view kPrefix = "rules/";

}  // namespace

void set_rule_files(Arguments& arguments, std::vector<policy::RulebookFile> files) {
    for (policy::RulebookFile& file : files) {
        arguments.set(std::string(kPrefix) + file.name, std::move(file.text));
    }
}

bool is_rule_file(std::string_view name) noexcept { return name.starts_with(kPrefix); }

std::vector<policy::RulebookFile> rule_files_in(const Arguments& arguments) {
    std::vector<policy::RulebookFile> files;
    for (const auto& [name, text] : arguments.values()) {
        if (is_rule_file(name)) files.push_back({name.substr(kPrefix.size()), text});
    }
    if (files.empty()) throw Refused(Status::usage, "there are no rule files (*.cedar)");
    return files;
}

void set_rule_files(Reply& reply, std::span<const policy::RulebookFile> files) {
    Poco::JSON::Array list;
    for (const policy::RulebookFile& file : files) {
        Poco::JSON::Object object;
        object.set("name", file.name);
        object.set("text", file.text);
        list.add(object);
    }
    reply.data.set("files", list);
}

std::vector<policy::RulebookFile> rule_files_in(const Reply& reply) {
    std::vector<policy::RulebookFile> files;
    // Of a reply that came over the socket, or of one that was made in this process.
    const Poco::Dynamic::Var list = reply.data.get("files");
    const auto take = [&files](const Poco::JSON::Array& array) {
        for (std::size_t i = 0; i < array.size(); ++i) {
            const auto index = static_cast<unsigned>(i);
            const auto shared = array.getObject(index);
            const Poco::JSON::Object object =
                shared ? *shared : array.get(index).extract<Poco::JSON::Object>();
            files.push_back(
                {object.getValue<std::string>("name"), object.getValue<std::string>("text")});
        }
    };
    if (list.type() == typeid(Poco::JSON::Array::Ptr))
        take(*list.extract<Poco::JSON::Array::Ptr>());
    if (list.type() == typeid(Poco::JSON::Array)) take(list.extract<Poco::JSON::Array>());
    return files;
}

}  // namespace postvern::services::control
