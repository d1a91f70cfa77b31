#include "services/control/site/backup_command.hpp"

#include <Poco/JSON/Array.h>

#include <filesystem>

#include "records/backup.hpp"
#include "services/control/desk.hpp"

namespace postvern::services::control {

Reply back_up(Desk& desk, const Arguments& arguments) {
    const std::filesystem::path directory(arguments.text("directory"));
    if (!directory.is_absolute()) throw Refused(Status::usage, "the directory must be absolute");
    auto grant =
        desk.ask(policy::Action::backup, policy::Resource::site(), policy::Purpose::backup);
    const auto manifest = records::back_up(desk.site(), desk.gate(), std::move(grant), directory);
    Reply reply;
    reply.text = "Backed up into " + directory.string() + ":\n";
    Poco::JSON::Array files;
    for (const auto& file : manifest.files) {
        reply.text += "  " + file.name + "  " + std::to_string(file.size) + " octets\n";
        Poco::JSON::Object object;
        object.set("name", file.name);
        object.set("size", file.size);
        object.set("sha256", file.sha256);
        files.add(object);
    }
    reply.text +=
        "Keep content/ and keys/ apart, and keys/ for 35 days at most: then `restore` refuses it.\n"
        "The site's own key is in neither: without the directory `keys` of the configuration a backup\n"
        "opens nowhere.\n";
    reply.data.set("files", files);
    reply.data.set("checkpoint", manifest.checkpoint);
    return reply;
}

}  // namespace postvern::services::control
