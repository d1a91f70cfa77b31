// The exclusive lock of a site: who holds it alone opens its files.
#pragma once

#include <filesystem>

namespace postvern::records {

class SiteLock {
  public:
    // Throws Unavailable when another process holds it.
    explicit SiteLock(const std::filesystem::path& data_directory);
    ~SiteLock();
    SiteLock(const SiteLock&) = delete;
    SiteLock& operator=(const SiteLock&) = delete;

  private:
    int descriptor_;
};

}  // namespace postvern::records
