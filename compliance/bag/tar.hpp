// A POSIX ustar archive that comes out the same for the same files: one time for all, no owner, mode 0644. Octets pass
// through: nothing is kept. Used by one thread.
#pragma once

#include <archive.h>

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "compliance/bag/openssl.hpp"

namespace postvern::compliance::bag {

class Tar {
  public:
    // `sink` takes the archive's octets, in order; what it throws comes out of the call that made it.
    Tar(std::function<void(std::string_view)> sink, std::int64_t moment);
    ~Tar();
    Tar(const Tar&) = delete;
    Tar& operator=(const Tar&) = delete;

    void folder(const std::string& path);
    // Then exactly `size` octets by write().
    void file(const std::string& path, std::uint64_t size);
    void write(std::string_view octets);
    void finish();

  private:
    static ssize_t pass(archive* writer, void* self, const void* octets, std::size_t size);
    void entry(const std::string& path, unsigned kind, std::uint64_t size);
    void require(bool holds);

    std::function<void(std::string_view)> sink_;
    const std::int64_t moment_;
    std::exception_ptr failure_{};
    std::unique_ptr<archive, Free<archive_write_free>> writer_;
};

}  // namespace postvern::compliance::bag
