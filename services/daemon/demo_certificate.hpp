// Certificates of a demonstration: a private authority and a server certificate for localhost and
// 127.0.0.1, both EC P-256, valid for ten years.
#pragma once

#include <filesystem>

namespace postvern::services::daemon {

struct DemoCertificates {
    std::filesystem::path authority;    // PEM, for clients to trust
    std::filesystem::path certificate;  // PEM chain
    std::filesystem::path key;          // PEM, 0600
};

// Makes them in `directory` unless they are there. Throws std::runtime_error.
DemoCertificates ensure_demo_certificates(const std::filesystem::path& directory);

}  // namespace postvern::services::daemon
