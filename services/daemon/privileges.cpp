#include "services/daemon/privileges.hpp"

#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace postvern::services::daemon {

void hide_memory() {
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

void raise_file_limit() {
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
}

namespace {

const passwd& entry_of(const std::string& user) {
    const passwd* entry = ::getpwnam(user.c_str());
    if (entry == nullptr) throw std::runtime_error("'user': there is no user " + user);
    return *entry;
}

void give(const std::filesystem::path& path, const passwd& owner) {
    if (::lchown(path.c_str(), owner.pw_uid, owner.pw_gid) != 0) {
        throw std::runtime_error(path.string() + ": cannot be given to the user: " +
                                 std::strerror(errno));
    }
}

}  // namespace

gid_t group_of(const std::string& name, const std::string& option) {
    const group* entry = ::getgrnam(name.c_str());
    if (entry == nullptr) {
        throw std::runtime_error("'" + option + "': there is no group " + name +
                                 "; `getent group` lists those there are");
    }
    return entry->gr_gid;
}

void hand_over(const std::vector<std::filesystem::path>& directories, const std::string& user) {
    if (user.empty() || ::getuid() != 0) return;
    const passwd& owner = entry_of(user);
    for (const auto& directory : directories) {
        give(directory, owner);
        for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
            give(entry.path(), owner);
        }
    }
}

void become(const std::string& user) {
    if (user.empty()) return;
    const passwd* entry = &entry_of(user);
    if (::getuid() == entry->pw_uid) return;
    if (::initgroups(user.c_str(), entry->pw_gid) != 0 || ::setgid(entry->pw_gid) != 0 ||
        ::setuid(entry->pw_uid) != 0) {
        throw std::runtime_error("'user': cannot become " + user + ": " + std::strerror(errno) +
                                 "; start as root, or leave the option out");
    }
    // setuid makes the process dumpable according to a system setting: hide again.
    hide_memory();
}

}  // namespace postvern::services::daemon
