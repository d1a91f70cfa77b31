// The files of a device: read with a limit, replaced as a whole. Throws Failure, with the file and what is wrong.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

#include "compliance/officer/secret_text.hpp"

namespace postvern::compliance::officer {

// What cannot be done, told to the person: exit code 1.
struct Failure : std::runtime_error {
    using runtime_error::runtime_error;
};
// How the program was called: exit code 2.
struct Usage : std::runtime_error {
    using runtime_error::runtime_error;
};

std::string read_file(const std::filesystem::path& file, std::size_t most);
// The first line of a file, or of standard input ("-").
SecretText read_secret(const std::filesystem::path& file);
// The whole of a file that holds a secret, e.g. a private key.
SecretText read_secret_file(const std::filesystem::path& file, std::size_t most);

// Either the old octets or the new ones lie in the file (0600) after a crash, never a part. The place where the old
// ones lay is overwritten; what the disk itself keeps of them is beyond a program's reach.
void replace_file(const std::filesystem::path& file, std::string_view octets);
// The same for what is for others; "-" is standard output.
void write_output(const std::filesystem::path& file, std::string_view octets);
// Overwrites, then removes.
void destroy_file(const std::filesystem::path& file);

// Held while a command works on a device, so that two do not.
class DeviceLock {
  public:
    explicit DeviceLock(const std::filesystem::path& directory);
    DeviceLock(const DeviceLock&) = delete;
    DeviceLock& operator=(const DeviceLock&) = delete;
    ~DeviceLock();

  private:
    int file_;
};

// This process gives no core and no memory to others; its pages stay in memory where the limits permit.
void protect_process();

}  // namespace postvern::compliance::officer
