#include "services/cli/site_of.hpp"

#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace postvern::services::cli {

using control::Refused;
using control::Status;

namespace {

namespace fs = std::filesystem;

constexpr const char* kSystem = "/etc/postvern/postvern.ini";
constexpr const char* kName = "postvern.ini";

fs::path configuration_file(const General& general) {
    if (!general.config.empty()) return general.config;
    if (general.data.empty()) return fs::exists(kSystem) ? fs::path(kSystem) : fs::path();
    const fs::path directory = fs::absolute(general.data).lexically_normal();
    // "DIR/" has an empty last name.
    const fs::path whole = directory.has_filename() ? directory : directory.parent_path();
    for (const fs::path& place : {whole, whole.parent_path()}) {
        if (fs::exists(place / kName)) return place / kName;
    }
    throw Refused(Status::usage,
                  general.data.string() + ": there is no " + kName +
                      " in it nor beside it; name the site's configuration with --config FILE");
}

house::Configuration read(const fs::path& file) {
    try {
        return house::read_configuration(file, {});
    } catch (const house::ConfigurationError& error) {
        throw Refused(Status::usage, error.what());
    }
}

[[noreturn]] void cannot_become() {
    throw Refused(Status::refused, std::string("cannot act as the user whose site this is: ") +
                                       std::strerror(errno));
}

}  // namespace

house::Configuration site_of(const General& general) {
    const fs::path file = configuration_file(general);
    if (file.empty()) {
        throw Refused(Status::usage,
                      std::string("which site? name it with --config FILE or --data DIR (") +
                          kSystem + " does not exist)");
    }
    return read(file);
}

std::optional<house::Configuration> site_if_named(const General& general) {
    const fs::path file = configuration_file(general);
    if (file.empty()) return {};
    return read(file);
}

void act_as_owner_of(const house::Configuration& configuration) {
    struct stat state {};
    if (::geteuid() != 0 || ::stat(configuration.keys.c_str(), &state) != 0 || state.st_uid == 0)
        return;
    if (::setgroups(0, nullptr) != 0 || ::setgid(state.st_gid) != 0 ||
        ::setuid(state.st_uid) != 0) {
        cannot_become();
    }
}

}  // namespace postvern::services::cli
