#include "records/site/lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "records/errors.hpp"

namespace postvern::records {

SiteLock::SiteLock(const std::filesystem::path& data_directory) {
    const auto file = data_directory / "lock";
    descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ < 0) {
        throw Unavailable(file.string() + ": cannot be opened: " + std::strerror(errno));
    }
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        const int failure = errno;
        ::close(descriptor_);
        throw Unavailable(file.string() + (failure == EWOULDBLOCK
                                               ? ": another process has this site open"
                                               : std::string(": ") + std::strerror(failure)));
    }
}

SiteLock::~SiteLock() { ::close(descriptor_); }

}  // namespace postvern::records
