#include "services/cli/secret_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "services/control/reply.hpp"
#include "services/net/file_descriptor.hpp"

namespace postvern::services::cli {

using control::Refused;
using control::Status;

std::string read_secret_file(const std::string& file) {
    constexpr std::size_t kLargestKey = 64 * 1024;  // octets
    const net::FileDescriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!descriptor) throw Refused(Status::usage, file + ": " + std::strerror(errno));
    std::string text(kLargestKey + 1, '\0');
    std::size_t size = 0;
    for (ssize_t got = 1;
         got > 0 && size<text.size(); size += got> 0 ? static_cast<std::size_t>(got) : 0) {
        got = ::read(descriptor.get(), text.data() + size, text.size() - size);
        if (got < 0) throw Refused(Status::usage, file + ": " + std::strerror(errno));
    }
    if (size > kLargestKey) throw Refused(Status::usage, file + ": is too large for a key");
    text.resize(size);
    return text;
}

}  // namespace postvern::services::cli
