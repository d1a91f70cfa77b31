#include "services/control/unix_user.hpp"

#include <pwd.h>

#include <cerrno>
#include <charconv>
#include <limits>
#include <system_error>
#include <vector>

#include "services/control/reply.hpp"

namespace postvern::services::control {

namespace {

constexpr std::size_t kFirstRoom = 1024;  // octets for a user's entry
constexpr std::size_t kMostRoom = 1024 * 1024;

// Calls `look_up(entry, room, size, found)`, a reentrant function of <pwd.h>, with as much room as the entry
// takes, and `use` with the entry or null. Value: 0, or why the database could not be asked (errno).
template <typename LookUp, typename Use>
int with_entry(const LookUp& look_up, const Use& use) {
    for (std::size_t size = kFirstRoom; size <= kMostRoom; size *= 2) {
        std::vector<char> room(size);
        passwd entry{};
        passwd* found = nullptr;
        const int failure = look_up(&entry, room.data(), room.size(), &found);
        if (failure == ERANGE) continue;
        if (failure == 0) use(found);
        return failure;
    }
    return ERANGE;
}

std::optional<std::uint32_t> number_in(std::string_view text) {
    std::uint32_t user = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), user);
    if (failure != std::errc() || end != text.data() + text.size()) return {};
    // chown(2) and its kin mean "no user" by it.
    if (user == std::numeric_limits<std::uint32_t>::max()) return {};
    return user;
}

}  // namespace

std::uint32_t user_named(std::string_view text) {
    if (const auto number = number_in(text)) return *number;
    const std::string name(text);
    std::optional<std::uint32_t> user;
    const int failure = with_entry(
        [&name](passwd* entry, char* room, std::size_t size, passwd** found) {
            return ::getpwnam_r(name.c_str(), entry, room, size, found);
        },
        [&user](const passwd* found) {
            if (found != nullptr) user = found->pw_uid;
        });
    if (user) return *user;
    // Some databases report an unknown name as a failure of these kinds: getpwnam(3).
    const bool is_unknown = failure == 0 || failure == ENOENT || failure == ESRCH;
    throw Refused(Status::refused,
                  "user " + name + ": " +
                      (is_unknown ? std::string("there is none of that name on this machine")
                                  : std::system_category().message(failure)));
}

std::optional<std::string> name_of_user(std::uint32_t user) {
    std::optional<std::string> name;
    with_entry(
        [user](passwd* entry, char* room, std::size_t size, passwd** found) {
            return ::getpwuid_r(user, entry, room, size, found);
        },
        [&name](const passwd* found) {
            if (found != nullptr) name = found->pw_name;
        });
    return name;
}

}  // namespace postvern::services::control
