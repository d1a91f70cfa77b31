// A self-signed EC P-256 certificate for localhost in a directory of its own, removed at the end.
#pragma once

#include <filesystem>
#include <string>

#include "services/net/tls.hpp"

namespace postvern::services::net {

class TemporaryDirectory {
  public:
    TemporaryDirectory();
    ~TemporaryDirectory();
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

// Writes a certificate with common name `name` that is valid until `seconds` from now.
CertificateFiles make_certificate(const std::filesystem::path& directory, const std::string& name,
                                  long seconds = 86'400);

}  // namespace postvern::services::net
