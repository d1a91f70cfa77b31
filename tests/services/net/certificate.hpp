// A self-signed EC P-256 certificate.
#pragma once

#include <filesystem>
#include <string>

#include "services/net/tls.hpp"

namespace postvern::services::net {

// Writes a certificate with common name `name` that is valid until `seconds` from now.
CertificateFiles make_certificate(const std::filesystem::path& directory, const std::string& name,
                                  long seconds = 86'400);

}  // namespace postvern::services::net
